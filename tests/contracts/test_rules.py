"""The rules that we ship: each loads, its examples hold, and editors check it with a schema that is current."""

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.contracts.known_actors import as_yaml, known_actors
from tocsin.cli.judgement import judged
from tocsin.cli.rehearsal import EXAMPLE_DAY, rehearse
from tocsin.declarations import rule_paths
from tocsin.domain.article import ArticleText
from tocsin.extraction.reader import Reader
from tocsin.matching.countries import country_names
from tocsin.matching.lint import lint
from tocsin.matching.pages import page_of
from tocsin.matching.rule import Rule
from tocsin.matching.rule_files import load_rulebook, load_rules
from tocsin.matching.schema import MODELINE, rule_schema

RULES = Path(__file__).parents[2] / "rules"
FILES = rule_paths(RULES)
SCHEMA = RULES / "rule.schema.json"


@cache
def the_reader() -> Reader:
    return Reader()


@cache
def the_rules() -> dict[str, Rule]:
    return {rule.id: rule for rule in load_rulebook(RULES).rules}


def each_file() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


def test_the_rules_load() -> None:
    assert len(the_rules()) >= 40


def test_the_rules_are_clean_when_checked_strictly() -> None:
    assert lint(load_rules(RULES), datetime.now(UTC)) == ()


@each_file()
def test_the_examples_of_a_rule_hold(path: Path) -> None:
    failed = [trial for trial in rehearse(the_rules()[path.stem], the_reader()) if not trial.holds]
    told = [
        f"{'must ring' if trial.must_ring else 'must stay silent'}: {trial.sentence}\n    "
        + "\n    ".join(trial.reasons)
        for trial in failed
    ]
    assert not failed, "\n" + "\n".join(told)


@each_file()
def test_a_rule_has_several_examples_of_both_kinds(path: Path) -> None:
    examples = the_rules()[path.stem].examples
    assert len(examples.raises) >= 2
    assert len(examples.silent) >= 3


@each_file()
def test_a_rule_has_silent_examples_that_lack_a_single_condition(path: Path) -> None:
    """Planned for happened, denied, recalled, the wrong side, one below the threshold: what an editor would mistake."""
    rule = the_rules()[path.stem]
    assert sum(is_near_miss(rule, sentence) for must_ring, sentence in rule.trials if not must_ring) >= 2


def is_near_miss(rule: Rule, sentence: str) -> bool:
    """Does the sentence give an event of the rule's type that lacks one condition?"""
    article = ArticleText(id="near", headline=None, body=sentence, day=EXAMPLE_DAY)
    found = judged(rule, the_reader().read(article).events, page_of(article))
    return any((of_another_type, lacking) == (False, 1) for of_another_type, lacking, _ in (j.distance for j in found))


def the_tags() -> set[str]:
    """The vocabulary of rules/README.md: the words that it quotes."""
    readme = (RULES / "README.md").read_text(encoding="utf-8")
    return set(re.findall(r"[\w-]+", " ".join(line[1:] for line in readme.splitlines() if line.startswith(">"))))


def test_every_tag_is_of_the_vocabulary_and_every_word_of_it_is_a_tag() -> None:
    tags = {rule.id: set(rule.tags) for rule in the_rules().values()}
    assert [rule_id for rule_id, own in tags.items() if not own] == []
    assert set().union(*tags.values()) == the_tags()


@each_file()
def test_an_editor_finds_the_schema(path: Path) -> None:
    assert path.read_text(encoding="utf-8").splitlines()[0] == MODELINE


def test_the_schema_is_current() -> None:
    """If this fails: tocsin rules schema > rules/rule.schema.json."""
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == rule_schema()


def test_the_schema_is_one_that_editors_know() -> None:
    schema = rule_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    assert "prefixItems" not in json.dumps(schema)


@each_file()
def test_the_schema_accepts_our_rules(path: Path) -> None:
    jsonschema.Draft7Validator(rule_schema()).validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "change",
    [
        {"severity": "loud"},
        {"why": None},
        {"notify": ["logistics"]},
        {"match": {"tpye": "attack"}},
        {"match": {"type": "atack"}},
        {"match": {"type": []}},
        {"match": {"type": "attack", "countries": ["Ukraine"]}},
        {"match": {"type": "attack", "quantity": {"what": "killed", "min": "ten"}}},
        {"match": {"type": "attack", "quantity": {"what": "killed", "min": -1}}},
        {"match": {"type": "attack", "quantity": {"min": 10}}},
        {"examples": {"raises": ["A bomb went off."], "silent": []}},
        {"examples": {"raises": ["A bomb went off."]}},
    ],
    ids=str,
)
def test_the_schema_refuses_a_bad_rule(change: dict[str, Any]) -> None:
    good = yaml.safe_load((RULES / "conflict/large-attack.yaml").read_text(encoding="utf-8"))
    assert not jsonschema.Draft7Validator(rule_schema()).is_valid(good | change)


def test_the_names_of_actors_are_those_that_articles_are_read_with() -> None:
    """If this fails: python -m tests.contracts.known_actors > services/tocsin/matching/groups/known_actors.yaml."""
    stored = RULES.parent / "services/tocsin/matching/groups/known_actors.yaml"
    assert stored.read_text(encoding="utf-8") == as_yaml()
    assert yaml.safe_load(as_yaml()) == known_actors()


def test_every_state_that_is_read_in_articles_can_be_asked_for() -> None:
    gazetteer = RULES.parent / "services/tocsin/extraction/gazetteer/data/states.yaml"
    read = set(yaml.safe_load(gazetteer.read_text(encoding="utf-8")))
    assert read
    assert read <= set(country_names())
