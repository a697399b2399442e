"""The words after a number -> the noun that it counts."""

import re

from tocsin.extraction.gazetteer.known import state_adjectives
from tocsin.extraction.number_words import IRREGULAR, PARTICIPLES, PERSONS, STOPS, THINGS, UNITS

_WORDS = re.compile(r"(?P<gap>[^\w]*)(?P<word>[\w'.-]+)")
_OF = re.compile(r" of(?: the| those| these| its| his| her| their| about| some)?(?= [^\W\d])")
_FILLERS = frozenset({"more", "other", "additional", "further", "of", "such"})
_MOST_WORDS = 7
_SHORTEST_PLURAL = 4
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


def _single(word: str) -> str | None:
    return word if word in PERSONS or word in THINGS or word in {"people", "personnel"} else None


def _is_person_of_state(word: str) -> bool:
    return word[:1].isupper() and word in state_adjectives()


def noun_after(folded: str, position: int, *, single: bool) -> str | None:
    """Return the singular of the noun that is counted by the number ending at ``position``; None if none follows.

    ``single`` is true after "one" and "a", where the noun itself is a singular.
    """
    of_many = _OF.match(folded, position)
    at = of_many.end() if of_many else position
    found: str | None = None
    filler: str | None = None
    demonym: str | None = None
    for _ in range(_MOST_WORDS):
        next_word = _WORDS.match(folded, at, min(len(folded), at + 60))
        if next_word is None or next_word["gap"].strip(" \n-\"'") or "\n\n" in next_word["gap"]:
            break
        word = next_word["word"].rstrip(".").rstrip("'")
        lower = word.lower()
        noun = (_single(lower) if single else None) or (None if single and not of_many else singular(lower))
        if (lower in STOPS and lower not in IRREGULAR) or (not single and (lower.isdigit() or lower in UNITS)):
            break
        if demonym:  # "a Russian court" is no Russian
            demonym = None
        if lower in PARTICIPLES and not single:
            noun = None
        if noun is None and found is not None:
            break
        if noun is not None and found is not None and not (noun in PERSONS or noun in THINGS or noun in IRREGULAR):
            break  # "three soldiers stations": a verb or another phrase
        found = noun or found
        if lower in _FILLERS:
            filler = lower
        if single and found is None and _is_person_of_state(word):
            demonym = lower
        at = next_word.end()
        if next_word["word"].endswith(".") and not word.isupper() and len(word) > 1:
            break
    return found or demonym or filler
