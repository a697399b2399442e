"""The words after a number -> the noun that it counts."""

import re
from collections.abc import Iterator

from tocsin.extraction.gazetteer.known import state_adjectives
from tocsin.extraction.number_words import IRREGULAR, PARTICIPLES, PERSONS, STOPS, THINGS, UNITS

_WORDS = re.compile(r"(?P<gap>[^\w]*)(?P<word>[\w'.-]+)")
_OF = re.compile(r" of(?: the| those| these| its| his| her| their| about| some)?(?= [^\W\d])")
_FILLERS = frozenset({"more", "other", "additional", "further", "of", "such"})
_MOST_WORDS = 7
_LONGEST_WORD = 60
_SHORTEST_PLURAL = 4
SINGLES = PERSONS | THINGS | {"people", "personnel"}
_NO_PLURAL = ("ss", "us", "is", "'s", "ous", "as")


def singular(word: str) -> str | None:
    """Return the singular of a lower-case plural; None if the word is no plural."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("men") and len(word) > _SHORTEST_PLURAL:
        return word[:-2] + "an"
    if not word.endswith("s") or len(word) < _SHORTEST_PLURAL or word.endswith(_NO_PLURAL):
        return None
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def _phrase_after(folded: str, position: int, *, single: bool) -> Iterator[str]:
    """Yield the words that follow, up to punctuation, a verb, a preposition or the next number."""
    at = position
    for _ in range(_MOST_WORDS):
        found = _WORDS.match(folded, at, min(len(folded), at + _LONGEST_WORD))
        if found is None or found["gap"].strip(" \n-\"'") or "\n\n" in found["gap"]:
            return
        word = found["word"].rstrip(".").rstrip("'")
        lower = word.lower()
        is_number = not single and (lower.isdigit() or lower in UNITS)
        if is_number or (lower in STOPS and lower not in IRREGULAR):
            return
        yield word
        at = found.end()
        if found["word"].endswith(".") and not word.isupper() and len(word) > 1:
            return


def noun_after(folded: str, position: int, *, single: bool) -> str | None:
    """Return the singular of the noun that is counted by the number ending at ``position``; None if none follows.

    ``single`` is true after "one" and "a", where the noun itself is a singular.
    """
    of_many = _OF.match(folded, position)
    found: str | None = None
    fallback: str | None = None
    for word in _phrase_after(folded, of_many.end() if of_many else position, single=single):
        lower = word.lower()
        noun = _singular_of(lower, single=single, plural=not single or of_many is not None)
        if found is not None and (noun is None or noun not in PERSONS | THINGS | IRREGULAR.keys()):
            break  # the phrase is over: "three soldiers stationed"
        found = noun or found
        if lower in _FILLERS or (single and word[:1].isupper() and word in state_adjectives()):
            fallback = lower
        elif fallback and fallback not in _FILLERS:
            fallback = None  # "a Russian court" is no Russian
    return found or fallback


def _singular_of(lower: str, *, single: bool, plural: bool) -> str | None:
    if single and lower in SINGLES:
        return lower
    if not plural or (not single and lower in PARTICIPLES):
        return None
    return singular(lower)
