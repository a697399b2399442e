"""A time expression that a pattern found -> the days that it means."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.extraction import calendar_words as cal

Match = re.Match[str]
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|of|until|by|during|from|through|between|before|after|last|next|this) $", re.IGNORECASE
)
_DAY_BEFORE = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? (?:of )?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """The days that an expression spans, and whether its own words point ahead (True), back (False) or neither."""

    first: date | None
    last: date | None
    future: bool | None = None
    vague: bool = False


def _day(day: date | None, *, future: bool | None = None) -> Reading | None:
    return Reading(day, day, future) if day else None


def read_day_of_month(found: Match, day: date, future: bool) -> Reading | None:
    """Read "November 14", "19-20 November", "Feb. 3, 2026"."""
    if not found["month"][0].isupper():
        return None
    group = found.groupdict()
    month = cal.month_number(group["month"])
    first, last = int(group["first"]), int(group["last"] or group["first"])
    if group["year"]:
        begin = cal.safe_date(int(group["year"]), month, first)
        return _span(begin, cal.safe_date(int(group["year"]), month, last), day)
    end = cal.nearest_year(day, month, last, future=future)
    if end is None:
        return None
    near = cal.safe_date(day.year, month, first)
    if not future and near and 0 < (near - day).days <= 1:
        return Reading(near, near, True)  # published across midnight
    return _between(cal.safe_date(end.year, month, first), end)


def _between(first: date | None, last: date | None) -> Reading | None:
    if first is None or last is None:
        return None
    return Reading(min(first, last), max(first, last))


def _span(first: date | None, last: date | None, day: date) -> Reading | None:
    if first is None or last is None or last < first:
        return None
    return Reading(first, last, future=first > day)


def read_iso(found: Match, day: date, _future: bool) -> Reading | None:
    """Read "2026-02-05"."""
    exact = cal.safe_date(int(found["year"]), int(found["month"]), int(found["day"]))
    return _span(exact, exact, day)


def _is_month(found: Match) -> bool:
    """Whether it is a month at all: "may" and "march" are verbs, "May" opens questions."""
    if not found["month"][0].isupper():
        return False
    before = found.string[max(0, found.start() - 12) : found.start()]
    if _DAY_BEFORE.search(before):
        return False  # "30 February"
    alone = found[0] == found["month"] and found["month"] in {"May", "March", "Jan", "Mar", "Jun"}
    return not alone or _BEFORE_MONTH.search(before) is not None


def read_month(found: Match, day: date, future: bool) -> Reading | None:
    """Read "March 2025", "late March", "February last year": the whole month or its third."""
    group = found.groupdict()
    if not _is_month(found):
        return None
    month = cal.month_number(group["month"])
    relative = (group["relative"] or "").lower()
    if group["year"]:
        year = int(group["year"])
    elif relative:
        year = day.year + {"last": -1, "this": 0, "next": 1}[relative.split(" ")[0]]
    else:
        year = day.year + (1 if future and month < day.month else -1 if not future and month > day.month else 0)
    first, last = cal.whole_month(year, month)
    if group["part"]:
        begin, end = cal.PART_OF_MONTH[group["part"].lower()]
        first, last = first.replace(day=begin), first.replace(day=min(end, last.day))
    told = bool(group["year"] or relative)
    return Reading(first, last, future=(first > day if told else None), vague=True)


def read_year(found: Match, day: date, _future: bool) -> Reading | None:
    """Read "2022", "late 2021", "summer of 2023", "2014 to 2022"."""
    year = int(found["year"])
    first, last = cal.whole_year(year)
    group = found.groupdict()
    if group.get("part"):
        part = {"last": "late", "first": "early"}.get(found["part"].lower().split()[0], found["part"].lower())
        begin, end = cal.PART_OF_YEAR[part]
        first, last = cal.whole_month(year, begin)[0], cal.whole_month(year, end)[1]
    if group.get("season"):
        begin, end = cal.SEASONS[found["season"].lower()]
        first, last = cal.whole_month(year, begin)[0], cal.whole_month(year, end + (12 if end < begin else 0))[1]
    if group.get("last"):
        last = cal.whole_year(int(found["last"]))[1]
    return Reading(first, last, future=first > day, vague=True) if last >= first else None


def read_weekday(found: Match, day: date, future: bool) -> Reading | None:
    """Read "Thursday", "last Friday", "Saturday night into Sunday"."""
    group = found.groupdict()
    which = (group["which"] or "").lower()
    ahead = future or which in {"next", "coming", "this coming", "upcoming"}
    weekday = cal.WEEKDAYS[group["day"].lower()]
    first = cal.nearest_weekday(day, weekday, future=ahead)
    if which in {"last", "previous", "past"} and first == day:
        first -= timedelta(weeks=1)
    if which == "next" and first == day:
        first += timedelta(weeks=1)
    last = first
    if group["second"]:
        last = cal.nearest_weekday(first, cal.WEEKDAYS[group["second"].lower()], future=True)
        if not ahead and last > day:
            first, last = first - timedelta(weeks=1), last - timedelta(weeks=1)
    pointing = None if not which or which == "this" else ahead
    return Reading(first, last, future=pointing)


FIXED = {
    "today": (0, None), "tonight": (0, None), "this morning": (0, None), "this afternoon": (0, None),
    "this evening": (0, None), "overnight": (0, None), "yesterday": (-1, False), "last night": (-1, False),
    "tomorrow": (1, True), "day before yesterday": (-2, False), "day after tomorrow": (2, True),
    "the previous day": (-1, False), "the day before": (-1, False), "a day earlier": (-1, False),
    "one day earlier": (-1, False), "the next day": (1, None), "the following day": (1, None),
}  # fmt: skip
"""Days from the day of publication."""


def read_fixed(found: Match, day: date, _future: bool) -> Reading | None:
    """Read "yesterday", "overnight" and their like."""
    days, pointing = FIXED[found["words"].lower()]
    return _day(day + timedelta(days=days), future=pointing)


def read_period(found: Match, day: date, future: bool) -> Reading | None:
    """Read "last week", "this month", "earlier this year", "next weekend"."""
    which, unit = found["which"].lower(), found["unit"].lower()
    shift = -1 if which in {"last", "previous"} else 1 if which in {"next", "coming", "upcoming"} else 0
    if unit == "weekend":
        first, last = cal.weekend(day, future=future or shift > 0)
        if shift < 0 and last >= day:
            first, last = first - timedelta(weeks=1), last - timedelta(weeks=1)
        return Reading(first, last, future=None if not shift else shift > 0)
    first, last = _period(day, unit, shift)
    if shift:
        return Reading(first, last, future=shift > 0, vague=True)
    told = (found["told"] or "").lower()
    if told in {"earlier", "early"}:
        return Reading(first, max(first, day - timedelta(days=1)), future=False, vague=True)
    if told == "later" or future or first > day:
        return Reading(max(first, day), last, future=True if told else None, vague=True)
    return Reading(first, day, future=None, vague=True)


def _period(day: date, unit: str, shift: int) -> tuple[date, date]:
    match unit:
        case "week":
            return cal.whole_week(day, shift)
        case "month":
            return cal.whole_month(day.year, day.month + shift)
        case "quarter":
            month = 3 * ((day.month - 1) // 3) + 1 + 3 * shift
            return cal.whole_month(day.year, month)[0], cal.whole_month(day.year, month + 2)[1]
        case "year":
            return cal.whole_year(day.year + shift)
        case season:
            begin, end = cal.SEASONS[season]
            # In January "this winter" is the one that began in the year before.
            year = day.year + shift - (1 if end < begin and day.month <= end else 0)
            return cal.whole_month(year, begin)[0], cal.whole_month(year, end + (12 if end < begin else 0))[1]


def read_ago(found: Match, day: date, _future: bool) -> Reading | None:
    """Read "three days ago", "two weeks ago"."""
    n, unit = cal.number(found["n"]), found["unit"].lower()
    if n == 0:
        return None
    return _far(day, -n, unit)


def read_ahead(found: Match, day: date, _future: bool) -> Reading | None:
    """Read "in two weeks' time"."""
    n, unit = cal.number(found["n"]), found["unit"].lower()
    return _far(day, n, unit) if n else None


def _far(day: date, n: int, unit: str) -> Reading | None:
    """Return the day, or the whole week, month or year, that lies ``n`` units away."""
    ahead = n > 0
    if not 1 < day.year + n < 9999:
        return None
    match unit:
        case "day":
            return _day(day + timedelta(days=n), future=ahead)
        case "hour":
            moved = day + timedelta(days=n // 24 if ahead else -(-n // 24))
            return Reading(min(day, moved), max(day, moved), future=ahead)
        case "week":
            return Reading(*cal.whole_week(day, n), future=ahead, vague=True)
        case "month":
            return Reading(*cal.whole_month(day.year, day.month + n), future=ahead, vague=True)
        case _:
            return Reading(*cal.whole_year(day.year + n), future=ahead, vague=True)


def read_window(found: Match, day: date, _future: bool) -> Reading | None:
    """Read "in the past two weeks", "over the next 48 hours", "within days"."""
    n = cal.number(found["n"].strip()) if found["n"] else 1
    days = {"hour": 1, "day": 1, "week": 7, "month": 30, "year": 365}[found["unit"].lower()]
    length = timedelta(days=max(1, n // 24) if found["unit"].lower() == "hour" else n * days)
    if found["unit"].lower() == "month":
        return _months_around(day, n if found["which"].lower() in {"next", "coming", "within"} else -n)
    if n == 0 or length.days >= (day - date.min).days:
        return None
    if found["which"].lower() in {"past", "last"}:
        return Reading(day - length, day, future=False, vague=True)
    return Reading(day, day + length, future=True, vague=True)


def _months_around(day: date, months: int) -> Reading:
    """Return the months from or until ``day``, to the same day of the month where it exists."""
    first, last = cal.whole_month(day.year, day.month + months)
    other = first.replace(day=min(day.day, last.day))
    return Reading(min(day, other), max(day, other), future=months > 0, vague=True)


def read_soon(_found: Match, day: date, _future: bool) -> Reading | None:
    """Read "in the coming days": from now on, without an end."""
    return Reading(day, None, future=True, vague=True)


def read_holiday(found: Match, day: date, future: bool) -> Reading | None:
    """Read "Christmas Eve" and its like."""
    month, of_month = {
        "christmas day": (12, 25), "christmas eve": (12, 24), "christmas": (12, 25), "boxing day": (12, 26),
        "new year's eve": (12, 31), "new year's day": (1, 1),
    }[found["name"].lower()]  # fmt: skip
    return _day(cal.nearest_year(day, month, of_month, future=future))
