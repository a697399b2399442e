"""How annotated and found events are paired and counted."""

from typing import Any

import pytest
from benchmarks.event_scores import Tally, pairs, score

TEXT = "Raiders struck Alpha. The two sides met in Beta. Raiders struck Gamma."
ALPHA, BETA, GAMMA = "Raiders struck Alpha.", "The two sides met in Beta.", "Raiders struck Gamma."


def event(event_type: str, evidence: str, **given: Any) -> dict[str, Any]:
    return {"type": event_type, "status": "happened", "background": False, "evidence": [evidence]} | given


def test_f1_is_the_harmonic_mean_and_zero_of_nothing() -> None:
    tally = Tally(told=4, found=2, right=2)
    assert (tally.precision, tally.recall) == (1.0, 0.5)
    assert tally.f1 == pytest.approx(2 / 3)
    assert Tally().f1 == Tally().precision == Tally().recall == 0.0


def test_events_pair_only_where_type_and_evidence_meet() -> None:
    told = [event("attack", ALPHA)]
    assert len(pairs(told, [event("attack", ALPHA)], TEXT)) == 1
    assert pairs(told, [event("talks", ALPHA)], TEXT) == []
    assert pairs(told, [event("attack", GAMMA)], TEXT) == []


def test_evidence_that_is_not_in_the_text_pairs_with_nothing() -> None:
    assert pairs([event("attack", ALPHA)], [event("attack", "Raiders struck Delta.")], TEXT) == []


def test_each_event_is_in_one_pair() -> None:
    scores = score([(TEXT, [event("attack", ALPHA)], [event("attack", ALPHA), event("attack", ALPHA)])])
    assert (scores.events.told, scores.events.found, scores.events.right) == (1, 2, 1)


def test_of_two_candidates_the_more_alike_is_paired() -> None:
    other, same = event("attack", ALPHA, status="denied"), event("attack", ALPHA, country="UKR")
    assert pairs([event("attack", ALPHA, country="UKR")], [other, same], TEXT)[0][1] is same


def test_details_are_counted_over_pairs_only() -> None:
    told = [event("attack", ALPHA, by=["RUS"], subtype="drone"), event("talks", BETA, **{"with": ["RUS", "UKR"]})]
    found = [event("attack", ALPHA, by=["rus"], subtype="missile", status="planned")]
    scores = score([(TEXT, told, found)])
    assert scores.sets["roles"] == Tally(1, 1, 1)
    assert scores.share("subtype") == 0.0
    assert scores.share("status") == 0.0
    assert scores.share("background") == 1.0


def test_a_number_and_equal_bounds_are_one_count() -> None:
    one, same, other = (event("attack", ALPHA, counts=[{"what": "killed", "n": n}]) for n in (5, [5, 5], [5, None]))
    assert score([(TEXT, [one], [same])]).sets["counts"].right == 1
    assert score([(TEXT, [one], [other])]).sets["counts"].right == 0


def test_alert_questions_are_asked_of_whole_texts() -> None:
    scores = score([(TEXT, [event("attack", ALPHA)], [event("attack", GAMMA), event("talks", BETA)])])
    assert scores.questions["attack"] == Tally(1, 1, 1)
    assert scores.questions["new talks"] == Tally(0, 1, 0)
