"""A detection: an event and the rules that it rang. It travels from the detector to the notifier."""

from enum import StrEnum

from pydantic import Field

from tocsin.domain.article import Article, Timestamp
from tocsin.domain.base import Wire
from tocsin.domain.event import Event


class Severity(StrEnum):
    """How loud a rule rings."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class ArticleReference(Wire):
    """What an alert shows of an article: where to read it, not its text."""

    id: str
    url: str
    headline: str
    publisher: str | None = None
    published: Timestamp
    fetched: Timestamp

    @classmethod
    def of(cls, article: Article) -> "ArticleReference":
        """Return the reference to ``article``; ``published`` is the time of fetching where none is given."""
        return cls(
            id=article.id,
            url=article.url,
            headline=article.headline,
            publisher=article.publisher.known_as if article.publisher else None,
            published=article.date_published or article.date_fetched,
            fetched=article.date_fetched,
        )


class RungRule(Wire):
    """One rule that an event rang, and why: each condition with the value that met it."""

    id: str
    title: str
    severity: Severity
    because: tuple[str, ...] = Field(description='For instance "killed 12 is at least 10".')
    rate: int | None = Field(default=None, ge=1, description="So many alerts an hour at most; null: no limit.")


class Detection(Wire):
    """The message of topic alerts-v1 (``message: Detection``), keyed by the event's id."""

    event: Event
    article: ArticleReference
    rules: tuple[RungRule, ...] = Field(min_length=1)
