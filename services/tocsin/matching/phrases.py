"""Text and phrases -> which phrases stand in the text as whole words."""

from collections.abc import Iterable
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-"})


def fold(text: str) -> str:
    r"""Return the text as it is compared: without case, with plain quotes and hyphens, one space between words.

    >>> fold("Moscow’s  “Cease\u2011Fire”")
    'moscow\'s "cease-fire"'
    """
    return " ".join(text.translate(_SAME).casefold().split())


folded = lru_cache(maxsize=65_536)(fold)
"""``fold`` for the words of rules: the same few, again for each event."""


def fold_sentences(sentences: Iterable[str]) -> str:
    """Return the sentences as one text in which no phrase reaches from one sentence into the next."""
    return "\n".join(map(fold, sentences))


def stands_in(phrase: str, text: str) -> bool:
    """Does the phrase stand in the text as whole words? Both are folded."""
    start = text.find(phrase)
    while start != -1:
        if is_bounded(text, start, start + len(phrase)):
            return True
        start = text.find(phrase, start + 1)
    return False


def is_bounded(text: str, start: int, end: int) -> bool:
    """Does ``text[start:end]`` neither begin nor end inside a word? A hyphen is a boundary: "Iran" is in "pro-Iran"."""
    begins_inside = start > 0 and _joins(text[start - 1], text[start])
    ends_inside = end < len(text) and _joins(text[end - 1], text[end])
    return not begins_inside and not ends_inside


def _joins(left: str, right: str) -> bool:
    return (left.isalnum() or left == "_") and (right.isalnum() or right == "_")


class PhraseFinder:
    """Finds any of many folded phrases in one pass over a text, however many they are (Aho-Corasick)."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(dict.fromkeys(phrases))
        # Standard and overlapping, since "drone" must be found inside "drone attack" as well.
        self._automaton = AhoCorasick(self._phrases, matchkind=MatchKind.Standard) if self._phrases else None

    def find(self, text: str) -> frozenset[str]:
        """Return the phrases that stand in the folded text as whole words."""
        if self._automaton is None:
            return frozenset()
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return frozenset(self._phrases[number] for number, start, end in hits if is_bounded(text, start, end))
