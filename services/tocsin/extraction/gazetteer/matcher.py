"""A list of names -> where they stand in a text, whole words only, diacritics and typographic marks ignored."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import ahocorasick_rs

Value = TypeVar("Value")

_TYPOGRAPHIC = {
    **dict.fromkeys("\u2018\u2019\u02bc\u02bb\u2032`\u00b4", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u00a0\u2007\u202f\u2009", " "),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
    **{"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "s", "æ": "a", "ð": "d", "þ": "t"},
}


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    if character in _TYPOGRAPHIC:
        return _TYPOGRAPHIC[character]
    if "\ud800" <= character <= "\udfff":
        return " "
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else character


@lru_cache(maxsize=64)
def fold(text: str) -> str:
    """Return the text without diacritics and with plain quotes, dashes and blanks: the same length, so offsets hold.

    Several rooms ask for the same article one after another.
    """
    if text.isascii():
        return text
    return "".join([character if character < "\x80" else _folded(character) for character in text])


@dataclass(frozen=True, slots=True)
class Hit(Generic[Value]):
    """A name of the list in the text, at ``[start, end)``, and what the list says of it."""

    start: int
    end: int
    value: Value


class Matcher(Generic[Value]):
    """Finds many names at once, in time that grows with the text only."""

    def __init__(self, names: Mapping[str, Value]) -> None:
        folded = {fold(name): value for name, value in names.items()}
        self._values = list(folded.values())
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(folded), store_patterns=False, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def find(self, folded: str) -> list[Hit[Value]]:
        """Return every whole-word occurrence in a folded text, in order of their ends; they may overlap."""
        last = len(folded)
        return [
            Hit(start, end, self._values[index])
            for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            if not (start and folded[start - 1].isalnum()) and not (end < last and folded[end].isalnum())
        ]


def longest_first(hits: Iterable[Hit[Value]]) -> list[Hit[Value]]:
    """Return the hits without overlaps, in order: from the left, the longest at each place."""
    chosen: list[Hit[Value]] = []
    reached = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= reached:
            chosen.append(hit)
            reached = hit.end
    return chosen
