"""Doc -> its sentences, each with its words and the mentions that stand in it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

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


def sentences_of(doc: Doc) -> tuple[Sentence, ...]:
    """Return the sentences of a Doc that the pipeline made; those of white space alone are left out."""
    actors, names, places = _Share[Mention](doc._.actors), _Share[Name](doc._.names), _Share[Place](doc._.places)
    quantities = _Share[Quantity](doc._.quantities)
    text = doc.text  # spaCy builds it anew each time it is asked
    sentences: list[Sentence] = []
    paragraph, before = 0, 0
    for span in doc.sents:
        tokens = [token for token in span if not token.is_space]
        if not tokens:
            continue
        start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        paragraph += "\n" in text[before:start]
        before = end
        starts = [token.idx for token in tokens]
        ends = [token.idx + len(token) for token in tokens]
        sentence = Sentence(
            number=len(sentences),
            paragraph=paragraph,
            start=start,
            end=end,
            text=text[start:end],
            row=[_word(token.text, at) for at, token in enumerate(tokens)],
            starts=starts,
            ends=ends,
            kinds=[_NOTHING] * len(tokens),
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
