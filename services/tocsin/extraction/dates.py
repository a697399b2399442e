"""Time words -> days, counted from the day on which the article was published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import dateparser

from tocsin.extraction.date_readings import Reading
from tocsin.extraction.date_rules import RULES
from tocsin.extraction.gazetteer.matcher import fold


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


_DATE_LOOKING = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\b")
_LONGEST_OPENER = 24
_SINCE = re.compile(r"\b(?P<since>ever since|since|starting|beginning)(?: the| at least)? $", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?P<until>until|till|by|before|no later than)(?: the end of)?(?: the)? $", re.IGNORECASE)
_DEADLINE = re.compile(r"\b(?:until|till|by|no later than)(?: the end of)?(?: the)? $", re.IGNORECASE)
_PAST_ONLY = re.compile(r"\b(?:ago|last|since|earlier|past)\b", re.IGNORECASE)


def _is_deadline(folded: str, start: int) -> bool:
    return _DEADLINE.search(folded[max(0, start - _LONGEST_OPENER) : start]) is not None


def _readings(folded: str, day: date, *, future: bool) -> list[tuple[int, int, Reading]]:
    found = [
        (match.start(), match.end(), reading)
        for rule in RULES
        for match in rule.find(folded)
        if (reading := rule.read(match, day, future or _is_deadline(folded, match.start()))) is not None
    ]
    found.sort(key=lambda item: (item[0], -item[1]))
    kept: list[tuple[int, int, Reading]] = []
    for item in found:
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
        elif item[1] - item[0] > kept[-1][1] - kept[-1][0]:
            kept[-1] = item
    return kept


def _numeric(folded: str, day: date) -> Iterator[tuple[int, int, Reading]]:
    """Yield what only looks like a date: 6.2.2026. These are few, so the slow library may read them."""
    for match in _DATE_LOOKING.finditer(folded):
        settings = {"PREFER_DATES_FROM": "past", "RELATIVE_BASE": datetime.combine(day, time.min), "DATE_ORDER": "DMY"}
        parsed = dateparser.parse(match[0], languages=["en"], settings=settings)
        if parsed is not None:
            yield match.start(), match.end(), Reading(parsed.date(), parsed.date(), future=parsed.date() > day)


def _opened(folded: str, start: int, end: int, reading: Reading, day: date) -> tuple[int, Reading]:
    """Return the expression with the "since" or "until" before it, which opens one of its sides."""
    before = folded[max(0, start - _LONGEST_OPENER) : start]
    since = _SINCE.search(before)
    if since:
        last = day if reading.first and reading.first <= day else reading.last
        return start - len(before) + since.start(), replace(reading, last=last, future=False, vague=True)
    until = _UNTIL.search(before)
    if until and reading.last and reading.last >= day and not _PAST_ONLY.search(folded[start:end]):
        return start - len(before) + until.start(), replace(reading, first=day, future=True, vague=True)
    return start, reading


def _find(text: str, day: date, *, future: bool) -> tuple[When, ...]:
    folded = fold(text)
    own = _readings(folded, day, future=future)
    covered = [(start, end) for start, end, _ in own]
    rest = [
        item for item in _numeric(folded, day) if not any(item[0] < end and start < item[1] for start, end in covered)
    ]
    whens: list[When] = []
    for start, end, reading in sorted((*own, *rest), key=lambda item: item[0]):
        begin, opened = _opened(folded, start, end, reading, day)
        whens.append(
            When(
                begin, end, text[begin:end], opened.first, opened.last, opened.future, opened.vague or _is_long(opened)
            )
        )
    return tuple(whens)


def _is_long(reading: Reading) -> bool:
    return reading.first is None or reading.last is None or (reading.last - reading.first).days > 1


def find_dates(text: str, day: date) -> tuple[When, ...]:
    """Return the time expressions of a text published on ``day``, in order, the past preferred."""
    return _find(text, day, future=False)


def resolve(when: When, day: date, *, future: bool) -> When:
    """Return ``when`` as a clause about the future or the past means it: "on Thursday" -> the next or the last."""
    if when.future is not None:
        return when
    again = _find(when.text, day, future=future)
    if not again:
        return when
    return replace(when, first=again[0].first, last=again[0].last)
