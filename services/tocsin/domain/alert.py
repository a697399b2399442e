"""An alert: what a subscriber is told about a story at one revision of it."""

from enum import StrEnum

from pydantic import Field

from tocsin.domain.article import Timestamp
from tocsin.domain.base import Wire
from tocsin.domain.detection import ArticleReference, RungRule
from tocsin.domain.event import Event
from tocsin.domain.ids import make_id


class AlertType(StrEnum):
    """The ``type`` of a webhook message."""

    RAISED = "alert.raised"
    UPDATED = "alert.updated"
    RETRACTED = "alert.retracted"
    TEST = "alert.test"


class Alert(Wire):
    """One revision of one story, as subscribers get it."""

    id: str
    story_id: str
    revision: int = Field(ge=1)
    type: AlertType
    raised_at: Timestamp
    event: Event
    rules: tuple[RungRule, ...]
    articles: tuple[ArticleReference, ...] = Field(min_length=1)
    changed: tuple[str, ...] = Field(default=(), description="What differs from the revision before.")


def story_id(event: Event) -> str:
    """Return the id of the story that an event opens."""
    return make_id("sty", event.id)


def alert_id(story: str, revision: int) -> str:
    """Return the id of the alert about one revision of a story."""
    return make_id("alr", story, revision)


def delivery_id(alert: str, subscription: str) -> str:
    """Return the ``webhook-id``: the same for every attempt, so that a receiver can drop repeats."""
    return make_id("msg", alert, subscription)
