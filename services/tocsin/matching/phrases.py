"""Text and phrases -> which phrases stand in the text as whole words."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

_GROWTH = 8  # an automaton is at least so many times as large as the next: 100,000 phrases are in six at most
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-"})


def fold(text: str) -> str:
    r"""Return the text as it is compared: without case, with plain quotes and hyphens, one space between words.

    >>> fold("Moscow’s  “Cease\u2011Fire”")
    'moscow\'s "cease-fire"'
    """
    return " ".join(text.translate(_SAME).casefold().split())


folded = lru_cache(maxsize=65_536)(fold)
"""``fold`` for the words of rules and for names, which are the same few again and again."""


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
    """Finds any of many folded phrases in one pass over a text, however many they are (Aho-Corasick).

    Phrases can come and go. An automaton cannot grow, so the new ones get one of their own at the next search, made
    together with those automata that are not much larger: there are few at any time, and a phrase is built into one
    as often as the logarithm of their number (Bentley and Saxe, Decomposable Searching Problems I, 1980).
    """

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        self._new = dict.fromkeys(phrases)
        self._gone: set[str] = set()
        self._automata: list[_Automaton] = []  # the largest first

    def add(self, phrases: Iterable[str]) -> None:
        """Find these as well from now on; none of them is there already."""
        for phrase in phrases:
            if phrase in self._gone:
                self._gone.remove(phrase)
            else:
                self._new[phrase] = None

    def discard(self, phrases: Iterable[str]) -> None:
        """Find these no more; all of them are there."""
        for phrase in phrases:
            if phrase in self._new:
                del self._new[phrase]
            else:
                self._gone.add(phrase)

    def find(self, text: str) -> frozenset[str]:
        """Return the phrases that stand in the folded text as whole words."""
        if not text:
            return frozenset()
        if self._new:
            self._build()
        found: set[str] = set()
        for automaton in self._automata:
            found.update(automaton.find(text))
        return frozenset(found - self._gone if self._gone else found)

    def _build(self) -> None:
        phrases, self._new = list(self._new), {}
        while self._automata and len(self._automata[-1].phrases) < _GROWTH * len(phrases):
            known = self._automata.pop().phrases
            phrases.extend(phrase for phrase in known if phrase not in self._gone)
            self._gone.difference_update(known)
        self._automata.append(_Automaton(phrases))


class _Automaton:
    """Some phrases, which stay as they are."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = tuple(phrases)
        # Standard and overlapping, since "drone" must be found inside "drone attack" as well.
        self._search = AhoCorasick(self.phrases, matchkind=MatchKind.Standard)

    def find(self, text: str) -> Iterator[str]:
        for number, start, end in self._search.find_matches_as_indexes(text, overlapping=True):
            if is_bounded(text, start, end):
                yield self.phrases[number]
