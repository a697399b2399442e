"""What the ten questions ring for."""

from typing import Any

import pytest
from benchmarks.alert_questions import rung_by


def told(event_type: str, **given: Any) -> dict[str, Any]:
    return {"type": event_type, "status": "happened", "background": False, "counts": []} | given


def killed(n: object) -> list[dict[str, Any]]:
    return [{"what": "killed", "n": n, "of": None}]


def test_ten_killed_make_an_attack_large_and_nine_do_not() -> None:
    assert set(rung_by([told("attack", counts=killed(10))])) == {"attack", "large attack"}
    assert set(rung_by([told("attack", counts=killed(9))])) == {"attack"}


def test_bounds_count_by_what_the_text_vouches_for() -> None:
    assert "large attack" in rung_by([told("attack", counts=killed([10, None]))])
    assert "large attack" not in rung_by([told("attack", counts=killed([5, 20]))])
    assert "large attack" in rung_by([told("attack", counts=killed([None, 20]))])


def test_a_clash_rings_only_when_it_is_large() -> None:
    assert rung_by([told("clash", counts=killed(3))]) == {}
    assert set(rung_by([told("clash", counts=killed(30))])) == {"large attack"}


def test_planned_talks_ring_and_a_planned_attack_does_not() -> None:
    assert set(rung_by([told("talks", status="planned")])) == {"new talks"}
    assert rung_by([told("attack", status="planned")]) == {}


@pytest.mark.parametrize("status", ["possible", "denied"])
def test_what_may_be_or_is_denied_rings_nothing(status: str) -> None:
    assert rung_by([told(one, status=status) for one in ("talks", "ceasefire", "sanctions", "release")]) == {}


def test_background_rings_nothing() -> None:
    assert rung_by([told("leadership", background=True)]) == {}


def test_a_disaster_rings_when_somebody_died() -> None:
    assert rung_by([told("disaster")]) == {}
    assert set(rung_by([told("disaster", counts=killed(1))])) == {"deadly disaster"}


def test_the_first_event_that_rings_is_named() -> None:
    past, first, second = (told("leadership", background=True), told("leadership", by=["A"]), told("leadership"))
    assert rung_by([past, first, second])["leadership change"] is first
