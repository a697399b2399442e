"""The closed set of time expressions that news uses: a pattern each, and how to read it."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import ahocorasick_rs

from tocsin.extraction import calendar_words as cal
from tocsin.extraction import date_readings as read
from tocsin.extraction.date_readings import Reading

_LEAD, _TAIL = 28, 60
"""How far before and after its keyword an expression reaches, in code points."""
_MOST = 1_000
"""Keywords of one kind that are read of one text; more than any article has, and few enough to bound the time."""


class Rule:
    """One pattern and how to read it. The pattern is tried only near its keywords, which are lower case."""

    def __init__(
        self, keywords: str, pattern: str, read: Callable[[re.Match[str], date, bool], Reading | None]
    ) -> None:
        self._keywords = ahocorasick_rs.AhoCorasick(keywords.split("|"), store_patterns=False)
        self._pattern = cal.words(pattern)
        self.read = read

    def find(self, folded: str) -> Iterator[re.Match[str]]:
        """Yield the matches of the pattern, none if no keyword is in the text."""
        lower = folded.lower()
        reached = 0
        hits = self._keywords.find_matches_as_indexes(lower if len(lower) == len(folded) else folded)
        for _, start, _ in hits[:_MOST]:
            if start < reached:
                continue
            window = max(reached, start - _LEAD)
            found = self._pattern.search(folded, window, min(len(folded), start + _TAIL))
            if found is not None and found.start() <= start:
                reached = found.end()
                yield found


_MONTH_KEYS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec"
)
_DAY_KEYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_YEAR_OF_DATE = rf"(?:,? (?P<year>{cal.YEAR}))?"
_FIRST_LAST = (
    r"(?P<first>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:(?: ?[-/] ?| to | and | through )(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
)
_OF_DAY = rf"(?:(?:{cal.WEEKDAY}|{cal.DAYTIME}),? )?"
_NIGHT = r"(?:(?:on )?the night of )?"
_BEFORE_YEAR = "|".join(
    rf"(?<=\b{word} )"
    for word in "in since of by until till from during before after the his her their its year for and to".split()
)
_WHICH_DAY = r"(?:(?P<which>last|next|this coming|this|coming|upcoming|previous|past) )?"
_TO_DAY = (
    rf"(?:(?: {cal.DAYTIME})?(?: and | into (?:the )?(?:early )?| to |-)(?:early |late )?(?P<second>{cal.WEEKDAY}))?"
)
_SEASONS = "spring|summer|autumn|winter"
_SPANS = "hour|day|week|month|year"

RULES = (
    Rule("-0|-1", rf"(?P<year>{cal.YEAR})-(?P<month>\d\d)-(?P<day>\d\d)", read.read_iso),
    Rule(
        _MONTH_KEYS,
        rf"{_NIGHT}{_OF_DAY}(?P<month>{cal.MONTH}) ?{_FIRST_LAST}(?![\d:%]){_YEAR_OF_DATE}",
        read.read_day_of_month,
    ),
    Rule(
        _MONTH_KEYS,
        rf"{_NIGHT}{_OF_DAY}(?:between )?(?:the )?{_FIRST_LAST} (?:of )?(?P<month>{cal.MONTH}){_YEAR_OF_DATE}",
        read.read_day_of_month,
    ),
    Rule(
        _MONTH_KEYS,
        rf"(?:(?P<part>early|late|mid)[- ])?(?P<month>{cal.MONTH})(?! ?\d{{1,2}}\b)"
        rf"(?:,? (?:of )?(?P<year>{cal.YEAR})|,? (?:of )?(?P<relative>(?:last|this|next) year))?",
        read.read_month,
    ),
    Rule(
        "18|19|20",
        r"(?:the )?(?:(?P<part>early|late|mid|(?:last|first) (?:weeks|months) of)[- ]"
        rf"|(?P<season>{_SEASONS}|fall)(?: of)? )(?P<year>{cal.YEAR})",
        read.read_year,
    ),
    Rule(
        "18|19|20",
        rf"(?:between |from )?(?P<year>{cal.YEAR})(?: to | and | until |-)(?P<last>{cal.YEAR})",
        read.read_year,
    ),
    Rule("18|19|20", rf"(?:{_BEFORE_YEAR})(?P<year>{cal.YEAR})(?![-:,.]\d)", read.read_year),
    Rule(
        _DAY_KEYS,
        r"(?:on )?(?:the )?(?:(?:early|late|overnight|earlier|later) )?(?:on )?"
        rf"{_WHICH_DAY}(?P<day>{cal.WEEKDAY}){_TO_DAY}(?: {cal.DAYTIME})?",
        read.read_weekday,
    ),
    Rule(
        "today|tonight|overnight|yesterday|tomorrow|this |night|day",
        rf"(?P<words>{'|'.join(sorted(read.FIXED, key=len, reverse=True))})",
        read.read_fixed,
    ),
    Rule(
        f"week|month|year|quarter|{_SEASONS}",
        r"(?:(?P<told>earlier|early|later|late) )?(?:in |over |during )?(?:the )?"
        r"(?P<which>last|this|next|previous|coming|upcoming|current) "
        rf"(?P<unit>weekend|week|month|quarter|year|{_SEASONS})(?!s)",
        read.read_period,
    ),
    Rule("weekend", r"(?:over|during|at) (?P<which>the) (?P<unit>weekend)(?P<told>)", read.read_period),
    Rule(
        " ago| prior| earlier",
        rf"(?P<n>{cal.NUMBER}) (?P<unit>{_SPANS})s? (?:ago|prior|earlier)(?! to\b)",
        read.read_ago,
    ),
    Rule("coming |next ", r"(?:in|over|within) the (?:coming|next) (?:few )?(?:days|weeks|hours)", read.read_soon),
    Rule("in ", rf"in (?P<n>{cal.NUMBER}) (?P<unit>day|week|month)s?(?: time| from now)", read.read_ahead),
    Rule("within ", rf"(?P<which>within) (?:the next )?(?P<n>{cal.NUMBER}) (?P<unit>{_SPANS})s?", read.read_window),
    Rule(
        "past |last |next |coming ",
        r"(?:(?:in|over|within|during|for) )?the (?P<which>past|last|next|coming) "
        rf"(?P<n>{cal.NUMBER} )(?P<unit>{_SPANS})s?",
        read.read_window,
    ),
    Rule("past ", r"(?:in|over|during) the (?P<which>past) (?P<n>)(?P<unit>week|month|year)", read.read_window),
    Rule(
        "christmas|boxing|new year",
        r"(?P<name>Christmas Day|Christmas Eve|Christmas|Boxing Day|New Year's Eve|New Year's Day)",
        read.read_holiday,
    ),
)
