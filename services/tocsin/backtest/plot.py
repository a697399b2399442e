"""Counts by day -> bars with their places in a drawing, ready for a template to write as SVG."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.delivery.wording import day_text

_STEPS = (1, 7, 28, 91, 364)  # days in one bar: a day, a week, and about a month, a quarter and a year
_STEP_NAMES = {1: "day", 7: "week", 28: "four weeks", 91: "quarter", 364: "year"}
_WIDTH, _HEIGHT = 720.0, 150.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 8.0, 10.0, 24.0
_MOST_BARS = 120
_MOST_LABELS = 6
_GAP = 0.18  # of a bar's room
_WIDEST = 28.0  # of a bar: a few days must not look like a wall


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in the units of the drawing: its upper left corner and size. ``title`` says it in words."""

    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at a place of an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing of bars over days. ``step`` says how long a time one bar is."""

    width: float
    height: float
    left: float
    base: float
    bars: tuple[Bar, ...]
    rows: tuple[Mark, ...]
    columns: tuple[Mark, ...]
    step: str
    label: str


@dataclass(frozen=True, slots=True)
class Bin:
    """How many in the days from ``first`` to ``last``, both included."""

    first: date
    last: date
    many: int


def bins(by_day: Mapping[date | None, int], days: tuple[date, date], at_most: int) -> tuple[Bin, ...]:
    """Return the counts of the days from the first to the last, by day or by longer steps so that few bars do.

    All steps are equally long; the last may reach beyond the last day. What is undated is left out.
    """
    first, last = days
    step = step_of(days, at_most)
    many = [0] * ((last - first).days // step + 1)
    for day, count in by_day.items():
        if day is not None:
            many[(day - first).days // step] += count
    begins = [first + timedelta(number * step) for number in range(len(many))]
    return tuple(
        # What is past the last day may be past the end of the calendar too.
        Bin(begin, begin + min(timedelta(step - 1), last - begin), count)
        for begin, count in zip(begins, many, strict=True)
    )


def step_of(days: tuple[date, date], at_most: int) -> int:
    """Return how many days one bar is, so that there are at most so many bars."""
    span = (days[1] - days[0]).days + 1
    return next((step for step in _STEPS if span <= step * at_most), -(-span // at_most))


def plot(by_day: Mapping[date | None, int], days: tuple[date, date], *, what: str) -> Plot:
    """Return the drawing of counts over the days from the first to the last.

    Args:
        by_day: How many on each day; None stands for undated, which is left out.
        days: The first and last day of the axis; none of ``by_day`` is outside.
        what: What is counted, in the plural: "rings".
    """
    found = bins(by_day, days, _MOST_BARS)
    step = step_of(days, _MOST_BARS)
    top, row_step = _scale(max(one.many for one in found))
    base = _HEIGHT - _BOTTOM
    room = (_WIDTH - _LEFT - _RIGHT) / len(found)
    unit = (base - _TOP) / top
    wide = min(room * (1 - _GAP), _WIDEST)
    bars = _bars(found, left=_LEFT, base=base, room=room, wide=wide, unit=unit)
    rows = tuple(Mark(round(base - value * unit, 2), f"{value:,}") for value in range(0, top + 1, row_step))
    every = -(-len(found) // _MOST_LABELS)
    columns = tuple(
        Mark(round(_LEFT + (number + 0.5) * room, 2), day_text(found[number].first))
        for number in range(0, len(found), every)
    )
    name = _STEP_NAMES.get(step, f"{step} days")
    return Plot(_WIDTH, _HEIGHT, _LEFT, base, bars, rows, columns, name, _label(found, what, name))


def sparkline(by_day: Mapping[date | None, int], days: tuple[date, date], *, width: int, height: int) -> Plot:
    """Return a drawing of the size of a word: bars and a line to stand on, no axis."""
    found = bins(by_day, days, width // 2)
    most = max(1, *(one.many for one in found)) if found else 1
    room = width / len(found)
    wide = min(room * (1 - _GAP), height / 2)
    bars = _bars(found, left=0, base=height, room=room, wide=wide, unit=height / most)
    return Plot(width, height, 0, height, bars, (), (), "", _label(found, "rings", "step"))


def _bars(
    found: tuple[Bin, ...], *, left: float, base: float, room: float, wide: float, unit: float
) -> tuple[Bar, ...]:
    """Return a bar for each bin that has any, in the middle of its room; one counted thing is ``unit`` high."""
    return tuple(
        Bar(
            x=round(left + (number + 0.5) * room - wide / 2, 2),
            y=round(base - one.many * unit, 2),
            width=round(wide, 2),
            height=round(one.many * unit, 2),
            title=f"{_when(one)}: {one.many:,}",
        )
        for number, one in enumerate(found)
        if one.many
    )


def _scale(most: int) -> tuple[int, int]:
    """Return the top of the axis and the distance of its marks: three to five of 1, 2 or 5 times a power of ten."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if most <= 4 * step:
                return max(1, -(-most // step)) * step, step
        power *= 10


def _when(one: Bin) -> str:
    return day_text(one.first) if one.first == one.last else f"{day_text(one.first)} to {day_text(one.last)}"


def _label(found: tuple[Bin, ...], what: str, step: str) -> str:
    total = sum(one.many for one in found)
    most = max(found, key=lambda one: one.many)
    if not total:
        return f"no {what} from {day_text(found[0].first)} to {day_text(found[-1].last)}"
    return f"{total:,} {what}, by {step}; most on {_when(most)}: {most.many:,}"
