import json
from pathlib import Path

from typer.testing import CliRunner, Result

from tests.builders import an_event
from tocsin.cli.main import app
from tocsin.cli.rehearsal import rehearse
from tocsin.cli.terminal import printable
from tocsin.domain.article import ArticleText
from tocsin.domain.errors import DeclarationError
from tocsin.extraction.reader import Reading
from tocsin.matching.rule_files import load_rule

RULE = """\
id: any-attack
title: Any attack
severity: high
why: Somebody is shooting.
match: {type: attack, counts: {what: killed, min: 10}}
examples:
  raises: [A missile strike killed 12 people in Kharkiv on Thursday.]
  silent: [Nobody was hurt.]
"""


class ReadsStrikes:
    """Finds the attack of ``an_event`` in every text that speaks of a strike."""

    def read(self, article: ArticleText) -> Reading:
        found = (an_event(article_id=article.id),) if "strike" in article.body else ()
        return Reading(events=found, language="en", truncated=False)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def a_rule_file(directory: Path, text: str = RULE) -> Path:
    path = directory / "any-attack.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_examples_that_hold_are_told_from_those_that_do_not(tmp_path: Path) -> None:
    rule = load_rule(a_rule_file(tmp_path, RULE.replace("Nobody was hurt.", "The strike killed nobody.")))
    raised, silent = rehearse(rule, ReadsStrikes())
    assert raised.holds
    assert "rang, since type is attack; killed 12 is at least 10" in raised.reasons[0]
    assert not silent.holds


def test_an_example_that_stays_silent_says_what_is_missing(tmp_path: Path) -> None:
    rule = load_rule(a_rule_file(tmp_path, RULE.replace("min: 10", "min: 13")))
    raised, silent = rehearse(rule, ReadsStrikes())
    assert raised.reasons == (
        "attack/missile, happened, by RUS, to UKR, killed 12, in Kharkiv: silent, since killed 12, needs at least 13",
    )
    assert silent.reasons == ("no event was found",)


def test_check_shows_the_rules(tmp_path: Path) -> None:
    a_rule_file(tmp_path)
    result = run("rules", "check", str(tmp_path))
    assert result.exit_code == 0
    assert "any-attack" in result.output


def test_one_file_can_be_checked_tried_and_matched_by_itself(tmp_path: Path) -> None:
    path = a_rule_file(tmp_path)
    (tmp_path / "broken.yaml").write_text("id: broken", encoding="utf-8")
    article = tmp_path / "a.txt"
    article.write_text("A missile strike killed 12 people in Kharkiv on Thursday.", encoding="utf-8")
    assert "1 rule, no faults" in run("rules", "check", str(path)).output
    assert "2 of 2 examples of 1 rule hold" in run("rules", "test", str(path)).output
    assert '"any-attack"' in run("match", "--rules", str(path), str(article)).output


def test_check_shows_nested_conditions_as_words(tmp_path: Path) -> None:
    nested = "match: {type: attack, keywords: [hospital], all: [{by: RUS}, {to: UKR}], not: {places: Kyiv}}"
    path = a_rule_file(tmp_path, RULE.replace("match: {type: attack, counts: {what: killed, min: 10}}", nested))
    shown = " ".join(run("rules", "check", str(path)).output.split())
    assert "{" not in shown
    assert "(by RUS), (to UKR)" in shown


def test_check_ends_with_the_faults(tmp_path: Path) -> None:
    path = a_rule_file(tmp_path, RULE.replace("type: attack", "type: atack"))
    result = run("rules", "check", str(tmp_path))
    assert isinstance(result.exception, DeclarationError)
    assert str(result.exception).startswith(f"{path}:5:15 ")


def test_test_exits_with_one_if_an_example_does_not_hold(tmp_path: Path) -> None:
    a_rule_file(tmp_path, RULE.replace("A missile strike killed 12 people in Kharkiv on Thursday.", "It rained."))
    result = run("rules", "test", str(tmp_path))
    assert result.exit_code == 1
    assert "any-attack must ring: It rained." in result.output
    assert "1 of 2 examples of 1 rule hold" in result.output


def test_match_answers_each_line_in_its_place(tmp_path: Path) -> None:
    a_rule_file(tmp_path)
    articles = tmp_path / "articles.jsonl"
    articles.write_text('{"id": "a", "text": "It rained."}\nnonsense\n', encoding="utf-8")
    result = run("match", "--rules", str(tmp_path), str(articles))
    assert result.exit_code == 1
    first, second = map(json.loads, result.stdout.splitlines())
    assert first == {"id": "a", "rules": []}
    assert second["id"] == f"{articles}:2"
    assert "is no JSON" in second["error"]


def test_text_cannot_command_the_terminal() -> None:
    assert printable("red\x1b[31m\nalarm\u202e") == "red\ufffd[31m alarm\ufffd"


def test_a_strict_check_refuses_what_is_most_likely_a_mistake(tmp_path: Path) -> None:
    path = a_rule_file(tmp_path)
    assert run("rules", "check", str(tmp_path)).exit_code == 0
    strict = run("rules", "check", str(tmp_path), "--strict")
    assert strict.exit_code != 0
    assert f"{path}:7:" in str(strict.output) + str(strict.exception)
