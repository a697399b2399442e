import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.backtests import read
from tocsin.backtest.event_store import open_store
from tocsin.backtest.fingerprint import reader_fingerprint
from tocsin.cli.articles_in import NoArticle, articles_in
from tocsin.cli.main import app
from tocsin.domain.errors import DeclarationError

RULE = """\
id: {id}
title: Any attack
severity: high
why: Somebody is shooting.
match: {{type: attack, counts: {{what: killed, min: {least}}}}}
examples:
  raises: [A missile strike killed 100 people in Kharkiv on Thursday.]
  silent: [Nobody was hurt.]
"""
ARTICLES = """\
{"id": "a", "text": "Twelve.", "date": "2026-02-06"}
{"id": "b", "text": "None.", "date": "2026-02-06"}
nonsense
{"id": "c", "text": "Forty.", "date": "2026-02-08"}
"""
KILLED = {"a": (12,), "b": (), "c": (40,)}


class Desk:
    """A folder with rules and articles whose events are known, so that nothing has to be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.articles = folder / "articles.jsonl"
        self.articles.write_text(ARTICLES, encoding="utf-8")
        self.cache = folder / "events.sqlite3"
        store = open_store(self.cache, reader_fingerprint(), print)
        for article in articles_in([self.articles]):
            if not isinstance(article, NoArticle):
                store.put(article, read(article.id, *KILLED[article.id]).told)
        store.close()

    def rule(self, rule_id: str, least: int = 10, folder: str = "rules") -> Path:
        file = self.folder / folder / f"{rule_id}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(RULE.format(id=rule_id, least=least), encoding="utf-8")
        return file

    def run(self, *arguments: object) -> Result:
        given = ("--articles", self.articles, "--cache", self.cache)
        return CliRunner().invoke(app, ["rules", "backtest", *map(str, (*arguments, *given))])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_one_rule_is_shown_day_by_day_with_samples(desk: Desk) -> None:
    result = desk.run(desk.rule("any-attack"))
    assert result.exit_code == 0
    assert [line.split() for line in result.stdout.splitlines()[1:3]] == [
        ["2026-02-06", "2", "1"],
        ["2026-02-08", "1", "1"],
    ]
    assert "2 of 3 articles would have rung, 1 could not be read" in result.stdout
    assert "c: type is attack; killed 40 is at least 10" in result.stdout
    assert f"{desk.articles}:3: is no JSON" in result.stderr


def test_several_rules_are_shown_by_how_often_they_ring(desk: Desk) -> None:
    desk.rule("forty", 40), desk.rule("ten"), desk.rule("hundred", 100)
    result = desk.run(desk.folder / "rules")
    lines = result.stdout.splitlines()
    assert [line.split()[:2] for line in lines[1:3]] == [["ten", "2"], ["forty", "1"]]
    assert "never rang (1): hundred" in result.stdout


def test_the_page_and_the_table_go_together(desk: Desk) -> None:
    out = desk.folder / "report.html"
    result = desk.run(desk.rule("any-attack"), "--out", out)
    assert result.exit_code == 0
    assert 'id="rule-any-attack"' in out.read_text(encoding="utf-8")
    assert "2 of 3 articles" in result.stdout


def test_a_change_shows_what_it_gains_and_loses(desk: Desk) -> None:
    old = desk.rule("any-attack", 40, folder="old")
    result = desk.run(desk.rule("any-attack", 10), "--against", old)
    assert "gained 1, lost 0" in result.stdout
    assert "+ a: type is attack; killed 12 is at least 10" in result.stdout


def test_json_is_one_object(desk: Desk) -> None:
    found = json.loads(desk.run(desk.rule("any-attack"), "--json").stdout)
    assert [ring["article"] for ring in found["rules"][0]["rings"]] == ["a", "c"]
    said = "is no JSON: Expecting value at character 0; plain text goes in a file that ends in .txt"
    assert found["not_read"] == [{"place": f"{desk.articles}:3", "error": said}]


def test_a_rule_that_is_named_twice_is_asked_once(desk: Desk) -> None:
    file = desk.rule("any-attack")
    found = json.loads(desk.run(file, desk.folder / "rules", "--json").stdout)
    assert [rule["id"] for rule in found["rules"]] == ["any-attack"]


def test_two_rules_of_one_id_are_refused(desk: Desk) -> None:
    result = desk.run(desk.rule("any-attack"), desk.rule("any-attack", 40, folder="old"))
    assert isinstance(result.exception, DeclarationError)
    assert "also stands in" in str(result.exception)


def test_every_fault_of_every_rule_is_said(desk: Desk) -> None:
    for name in ("one", "two"):
        file = desk.rule(name)
        file.write_text(file.read_text().replace("attack,", "atack,"))
    result = desk.run(desk.folder / "rules" / "one.yaml", desk.folder / "rules" / "two.yaml", desk.folder / "none.yaml")
    assert isinstance(result.exception, DeclarationError)
    assert [fault.path.rpartition("/")[2] for fault in result.exception.faults] == ["none.yaml", "one.yaml", "two.yaml"]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--articles", "missing.jsonl", "no file that can be read"),
        ("--articles", "rules", "no file that can be read"),
        ("--out", "no-folder/report.html", "does not exist"),
        ("--out", "rules", "is a folder"),
        ("--out", "articles.jsonl", "holds the articles"),
        ("--cache", "articles.jsonl", "holds the articles"),
    ],
)
def test_what_cannot_work_is_said_before_anything_is_read(desk: Desk, option: str, value: str, said: str) -> None:
    file = desk.rule("any-attack")
    given = ["--articles", str(desk.articles), option, str(desk.folder / value)]
    result = CliRunner().invoke(app, ["rules", "backtest", str(file), *given])
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert desk.articles.read_text() == ARTICLES


@pytest.mark.slow
def test_articles_that_are_not_known_are_read_and_kept(desk: Desk) -> None:
    cache = desk.folder / "new.sqlite3"
    desk.articles.write_text('{"id": "a", "text": "A missile strike killed 12 people in Kharkiv."}\n', encoding="utf-8")
    command = ["rules", "backtest", str(desk.rule("any-attack")), "--articles", str(desk.articles), "--json"]
    first = CliRunner().invoke(app, [*command, "--cache", str(cache)])
    assert first.exit_code == 0
    assert len(json.loads(first.stdout)["rules"][0]["rings"]) == 1
    store = open_store(cache, reader_fingerprint(), print)
    assert all(store.get(article) for article in articles_in([desk.articles]) if not isinstance(article, NoArticle))
    store.close()
    without = CliRunner().invoke(app, [*command, "--no-cache"])
    assert without.stdout == first.stdout
