"""The patterns of quantities, made of the words in number_words."""

import re

import ahocorasick_rs

from tocsin.extraction import number_words as words


def _any(options: list[str] | tuple[str, ...] | dict[str, str]) -> str:
    return "|".join(re.escape(option) for option in sorted(options, key=len, reverse=True))


SMALL = (
    rf"(?:(?:{'|'.join(words.TENS)})(?:[- ](?:{'|'.join(list(words.UNITS)[1:10])}))?|"
    rf"(?:{'|'.join(sorted(words.UNITS, key=len, reverse=True))}))\b"
)
_DECIMAL_COMMA = r"\d{1,3},\d{1,2}(?=[ -]?(?:thousand|million|billion|trillion|mln|bln|mn|bn)\b)"
_SPACED = r"\d{1,3}(?:(?: \d{3}){2,}| 000)(?!\d)"
DIGITS = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,9}})?(?!\d)|{_SPACED}|{_DECIMAL_COMMA}|\d+(?:\.\d{{1,9}})?(?!\d)"
SCALE = r"(?:[ -]?(?:hundred|thousand|million|billion|trillion|mln|bln|mn|bn|dozen)\b|[kmb]\b)"
SPELT = (
    rf"(?:half a|a|{SMALL})(?:[ -](?:hundred|thousand|million|billion|trillion|dozen)\b(?: (?:and )?{SMALL})?)+|{SMALL}"
)
ZERO = rf"{_any(words.NONE_AT_ALL)}|no(?= (?:casualties|injuries|deaths|fatalities|victims))"
FIGURES = rf"(?P<digits>{DIGITS})(?P<scale>{SCALE})?(?:-(?P<upto>{DIGITS})(?P<upto_scale>{SCALE})?(?![\w-]))?"
VAGUE = _any(list(words.VAGUE))
CORE = re.compile(
    rf"(?<![\w.,:/-])(?:(?P<vague>{VAGUE})\b|(?P<zero>{ZERO})\b|(?P<spelt>{SPELT})|{FIGURES})",
    re.IGNORECASE,
)
BOUND = re.compile(
    r"(?:^|[\s(\"])(?:"
    + "|".join(
        f"(?P<{name}>{_any(options)})"
        for name, options in (
            ("least", words.AT_LEAST),
            ("more", words.MORE_THAN),
            ("most", words.UP_TO),
            ("less", words.LESS_THAN),
            ("nearly", words.NEARLY),
            ("about", words.ABOUT),
        )
    )
    + r")(?: (?:a|an|the))? ?$",
    re.IGNORECASE,
)
LAST_WORDS = frozenset(
    phrase.split(" ")[-1].lower()
    for options in (words.AT_LEAST, words.MORE_THAN, words.UP_TO, words.LESS_THAN, words.NEARLY, words.ABOUT)
    for phrase in options
)
SIGN = re.compile(rf"(?:(?<![\w$])(?P<sign>{_any(words.CURRENCY_SIGNS)})) ?$")
MONEY = re.compile(
    rf" ?(?:(?P<sign>[€£₽₴])|(?:(?:U\.S\.|US|{_any(words.DOLLARS)}) )?(?P<word>{_any(words.CURRENCY_WORDS)})s?\b|"
    rf"(?P<code>USD|EUR|GBP|AUD|CAD|RUB|UAH|CHF|PLN)\b)",
    re.IGNORECASE,
)
POWER = re.compile(rf"[ -]?(?P<unit>{_any(words.POWER)})s?\b", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween (?:[$€£] ?)?$", re.IGNORECASE)
TO = re.compile(r" to (?:[$€£])?| or |-(?:[$€£])?")
AND = re.compile(r" and (?:[$€£])?")
AT_LEAST_AFTER = re.compile(r"\+| or more\b| and more\b| or so\b", re.IGNORECASE)
DURATION = re.compile(r"[- ](?P<unit>day|hour|week)s?\b", re.IGNORECASE)
ORDINAL = re.compile(
    r"\b(?P<nth>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) "
    r"(?P<noun>day|week|month|year|round|session|phase|night|wave|anniversary)\b(?!-)",
    re.IGNORECASE,
)
FIGURE_START = re.compile(r"(?<![\w.,:/-])\d")
OPENERS = (
    *words.UNITS,
    *words.TENS,
    *words.VAGUE,
    *words.NONE_AT_ALL,
    "no ",
    "half a ",
    "a hundred",
    "a thousand",
    "a million",
)
NTH = {word: n for n, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}
SINGLE = re.compile(r"\b(?P<article>an?|another)(?= )", re.IGNORECASE)
# Looking for a handful of words first is five times as fast as trying the patterns at every letter.
KEYWORDS = ahocorasick_rs.AhoCorasick([*OPENERS, "a billion", "a dozen", *NTH], store_patterns=False)
WINDOW = 32
LONGEST_NUMBER = 15
MOST = 5_000
"""Numbers that are read of one text; the longest articles have some hundreds, so more is noise or an attack."""
