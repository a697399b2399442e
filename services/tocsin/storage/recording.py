"""Detections -> stories, alerts and outbox rows, all in the transaction that is given."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from tocsin.domain.alert import Alert
from tocsin.domain.detection import Detection
from tocsin.domain.subscription import Subscription
from tocsin.storage.insertion import insert_if_new
from tocsin.storage.outgoing import delivery_row
from tocsin.storage.receivers import listening
from tocsin.storage.tables import alerts, deliveries, stories
from tocsin.storage.windows import Windows, hold
from tocsin.stories.decide import Decision, KnownStory, New, Repeat, decide
from tocsin.stories.raising import first_alert

BodyFor = Callable[[Alert, Subscription], bytes]
"""What is sent about an alert; it is kept, so that every attempt sends the same bytes."""


class _Memory:
    """The stories that the database knows of these events; asked once for the whole batch."""

    def __init__(self, connection: Connection, event_ids: Iterable[str]) -> None:
        found = connection.execute(
            select(stories.c.event_id, stories.c.id, stories.c.opened_at).where(stories.c.event_id.in_(set(event_ids)))
        )
        self._known = {event_id: KnownStory(story_id, opened_at) for event_id, story_id, opened_at in found}

    def story_of(self, event_id: str) -> KnownStory | None:
        return self._known.get(event_id)

    def remember(self, event_id: str, story: KnownStory) -> None:
        self._known[event_id] = story


def record(
    connection: Connection, detections: Sequence[Detection], *, now: datetime, expiry: timedelta, body_for: BodyFor
) -> tuple[Decision, ...]:
    """Store what follows from the detections; return the decision on each, in their order."""
    windows = Windows(connection, detections)
    memory = _Memory(connection, (detection.event.id for detection in detections))
    receivers = listening(connection)
    decisions = []
    for detection in detections:
        decision = decide(detection.event, memory)
        if isinstance(decision, New):
            decision = _open(
                connection, detection, decision, receivers, windows, now=now, expiry=expiry, body_for=body_for
            )
            memory.remember(detection.event.id, KnownStory(first_story(decision), now))
        decisions.append(decision)
    return tuple(decisions)


def first_story(decision: Decision) -> str:
    """Return the id of the story that a decision is about."""
    return decision.story_id if isinstance(decision, New) else decision.of


def _open(
    connection: Connection,
    detection: Detection,
    new: New,
    receivers: Sequence[Subscription],
    windows: Windows,
    *,
    now: datetime,
    expiry: timedelta,
    body_for: BodyFor,
) -> Decision:
    opened = {"id": new.story_id, "event_id": detection.event.id, "opened_at": now, "revision": 1}
    if not insert_if_new(connection, stories, opened):
        # Another notifier committed the same event after we looked: Kafka moved the partition in between.
        return Repeat(of=new.story_id, since=now)
    admissions = windows.admit(detection.rules, now)
    alert = first_alert(detection, story_id=new.story_id, now=now, admissions=admissions)
    connection.execute(
        alerts.insert().values(
            id=alert.id,
            story_id=alert.story_id,
            raised_at=now,
            fetched_at=detection.article.fetched,
            title=" · ".join(rule.title for rule in alert.ringing or alert.rules),
            payload=alert.model_dump_json(by_alias=True),
        )
    )
    hold(connection, alert, admissions)
    rows = [
        delivery_row(alert.id, receiver, body_for(alert, receiver), alert_id=alert.id, now=now, expiry=expiry)
        for receiver in receivers
        if receiver.wants(alert.ringing)
    ]
    if rows:
        connection.execute(deliveries.insert(), rows)
    return replace(new, held=not alert.ringing)
