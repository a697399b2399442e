"""Text -> where its sentences begin and end, for press text: abbreviations, quotations, headlines, bullets."""

import re

LONGEST_SENTENCE = 1_500  # characters; the longest in our press articles has 700

_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s)|\n+")
_WORD_BEFORE = re.compile(r"[\w.’'-]+$")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?|[A-Z]")
_OPENERS = "\"“‘'([*•–—- "

# After these a capital goes on with the sentence: "Gen. Smith", "Feb. 14".
_BEFORE_A_NAME = frozenset(
    "mr mrs ms dr prof gen lt col maj capt sgt cpl adm cmdr brig sen rep gov pres rev hon fr st mt ft sec amb "
    "supt insp jan feb mar apr jun jul aug sep sept oct nov dec no nos vs art fig approx est al dept messrs "
    "mme mlle".split()
)
# After these it may do either; a following word that usually opens a sentence decides.
_EITHER = frozenset("inc ltd corp co jr sr bros etc a.m p.m u.s u.k u.n e.u d.c u.a.e ph.d u.s.a".split())
_SENTENCE_OPENERS = frozenset(
    "the a an in on at it he she they we i this that these those but and as after before while when if since "
    "by for his her its their our there according meanwhile earlier later however both some many most no one "
    "two three".split()
)


def split(text: str) -> tuple[tuple[int, int], ...]:
    """Return ``(start, end)`` of every sentence, without the space around it. A line break always ends a sentence."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.group().startswith("\n") or _ends_sentence(text, match.start(), match.end()):
            _add(text, start, match.end(), spans)
            start = match.end()
    _add(text, start, len(text), spans)
    return tuple(spans)


def sentence_starts(text: str) -> frozenset[int]:
    """Return the offsets at which a sentence begins."""
    return frozenset(start for start, _ in split(text))


def _ends_sentence(text: str, stop: int, end: int) -> bool:
    """Whether the stop at ``stop``, with closing quotes up to ``end``, ends a sentence."""
    following = text[end : end + 40].lstrip()
    first = following.lstrip(_OPENERS)[:1]
    if first.islower():
        return False
    if text[stop] != "." or end - stop > 1:
        return True
    before = _WORD_BEFORE.search(text, max(0, stop - 20), stop)
    word = before.group() if before else ""
    key = word.lower().strip("'’")
    if key in _BEFORE_A_NAME:
        return False
    if key in _EITHER or _INITIALS.fullmatch(word):
        next_word = re.match(r"\w+", following.lstrip(_OPENERS))
        return next_word is not None and next_word.group().lower() in _SENTENCE_OPENERS
    return True


def _add(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    """Add the sentence at ``[start, end)`` without outer space, cut into bearable lengths."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        spans.append((start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        spans.append((start, end))
