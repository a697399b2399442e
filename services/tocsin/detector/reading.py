"""The bytes of one article -> what became of it, its events and detections ready to be published."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from tocsin.domain.article import Article, ArticleText
from tocsin.domain.detection import ArticleReference, Detection, RungRule
from tocsin.domain.errors import BadMessage
from tocsin.domain.event import Event
from tocsin.kafka.codec import decode, encode
from tocsin.matching.facts import Page

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


class Rings(Protocol):
    """Knows which rules an event rings."""

    def rung_by(self, event: Event, page: Page) -> tuple[RungRule, ...]:
        """Return the rules that ring, each with its reasons."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An event or a detection as it will be published; ``kind`` is the event's type."""

    key: bytes
    value: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Read:
    """The article was read, or recognised as being in another language and left."""

    article_id: str
    events: tuple[Encoded, ...]
    detections: tuple[Encoded, ...]
    language: str
    truncated: bool
    seconds: float


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
    """The whole way of one article: decode, read, match, encode."""

    reads: Reads
    rings: Rings
    now: Callable[[], datetime]

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
        reference = ArticleReference.of(article)
        page = Page(reference, self.now(), article.text.whole, reading.language)
        events, detections = [], []
        for event in reading.events:
            events.append(Encoded(article.id.encode(), encode(event), event.type.value))
            if rules := self.rings.rung_by(event, page):
                detection = Detection(event=event, article=reference, rules=rules)
                detections.append(Encoded(event.id.encode(), encode(detection), event.type.value))
        return Read(
            article_id=article.id,
            events=tuple(events),
            detections=tuple(detections),
            language=reading.language,
            truncated=reading.truncated,
            seconds=time.perf_counter() - started,
        )


OpenReader = Callable[[], ArticleReader]
"""Makes a reader in the process where it will read; travels to child processes, so it must be importable there."""


def open_reader(rings: Rings) -> ArticleReader:
    """Return the real reader: the language pipeline, and rules that were checked before any child started."""
    from tocsin.extraction.reader import Reader

    return ArticleReader(reads=Reader(), rings=rings, now=lambda: datetime.now(UTC))
