"""The bytes of one article -> what is read in it, ready to be matched and published."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tocsin.domain.article import Article, ArticleText
from tocsin.domain.detection import ArticleReference
from tocsin.domain.errors import BadMessage
from tocsin.domain.event import Event
from tocsin.kafka.codec import decode, encode

ENGLISH = "en"


class Reading(Protocol):
    """What a reader says of an article."""

    @property
    def events(self) -> tuple[Event, ...]:
        """The events, in the order of the text."""

    @property
    def language(self) -> str:
        """ISO 639-1; only English is read."""

    @property
    def truncated(self) -> bool:
        """Whether the end of the article was left unread."""


class Reads(Protocol):
    """Finds the events of an article."""

    def read(self, article: ArticleText) -> Reading:
        """Return what the article says happened."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An event or a detection as it will be published; ``kind`` is the event's type."""

    key: bytes
    value: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Read:
    """The article was read, or recognised as being in another language and left.

    ``encoded`` are the events as they will be published, in the order of ``events``. ``text`` is the article as it
    came, "" where nothing happens in it: rules then have nothing to ask.
    """

    reference: ArticleReference
    events: tuple[Event, ...]
    encoded: tuple[Encoded, ...]
    text: str
    language: str
    truncated: bool
    seconds: float

    @property
    def article_id(self) -> str:
        """The id of the article."""
        return self.reference.id


@dataclass(frozen=True, slots=True)
class Withheld:
    """The publisher took the article back, so nothing may be read out of it."""

    article_id: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The bytes are no article, or reading them failed. ``reason`` holds no word of the article."""

    reason: str


Outcome = Read | Withheld | Unreadable


@dataclass(frozen=True, slots=True)
class ArticleReader:
    """What a child does with one article: decode, read, encode. It knows no rule, so it is small and never stale."""

    reads: Reads

    def outcome(self, raw: bytes | None) -> Outcome:
        """Return what became of the article; never raises."""
        started = time.perf_counter()
        try:
            article = decode(raw, Article)
        except BadMessage as error:
            return Unreadable(str(error))
        if article.pub_status != "usable":
            return Withheld(article.id)
        try:
            return self._read(article, started)
        except Exception as error:  # noqa: BLE001, RUF100
            # A fault of ours in one article must not cost its neighbours; its text may be in the message, so not that.
            return Unreadable(f"reading failed: {type(error).__name__}")

    def _read(self, article: Article, started: float) -> Read:
        reading = self.reads.read(article.text)
        key = article.id.encode()
        return Read(
            reference=ArticleReference.of(article),
            events=reading.events,
            encoded=tuple(Encoded(key, encode(event), event.type.value) for event in reading.events),
            text=article.text.whole if reading.events else "",
            language=reading.language,
            truncated=reading.truncated,
            seconds=time.perf_counter() - started,
        )


OpenReader = Callable[[], ArticleReader]
"""Makes a reader in the process where it will read; travels to child processes, so it must be importable there."""


def open_reader() -> ArticleReader:
    """Return the real reader: the language pipeline."""
    from tocsin.extraction.reader import Reader

    return ArticleReader(reads=Reader())
