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


class RateReached(Wire):
    """A rule that may raise no more alerts until a moment."""

    rule: str = Field(description="Its id.")
    rate: int = Field(ge=1, description="So many alerts an hour it may raise.")
    until: Timestamp


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
    last_of: tuple[RateReached, ...] = Field(default=(), description="Rules whose last alert for a while this is.")
    held_by: tuple[RateReached, ...] = Field(default=(), description="Rules that are over their rate: not told.")

    @property
    def ringing(self) -> tuple[RungRule, ...]:
        """The rules that this alert is told for: those that are not held."""
        held = {reached.rule for reached in self.held_by}
        return tuple(rule for rule in self.rules if rule.id not in held)


def story_id(event: Event) -> str:
    """Return the id of the story that an event opens."""
    return make_id("sty", event.id)


def alert_id(story: str, revision: int) -> str:
    """Return the id of the alert about one revision of a story."""
    return make_id("alr", story, revision)


def delivery_id(told: str, subscription: str) -> str:
    """Return the ``webhook-id``: the same for every attempt, so that a receiver can drop repeats.

    ``told`` is the id of what the message tells of: an alert or a flood.
    """
    return make_id("msg", told, subscription)
