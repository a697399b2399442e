"""The breaker stops at exactly the limits that it was given."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.errors import Overwhelmed
from tocsin.kafka.breaker import Breaker


def stops_at(history: list[bool], **limits: Any) -> int | None:
    """Return the number of the message at which the breaker stops, counted from 0."""
    breaker = Breaker(**({"in_a_row": 0, "window": 0, "share": 0.5} | limits))
    for number, bad in enumerate(history):
        try:
            breaker.count(["no JSON" if bad else None])
        except Overwhelmed:
            return number
    return None


def test_a_row_of_bad_ones_stops_and_a_good_one_between_does_not() -> None:
    assert stops_at([True] * 3, in_a_row=3) == 2
    assert stops_at([True, True, False] * 100, in_a_row=3) is None


def test_more_than_the_share_of_a_full_window_stops() -> None:
    assert stops_at([True, False] * 50, window=10) is None
    assert stops_at([False, True, True] * 50, window=10) == 9


def test_a_window_that_is_not_full_says_nothing() -> None:
    assert stops_at([True] * 9, window=10) is None


def test_limits_of_nought_are_switched_off() -> None:
    assert stops_at([True] * 10_000) is None


def test_the_error_names_the_setting_and_the_last_reason() -> None:
    with pytest.raises(Overwhelmed, match=r"the last because: too old.*TOCSIN_BREAKER_IN_A_ROW"):
        Breaker(in_a_row=2, window=0, share=0.5).count(["not JSON", "too old"])


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 12), st.integers(1, 12), st.floats(0.1, 1))
def test_it_stops_where_counting_by_hand_stops(history: list[bool], row: int, window: int, share: float) -> None:
    def over(number: int) -> bool:
        seen = history[: number + 1]
        in_a_row = len(seen) >= row and all(seen[-row:])
        last = seen[-window:]
        return in_a_row or (len(last) == window and sum(last) > share * window)

    by_hand = next((number for number in range(len(history)) if over(number)), None)
    assert stops_at(history, in_a_row=row, window=window, share=share) == by_hand
