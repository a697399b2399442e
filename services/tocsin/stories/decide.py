"""Event, and the stories that are known -> does it open a story, or repeat one?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tocsin.domain.alert import story_id
from tocsin.domain.event import Event


@dataclass(frozen=True, slots=True)
class KnownStory:
    """A story that subscribers have been told about."""

    id: str
    opened_at: datetime


class StoryMemory(Protocol):
    """What is known of earlier stories."""

    def story_of(self, event_id: str) -> KnownStory | None:
        """Return the story that the event of this id belongs to, or None."""
        ...


@dataclass(frozen=True, slots=True)
class New:
    """The event opens a story: subscribers hear of it, unless each of its rules is ``held``, over its rate."""

    story_id: str
    held: bool = False


@dataclass(frozen=True, slots=True)
class Repeat:
    """The event has been told already: nobody hears of it again."""

    of: str
    since: datetime


Decision = New | Repeat


def decide(event: Event, known: StoryMemory) -> Decision:
    """Return whether the event is news.

    An event id names an article, a type and the place of its trigger, so an id that is known is the same message
    again: redelivered by Kafka, replayed by an operator, or read a second time.
    """
    story = known.story_of(event.id)
    if story is not None:
        return Repeat(of=story.id, since=story.opened_at)
    return New(story_id=story_id(event))
