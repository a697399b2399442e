from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from tests.unit.matching.test_rulebook import a_rule
from tocsin.domain.event import Status
from tocsin.matching.condition import DEEPEST, Match
from tocsin.matching.rule import MOST_KEYWORDS, Rule, SubscriberRule


def a_match(**asked: Any) -> Match:
    return Match.model_validate(asked)


def test_without_a_word_about_it_a_rule_asks_for_news_that_happened() -> None:
    match = a_match(type="attack")
    assert (match.status, match.background) == ((Status.HAPPENED,), False)


def test_a_status_anywhere_inside_takes_the_default_away() -> None:
    assert a_match(type="attack", **{"not": {"status": "denied"}}).status == ()
    assert a_match(type="attack", any=[{"background": True}, {"to": "UKR"}]).background is None


def test_a_group_stands_for_its_states_in_any_case() -> None:
    match = a_match(countries="baltic STATES")
    assert match.countries == ("Baltic states",)
    assert match.states == {"EST", "LVA", "LTU"}


def test_an_organisation_is_itself_among_actors_and_its_members_are_its_states() -> None:
    assert a_match(by="NATO").role("by") == {"nato"}
    assert {"pol", "usa"} <= a_match(by="NATO members").role("by")
    assert "egy" in a_match(to="Middle East").role("to")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "would ring for everything"),
        ({"status": "planned", "confidence": 0.5}, "would ring for everything"),
        ({"countries": "Middel East"}, "did you mean Middle East?"),
        ({"countries": "Ukraine"}, "write UKR"),
        ({"type": "attack", "any": []}, "empty list"),
        ({"type": "attack", "all": [{}]}, "asks for nothing"),
        ({"type": "attack", "background": "maybe"}, "must be false"),
        ({"type": "attack", "confidence": 2}, "from 0 to 1"),
        ({"keywords": {"in": "article"}}, "asks for no word"),
        ({"keywords": {"any": ["Drone"], "not": ["drone"]}}, "both wanted and refused"),
        ({"type": "attack", "sources": {}}, "asks for nobody"),
        ({"counts": {"what": "killed", "possible": True}}, "goes with a min"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_would_be_right(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Match.model_validate(asked)


def test_conditions_nest_only_so_deep() -> None:
    asked: dict[str, Any] = {"type": "attack"}
    for _ in range(DEEPEST):
        asked = {"any": [asked]}
    assert a_match(**asked).depth == DEEPEST
    with pytest.raises(ValidationError, match="the limit is 4"):
        a_match(any=[asked])


def test_a_rule_rings_until_the_end_of_its_last_day() -> None:
    rule = a_rule(expires="2026-02-06")
    assert rule.is_live(datetime(2026, 2, 6, 23, 59, tzinfo=UTC))
    assert not rule.is_live(datetime(2026, 2, 7, 0, 0, tzinfo=UTC))
    assert not a_rule(enabled=False).is_live(datetime(2026, 2, 6, tzinfo=UTC))


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="must be a day such as"):
        a_rule(expires="next week")


def a_subscribers_rule(**given: Any) -> Rule:
    values = {"id": "mine", "title": "Mine", "severity": "low", "why": "I want it.", "match": {"type": "attack"}}
    return SubscriberRule.model_validate(values | given)


def test_a_subscribers_rule_needs_no_examples() -> None:
    assert a_subscribers_rule().trials == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"when": "event.confidence > 0.5"}, "rules in files only"),
        ({"match": {"keywords": [f"word{number}" for number in range(5_000)]}}, f"limit .* is {MOST_KEYWORDS}"),
        ({"match": {"by": [f"group {number}" for number in range(3_000)]}}, "limit .* is 2,000"),
        ({"match": {"any": [{"by": f"group {number}"} for number in range(60)]}}, "limit .* is 50"),
    ],
)
def test_a_subscribers_rule_of_too_much_is_refused_with_the_limit(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        a_subscribers_rule(**given)
