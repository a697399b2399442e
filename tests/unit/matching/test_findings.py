from typing import Any

import pytest

from tests.builders import a_page, an_event
from tocsin.matching.condition import Match
from tocsin.matching.facts import Facts, Page
from tocsin.matching.findings import findings, holds, reasons


def facts(page: Page | None = None, **given: Any) -> Facts:
    return Facts.of(an_event(**given), page or a_page())


def met(asked: dict[str, Any], of: Facts) -> tuple[str, ...] | None:
    return reasons(Match.model_validate(asked), of)


def lacking(asked: dict[str, Any], of: Facts) -> list[str]:
    return [one.said for finding in findings(Match.model_validate(asked), of) for one in finding.unmet()]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"type": ["clash", "protest"]}, "type is attack, needs clash or protest"),
        ({"type": "attack", "by": ["UKR", "EU members"]}, "done by RUS, needs UKR or EU members"),
        ({"countries": ["POL"]}, "countries Russia and Ukraine, needs POL"),
        ({"counts": {"what": "killed", "min": 100}}, "killed 12, needs at least 100"),
        ({"counts": {"what": "drones", "min": 5}}, "counts none of these, needs drones at least 5"),
        ({"keywords": ["ceasefire"]}, 'nothing in the evidence says "ceasefire"'),
        ({"type": "attack", "not": {"by": "RUS"}}, "refused: done by RUS"),
        ({"type": "attack", "background": True}, "it is news"),
    ],
)
def test_a_silent_rule_says_what_is_there_and_what_it_needs(asked: dict[str, Any], said: str) -> None:
    assert lacking(asked, facts()) == [said]


def test_of_several_counts_the_nearest_is_told() -> None:
    counts = [{"what": "killed", "n": 2}, {"what": "drones", "n": 95}]
    asked = {"counts": [{"what": "killed", "min": 10}, {"what": "drones", "min": 100}]}
    assert lacking(asked, facts(counts=counts)) == ["drones 95, needs at least 100"]


@pytest.mark.parametrize(("n", "rings"), [([90, 100], True), ([None, 150], True), (99, False), ([24, 99], False)])
def test_what_is_possible_meets_a_minimum_that_asks_for_no_more(n: Any, rings: bool) -> None:
    of = facts(counts=[{"what": "drones", "n": n}])
    assert (met({"counts": {"what": "drones", "min": 100, "possible": True}}, of) is not None) == rings
    assert met({"counts": {"what": "drones", "min": 100}}, of) is None


def test_a_count_of_a_side_asks_for_that_side() -> None:
    of = facts(counts=[{"what": "killed", "n": 4, "of": "UKR"}, {"what": "killed", "n": 7, "of": "RUS"}])
    assert met({"counts": {"what": "killed", "of": "UKR", "min": 4}}, of) is not None
    assert met({"counts": {"what": "killed", "of": "UKR", "min": 5}}, of) is None
    assert met({"counts": {"what": "killed", "of": ["UKR", "RUS"], "min": 11}}, of) is not None
    assert met({"counts": {"what": "killed", "of": "UKR"}}, facts(counts=[{"what": "killed", "n": 4}])) is None


def test_words_of_the_article_count_where_a_rule_looks_there() -> None:
    of = facts(a_page("Strike on Kharkiv\n\nTwelve died.\n\nGrain exports go on."))
    assert met({"keywords": ["grain exports"]}, of) is None
    found = met({"keywords": {"any": ["grain exports"], "in": "article"}}, of)
    assert found == ('somewhere the article says "grain exports"',)
    assert met({"type": "attack", "keywords": {"not": ["exports"], "in": "article"}}, of) is None


def test_sources_are_who_published_and_whom_the_article_names() -> None:
    of = facts(a_page(publisher={"name": "Example Times"}), source="UKR")
    assert met({"type": "attack", "sources": "example times"}, of) == ("type is attack", "published by Example Times")
    assert met({"type": "attack", "sources": {"claim": "UKR"}}, of) is not None
    assert met({"type": "attack", "sources": {"publisher": "Example Times", "claim": "RUS"}}, of) is None


def test_of_alternatives_the_first_that_is_met_gives_the_reason() -> None:
    asked = {"type": "attack", "any": [{"by": "UKR"}, {"to": "UKR", "places": "Kharkiv"}]}
    assert met(asked, facts()) == ("type is attack", "done to UKR, place is Kharkiv")


def test_a_rule_holds_where_and_only_where_it_has_reasons() -> None:
    for asked in ({"type": "attack"}, {"type": "clash"}, {"all": [{"by": "RUS"}, {"not": {"to": "UKR"}}]}):
        match = Match.model_validate(asked)
        assert holds(match, facts()) == (reasons(match, facts()) is not None)
