"""A number that counts nothing: a designator, an age, a year, a time, a share, a score."""

import re

from tocsin.extraction import number_words as words

_AFTER = re.compile(
    r"\s?%|\s?per ?cent\b|\spercentage|\s?-?years?[- ]old|-year\b|-(?!day|hour|week)[A-Za-z]|:\d|/\d|"
    r"\s?(?:a\.m|p\.m|am\b|pm\b|GMT|"
    r"UTC|BST|EST|o'clock)|\s?°|-\d|[A-Za-z]|\.\d|\s(?:in|out of) (?:two|three|four|five|ten|\d)\b|"
    r"[- ](?:third|quarter|fifth|half|tenth)s?\b|\sdegrees?\b|(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"(?P<word>[\w'.&-]+)(?P<gap>[\s,.(\"]+)$")
_AGE_AFTER_NAME = re.compile(r"[A-Z][\w'.-]*, $")
_MONTH_AFTER = re.compile(
    rf"\s(?:of )?(?:{'|'.join(month.capitalize() for month in sorted(words.MONTHS, key=len, reverse=True))})\b"
)
_ONE_AFTER = re.compile(
    r"\s(?:of the|of (?:his|her|their|its)|day\b|another|side|hand|thing|time|way|such)|\s?,? (?:in|out)\b",
    re.IGNORECASE,
)
_ONE_STANDS = re.compile(
    r"[,;.]?\s?(?:more|other|others|is|was|were|are|has|had|dead|killed|injured|wounded|missing|seriously|critically|in)\b|[,.;]",
    re.IGNORECASE,
)
_NOT_BEFORE_ONE = frozenset("no the this that any every each which another other only number day".split())
_CRAFT = frozenset("aircraft plane jet helicopter".split())
_AGED = re.compile(r"\baged? \d{1,3}(?:,| and| or| to)+ $")
_OLDEST = 110
_WINDOW = 40


def is_no_quantity(folded: str, start: int, end: int, *, digits: bool, noun: str | None) -> bool:
    """Whether the number at ``[start, end)`` of a folded text, followed by ``noun``, counts nothing."""
    if _AFTER.match(folded, end):
        return True
    text = folded[start:end]
    before = _WORD_BEFORE.search(folded[max(0, start - _WINDOW) : start])
    word = before["word"] if before else ""
    lower = word.lower()
    if not digits:
        return text.lower() == "one" and _one_counts_nothing(folded, end, lower, noun)
    if _MONTH_AFTER.match(folded, end) or (lower.rstrip(".") in words.MONTHS and word[0].isupper()):
        return True
    if lower in words.DESIGNATORS or lower.rstrip(".") in words.DESIGNATORS:
        return noun is None or lower in {"aged", "age", "magnitude"}
    is_date = _is_year(text, lower, noun) or _is_age(folded, start, end, text)
    is_named = before is not None and before["gap"] == " " and word[0].isupper() and lower not in words.STOPS
    if noun is not None or is_date:
        return is_date or (is_named and noun in _CRAFT)  # "Cessna 208 Caravan aircraft"
    is_score = "-" in text and "illion" not in text
    return is_score or (is_named and not word.endswith("."))  # "3-1", "Jhapa 5"


def _one_counts_nothing(folded: str, end: int, before: str, noun: str | None) -> bool:
    if noun in words.PERSONS and folded.startswith(" of ", end):
        return before in _NOT_BEFORE_ONE
    if before in _NOT_BEFORE_ONE or _ONE_AFTER.match(folded, end):
        return True
    return noun is None and not _ONE_STANDS.match(folded, end)


def _is_year(text: str, before: str, noun: str | None) -> bool:
    if not re.fullmatch(r"(?:1[89]|20)\d\d(?:-(?:1[89]|20)?\d\d)?", text):
        return False
    return noun is None or before in words.BEFORE_A_YEAR or noun not in words.PERSONS | words.THINGS | {"people"}


def _is_age(folded: str, start: int, end: int, text: str) -> bool:
    if not text.isdigit() or not 0 < int(text) <= _OLDEST or folded[end : end + 1] not in {",", ".", ")", ";"}:
        return False
    before = folded[max(0, start - _WINDOW) : start]
    return _AGE_AFTER_NAME.search(before) is not None or _AGED.search(before) is not None
