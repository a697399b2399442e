"""Detections -> stories, alerts and outbox rows, all in the transaction that is given."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from tocsin.domain.alert import Alert, delivery_id
from tocsin.domain.delivery import DeliveryState
from tocsin.domain.detection import Detection
from tocsin.domain.subscription import Subscription
from tocsin.storage.receivers import listening
from tocsin.storage.tables import alerts, deliveries, stories
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
    memory = _Memory(connection, (detection.event.id for detection in detections))
    receivers = listening(connection)
    decisions = []
    for detection in detections:
        decision = decide(detection.event, memory)
        if isinstance(decision, New):
            decision = _open(connection, detection, decision, receivers, now=now, expiry=expiry, body_for=body_for)
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
    *,
    now: datetime,
    expiry: timedelta,
    body_for: BodyFor,
) -> Decision:
    opened = {"id": new.story_id, "event_id": detection.event.id, "opened_at": now, "revision": 1}
    if not _insert_if_new(connection, stories, opened):
        # Another notifier committed the same event after we looked: Kafka moved the partition in between.
        return Repeat(of=new.story_id, since=now)
    alert = first_alert(detection, story_id=new.story_id, now=now)
    connection.execute(
        alerts.insert().values(
            id=alert.id,
            story_id=alert.story_id,
            raised_at=now,
            fetched_at=detection.article.fetched,
            title=" · ".join(rule.title for rule in alert.rules),
            payload=alert.model_dump_json(by_alias=True),
        )
    )
    rows = [
        {
            "id": delivery_id(alert.id, receiver.id),
            "alert_id": alert.id,
            "subscription_id": receiver.id,
            "body": body_for(alert, receiver),
            "state": DeliveryState.PENDING.value,
            "attempts": 0,
            "created_at": now,
            "changed_at": now,
            "due_at": now,
            "not_after": now + expiry,
        }
        for receiver in receivers
        if receiver.wants(alert.rules)
    ]
    if rows:
        connection.execute(deliveries.insert(), rows)
    return new


def _insert_if_new(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Insert the row unless its key is there; say whether it was inserted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(values).on_conflict_do_nothing().returning(table.c.id)
    return connection.execute(statement).first() is not None
