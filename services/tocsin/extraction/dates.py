"""Time words -> days, counted from the day on which the article was published."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class When:
    """One time expression in the text, at ``[start, end)`` in code points.

    ``first`` and ``last`` are the days that it spans, both included, None where that side is open. ``future`` says
    whether the words themselves point ahead ("tomorrow", "next week": True) or back ("last month", "ago": False);
    None where the verb of the clause decides ("on Thursday"): see ``resolve``. ``vague`` is true where the words
    give a period rather than a day ("earlier this month", "since 2022").
    """

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    future: bool | None
    vague: bool


def find_dates(text: str, day: date) -> tuple[When, ...]:
    """Return the time expressions of a text published on ``day``, in order, the past preferred."""
    return ()


def resolve(when: When, day: date, *, future: bool) -> When:
    """Return ``when`` as it is meant in a clause about the future or the past: "on Thursday" -> the next or the last."""
    return when
