"""What a rate promises, whatever comes when."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOON
from tocsin.stories.flood import HOUR, Admission, Held, Rings, Window, admit

gaps = st.lists(st.integers(min_value=0, max_value=5000), max_size=60)  # seconds
rates = st.integers(min_value=1, max_value=6)
skews = st.lists(st.integers(min_value=-30, max_value=30), min_size=60, max_size=60)  # seconds between two clocks


@dataclass(frozen=True)
class Told:
    """One alert, when it came, and what became of it."""

    at: datetime
    admission: Admission


def moments(gaps_s: Sequence[int]) -> list[datetime]:
    at, found = NOON, []
    for gap in gaps_s:
        at += timedelta(seconds=gap)
        found.append(at)
    return found


def run(times: Sequence[datetime], rate: int | None) -> list[Told]:
    window: Window | None = None
    told = []
    for at in times:
        admission = admit(window, rate, at)
        if isinstance(admission, Rings):
            window = admission.window
        told.append(Told(at, admission))
    return told


@given(gaps, rates, skews)
def test_no_window_rings_more_than_its_rate_even_on_clocks_that_differ(
    gaps_s: list[int], rate: int, skews_s: list[int]
) -> None:
    times = [at + timedelta(seconds=skew) for at, skew in zip(moments(gaps_s), skews_s, strict=False)]
    windows = [one.admission.window for one in run(times, rate) if isinstance(one.admission, Rings)]
    rung = Counter(window.began for window in windows if window)
    assert all(count <= rate for count in rung.values())
    begins = sorted(rung)
    assert all(later - earlier >= HOUR for earlier, later in pairwise(begins))


@given(gaps, rates)
def test_every_alert_rings_or_is_held_and_what_is_held_comes_after_the_last_of_its_window(
    gaps_s: list[int], rate: int
) -> None:
    last_told: set[datetime] = set()
    for one in run(moments(gaps_s), rate):
        match one.admission:
            case Held(since=since, until=until):
                assert since in last_told
                assert since <= one.at < until
            case Rings(window=window, last=last):
                assert window is not None
                assert window.began not in last_told
                if last:
                    last_told.add(window.began)


@given(gaps, rates)
def test_what_is_held_is_exactly_what_came_above_the_rate(gaps_s: list[int], rate: int) -> None:
    told = run(moments(gaps_s), rate)
    came: Counter[datetime] = Counter()
    held: Counter[datetime] = Counter()
    for one in told:
        match one.admission:
            case Held(since=since):
                came[since] += 1
                held[since] += 1
            case Rings(window=window):
                assert window is not None
                came[window.began] += 1
    assert held == Counter({began: count - rate for began, count in came.items() if count > rate})


@given(st.lists(st.integers(min_value=0, max_value=1), max_size=12).flatmap(st.permutations), rates)
def test_how_many_ring_does_not_depend_on_the_order_within_a_moment(order: list[int], rate: int) -> None:
    """A batch has one time; its alerts, of two rules here, may come in any order."""
    held = Counter[int]()
    windows: dict[int, Window | None] = {}
    for rule in order:
        admission = admit(windows.get(rule), rate, NOON)
        if isinstance(admission, Rings):
            windows[rule] = admission.window
        else:
            held[rule] += 1
    assert held == Counter({rule: order.count(rule) - rate for rule in set(order) if order.count(rule) > rate})


@given(gaps)
def test_a_rule_without_a_rate_is_never_held(gaps_s: list[int]) -> None:
    assert all(isinstance(one.admission, Rings) and not one.admission.last for one in run(moments(gaps_s), None))
