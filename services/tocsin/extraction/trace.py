"""What extract() decides -> whoever wants to hear it, step by step, as it is decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.extraction.carry import Carried
from tocsin.extraction.dates import When
from tocsin.extraction.drafts import Draft
from tocsin.extraction.facts import Sentence
from tocsin.extraction.model.features import Floats
from tocsin.extraction.model.manifest import Head
from tocsin.extraction.triggers import Trigger


@dataclass(frozen=True, slots=True)
class Path:
    """The way of one draft: ``ruled`` by the rules, ``judged`` by the model, and what was ``carried`` to it.

    It became part of the draft that is kept as number ``home``; ``joined`` says why, None where it is that draft.
    """

    ruled: Draft
    judged: Draft
    carried: tuple[Carried, ...]
    home: int
    joined: str | None


class Trace:
    """Hears everything and keeps nothing: what extract() talks to while nobody asks. Each method is one decision."""

    def furniture(self, sentence: Sentence, triggers: Sequence[Trigger]) -> None:
        """Hear that a sentence is none of the article's own."""

    def toll(self, sentence: Sentence, home: int | None) -> None:
        """Hear to which of the kept drafts a sentence with numbers and without triggers adds its toll."""

    def drafted(
        self, sentence: Sentence, triggers: Sequence[Trigger], whens: Sequence[When], drafts: Sequence[Draft]
    ) -> None:
        """Hear what was made of the triggers of a sentence; a trigger without a draft gave way to the others."""

    def scored(self, head: Head, candidates: Sequence[object], probabilities: Floats) -> None:
        """Hear what the model thinks of the next draft to be kept: a row or a number for each candidate."""

    def kept(self, path: Path) -> None:
        """Hear what became of a draft; the drafts of a sentence come in the order in which they were drafted."""

    def told(self, kept: Sequence[int]) -> None:
        """Hear which of the kept drafts become events, in order; the model does not believe the others."""


SILENT = Trace()
