"""Days and spans of the calendar, and the patterns of the words for them."""

import re
from calendar import monthrange
from datetime import date, timedelta

Span = tuple[date | None, date | None]

WEEKDAYS = {name: n for n, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
MONTHS = {
    name: n
    for n, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
SMALL = {
    name: n for n, name in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
SMALL |= {"a": 1, "an": 1, "several": 0, "a few": 0, "a couple of": 2}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
PART_OF_YEAR = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}
"""Which months "late 2021" means. A convention: the last quarter, as "early" is the first."""
PART_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?:\.|(?= ?\d)))"
)
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
DAYTIME = r"(?:(?:early |late )?(?:morning|afternoon|evening|night)|overnight)"
YEAR = r"(?:1[89]|20)\d\d"
NUMBER = (
    rf"(?:\d{{1,3}}|a few|a couple of|{'|'.join(sorted((n for n in SMALL if ' ' not in n), key=len, reverse=True))})"
)


def month_number(name: str) -> int:
    """Return 1-12 for a month's name or short form, with or without a point."""
    return MONTHS[name.lower().rstrip(".")]


def whole_month(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month; months below 1 and above 12 run into the years around."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def whole_year(year: int) -> tuple[date, date]:
    """Return the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def whole_week(day: date, weeks: int = 0) -> tuple[date, date]:
    """Return Monday and Sunday of the week of ``day``, ``weeks`` later."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return monday, monday + timedelta(days=6)


def weekend(day: date, *, future: bool) -> tuple[date, date]:
    """Return the Saturday and Sunday of this weekend: the one that is on, else the next or the last."""
    saturday = whole_week(day)[0] + timedelta(days=5)
    if day.weekday() < WEEKDAYS["saturday"] and not future:
        saturday -= timedelta(weeks=1)
    return saturday, saturday + timedelta(days=1)


def nearest_weekday(day: date, weekday: int, *, future: bool) -> date:
    """Return ``day`` itself if it is that weekday, else the next or the last one."""
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=ahead if future or not ahead else ahead - 7)


def nearest_year(day: date, month: int, of_month: int, *, future: bool) -> date | None:
    """Return the nearest past (or future) day with that month and day of month; None where there is none."""
    years = range(day.year, day.year + 5) if future else range(day.year, day.year - 5, -1)
    for year in years:
        found = safe_date(year, month, of_month)
        if found and (found >= day if future else found <= day):
            return found
    return None


def safe_date(year: int, month: int, of_month: int) -> date | None:
    """Return the day, None where the calendar has none ("31 June")."""
    if not 1 <= month <= 12 or not 1 <= of_month <= monthrange(year, month)[1]:
        return None
    return date(year, month, of_month)


def number(word: str) -> int:
    """Return the value of a number of the pattern NUMBER; 0 for "several" and "a few"."""
    return int(word) if word.isdigit() else SMALL.get(word.lower(), 0)


def words(pattern: str) -> re.Pattern[str]:
    """Return a pattern that ignores case and stands between word boundaries."""
    return re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)
