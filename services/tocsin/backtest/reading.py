"""What goes into a back-test: articles with the events that were read in them, and what could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tocsin.domain.article import ArticleText
from tocsin.domain.event import Event


@dataclass(frozen=True, slots=True)
class Told:
    """What an article tells. ``language`` is an ISO 639-1 code; there are no events where it is not ``en``."""

    events: tuple[Event, ...]
    language: str


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article and what it tells."""

    article: ArticleText
    told: Told


@dataclass(frozen=True, slots=True)
class NotRead:
    """A line or file that is no article, or an article that could not be read: where, and why."""

    place: str
    why: str


class Reading(Protocol):
    """What a reader says of an article."""

    @property
    def events(self) -> Sequence[Event]:
        """The events, in the order of the text."""

    @property
    def language(self) -> str:
        """ISO 639-1; only English is read."""


class Reads(Protocol):
    """Finds the events of an article."""

    def read(self, article: ArticleText) -> Reading:
        """Return what the article says happened."""
