"""Tests of what a rule says of each event: what is met, what not, and how near it was."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.builders import a_page, an_event
from tocsin.cli.judgement import Judgement, judged, kept_silent_by, nearest_first
from tocsin.matching.rule import Rule


def a_rule(**given: Any) -> Rule:
    values = {"id": "a-rule", "title": "A rule", "severity": "high", "why": "To see.", "match": {"type": "attack"}}
    return Rule.model_validate(values | given)


def verdict(rule: Rule, **event: Any) -> Judgement:
    return judged(rule, [an_event(**event)], a_page())[0]


def drones(number: int) -> list[dict[str, Any]]:
    return [{"what": "drones", "n": number}]


def test_a_threshold_that_is_not_reached_says_how_near_it_was() -> None:
    found = verdict(a_rule(match={"type": "attack", "counts": {"what": "drones", "min": 100}}), counts=drones(95))
    assert not found.rings
    assert found.lacking() == ("drones 95, needs at least 100",)
    assert found.unmet[0].near == pytest.approx(0.95)


def test_the_nearest_event_comes_first() -> None:
    rule = a_rule(match={"type": "attack", "countries": "UKR", "counts": {"what": "drones", "min": 100}})
    events = [
        an_event(type="talks", counts=drones(200)),
        an_event(counts=drones(200), country="SDN", by=["SDN"], to=["SDN"]),
        an_event(counts=drones(95)),
        an_event(counts=drones(40)),
        an_event(counts=drones(120)),
    ]
    order = [found.number for found in nearest_first(judged(rule, events, a_page()))]
    assert order == [4, 2, 3, 1, 0]


def test_conditions_inside_others_are_told_one_by_one() -> None:
    rule = a_rule(match={"type": "attack", "all": [{"by": "RUS"}, {"any": [{"by": "IRN"}, {"places": "Odesa"}]}]})
    found = verdict(rule)
    assert [one.said for one in found.met] == ["type is attack", "done by RUS"]
    assert len(found.unmet) == 1


def test_a_further_condition_shows_the_values_that_it_asked_for() -> None:
    found = verdict(a_rule(when='event.confidence > 0.9 && event.place == "Odesa"'), confidence=0.5)
    assert found.when is not None
    assert not found.rings
    assert dict(found.when.values) == {"event.confidence": 0.5, "event.place": "Kharkiv"}
    assert found.lacking()[0].endswith('does not hold: event.confidence = 0.5, event.place = "Kharkiv"')


def test_a_further_condition_that_fails_while_it_runs_says_so() -> None:
    found = verdict(a_rule(when='event.counts["drones"] > 1'))
    assert found.when is not None
    assert "failed" in found.when.said
    assert not found.rings


def test_a_long_value_is_cut_where_it_is_said() -> None:
    found = verdict(a_rule(when="size(event.evidence) > 5"), evidence=["x" * 5_000])
    assert len(found.lacking()[0]) < 300


def test_a_disabled_or_expired_rule_says_that_it_rings_for_nothing() -> None:
    now = datetime(2026, 2, 6, tzinfo=UTC)
    assert kept_silent_by(a_rule(), now) is None
    assert "disabled" in str(kept_silent_by(a_rule(enabled=False), now))
    assert "expired on 2026-02-05" in str(kept_silent_by(a_rule(expires="2026-02-05"), now))
    assert kept_silent_by(a_rule(expires="2026-02-06"), now) is None
