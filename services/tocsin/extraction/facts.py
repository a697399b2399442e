"""Doc -> its sentences, each with its words and the mentions that stand in it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from tocsin.extraction.actors import Mention, Name
from tocsin.extraction.numbers import Quantity
from tocsin.extraction.places import Place

_NOTHING: frozenset[str] = frozenset()


class _Located(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Numbers = NDArray[np.int64]
Found = TypeVar("Found", bound=_Located)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. All offsets count code points of the whole article.

    ``row`` holds its words in lower case, ``starts`` and ``ends`` where they stand, ``kinds`` what each is part of.
    """

    number: int
    paragraph: int
    start: int
    end: int
    text: str
    row: list[str]
    starts: list[int]
    ends: list[int]
    kinds: list[frozenset[str]]
    actors: tuple[Mention, ...]
    names: tuple[Name, ...]
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...]

    def is_capitalised(self, at: int) -> bool:
        """Whether word ``at`` begins with a capital."""
        return self.text[self.starts[at] - self.start].isupper()

    @property
    def is_title_case(self) -> bool:
        """Whether most long words have a capital, as in a headline."""
        long = [at for at, word in enumerate(self.row) if len(word) > 3]
        return 3 * sum(map(self.is_capitalised, long)) > 2 * len(long)

    def word_at(self, offset: int) -> int:
        """Return the number of the word that stands at or after ``offset``."""
        return bisect_left(self.ends, offset + 1)


TEXT_KEY = "tocsin_text"
"""Under which our tokenizer leaves the text in ``doc.user_data``: spaCy builds ``doc.text`` anew each time."""


def text_of(doc: Doc) -> str:
    """Return the text of a Doc, whoever made it."""
    text: str = doc.user_data.get(TEXT_KEY) or doc.text
    return text


def word_starts(doc: Doc) -> Numbers:
    """Return where each token of a Doc begins ``[tokens]``, without making an object of each as ``token.idx`` does."""
    lengths = doc.to_array(["LENGTH", "SPACY"]).astype(np.int64).reshape(-1, 2).sum(axis=1)
    starts: Numbers = np.cumsum(lengths) - lengths
    return starts


def _words_by_sentence(doc: Doc) -> Iterator[tuple[list[int], list[int]]]:
    """Yield where the words of each sentence begin and where they end, without those that are white space."""
    begins, space, lengths = doc.to_array(["SENT_START", "IS_SPACE", "LENGTH"]).astype(np.int64).reshape(-1, 3).T
    starts = word_starts(doc)
    ends = starts + lengths
    bounds = [*np.flatnonzero(begins == 1).tolist(), len(starts)]
    for first, last in pairwise(bounds):
        words = np.flatnonzero(space[first:last] == 0) + first
        if len(words):
            yield starts[words].tolist(), ends[words].tolist()


def sentences_of(doc: Doc) -> tuple[Sentence, ...]:
    """Return the sentences of a Doc that the pipeline made; those of white space alone are left out."""
    actors, names, places = _Share[Mention](doc._.actors), _Share[Name](doc._.names), _Share[Place](doc._.places)
    quantities = _Share[Quantity](doc._.quantities)
    text = text_of(doc)
    sentences: list[Sentence] = []
    paragraph, before = 0, 0
    for starts, ends in _words_by_sentence(doc):
        start, end = starts[0], ends[-1]
        paragraph += "\n" in text[before:start]
        before = end
        sentence = Sentence(
            number=len(sentences),
            paragraph=paragraph,
            start=start,
            end=end,
            text=text[start:end],
            row=[_word(text[first:last], at) for at, (first, last) in enumerate(zip(starts, ends, strict=True))],
            starts=starts,
            ends=ends,
            kinds=[_NOTHING] * len(starts),
            actors=actors.take(start, end),
            names=names.take(start, end),
            places=places.take(start, end),
            quantities=quantities.take(start, end),
        )
        _mark(sentence, "<actor>", sentence.actors)
        _mark(sentence, "<place>", sentence.places)
        _mark(sentence, "<number>", sentence.quantities)
        sentences.append(sentence)
    return tuple(sentences)


def _word(text: str, at: int) -> str:
    """A word in lower case, but for the months that are also verbs: "on March 24", "in May"."""
    return text if at and text in ("March", "May") else text.lower().replace("’", "'")


class _Share(Generic[Found]):
    """Mentions in order, handed out sentence by sentence."""

    def __init__(self, mentions: Sequence[Found]) -> None:
        self._mentions = mentions
        self._next = 0

    def take(self, start: int, end: int) -> tuple[Found, ...]:
        """Return the mentions within ``[start, end)``; what begins before ``start`` is passed over."""
        while self._next < len(self._mentions) and self._mentions[self._next].start < start:
            self._next += 1
        first = self._next
        while self._next < len(self._mentions) and self._mentions[self._next].start < end:
            self._next += 1
        return tuple(self._mentions[first : self._next])


def _mark(sentence: Sentence, kind: str, mentions: Iterable[_Located]) -> None:
    for mention in mentions:
        at = bisect_left(sentence.starts, mention.start)
        while at < len(sentence.starts) and sentence.starts[at] < mention.end:
            sentence.kinds[at] |= {kind}
            at += 1
