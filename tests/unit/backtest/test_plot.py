from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.backtest.plot import bins, plot, sparkline, step_of

FIRST = date(2026, 1, 1)
COUNTS = st.dictionaries(st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(1, 2_000), min_size=1)


def days_of(by_day) -> tuple[date, date]:
    dated = [day for day in by_day if day is not None]
    return (min(dated), max(dated)) if dated else (FIRST, FIRST)


@given(COUNTS, st.integers(1, 120))
def test_the_bars_hold_every_dated_count_and_are_few(by_day, at_most) -> None:
    found = bins(by_day, days_of(by_day), at_most)
    assert len(found) <= at_most
    assert sum(one.many for one in found) == sum(many for day, many in by_day.items() if day is not None)


@given(COUNTS)
def test_everything_is_drawn_inside_the_drawing(by_day) -> None:
    for drawn in (
        plot(by_day, days_of(by_day), what="rings"),
        sparkline(by_day, days_of(by_day), width=132, height=22),
    ):
        for bar in drawn.bars:
            assert bar.x >= 0
            assert bar.x + bar.width <= drawn.width + 0.1
            assert bar.y >= -0.1
            assert bar.y + bar.height == pytest.approx(drawn.base, abs=0.1)


@given(COUNTS)
def test_the_axis_has_few_marks_and_reaches_the_highest_bar(by_day) -> None:
    drawn = plot(by_day, days_of(by_day), what="rings")
    assert 2 <= len(drawn.rows) <= 5
    assert 1 <= len(drawn.columns) <= 6
    top = min(row.at for row in drawn.rows)
    assert all(bar.y >= top - 0.1 for bar in drawn.bars)


@pytest.mark.parametrize("first", [date(9999, 12, 1), date(9000, 1, 1), date.min])
def test_what_happens_at_the_end_of_the_calendar_is_drawn(first) -> None:
    by_day, days = {first: 1, date.max: 2}, (first, date.max)
    assert len(plot(by_day, days, what="rings").bars) == 2
    assert len(sparkline(by_day, days, width=132, height=22).bars) == 2


@pytest.mark.parametrize(("span", "step"), [(1, 1), (120, 1), (121, 7), (840, 7), (841, 28), (20_000, 364)])
def test_a_longer_time_has_longer_steps(span, step) -> None:
    assert step_of((FIRST, FIRST + timedelta(span - 1)), 120) == step


def test_a_drawing_says_in_words_what_it_shows() -> None:
    drawn = plot(Counter({FIRST: 2, FIRST + timedelta(3): 1}), (FIRST, FIRST + timedelta(4)), what="rings")
    assert drawn.label == "3 rings, by day; most on 1 Jan 2026: 2"
    assert [bar.title for bar in drawn.bars] == ["1 Jan 2026: 2", "4 Jan 2026: 1"]
