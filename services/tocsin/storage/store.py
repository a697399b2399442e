"""The database in a few verbs, each one transaction. Synchronous: an event loop calls it through a thread."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine

from tocsin.domain.alert import Alert
from tocsin.domain.delivery import DeliveryState, Outcome, Verdict
from tocsin.domain.detection import Detection
from tocsin.domain.subscription import Subscription
from tocsin.storage import flooding, history, outbox, receivers, recording, retention, schema
from tocsin.storage.engine import make_engine, transaction
from tocsin.storage.flooding import NoticeFor
from tocsin.storage.recording import BodyFor
from tocsin.storage.values import (
    AttemptEntry,
    Changes,
    Declared,
    DeliverySummary,
    KnownSubscription,
    Lease,
    Marker,
    Origin,
    Result,
    Settled,
    Told,
)
from tocsin.stories.decide import Decision


class Store:
    """Every verb raises Unavailable when the database cannot be used now, and has then changed nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def at(cls, url: str) -> "Store":
        """Return the store of a database URL; nothing is opened yet. Raises DeclarationError for a wrong URL."""
        return cls(make_engine(url))

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()

    # The schema

    def upgrade(self) -> tuple[str, ...]:
        """Bring the tables to the newest revision; return the revisions that were applied, oldest first."""
        return schema.upgrade(self._engine)

    def pending_revisions(self) -> tuple[str, ...]:
        """Return the revisions that ``upgrade`` would apply, oldest first."""
        return schema.pending(self._engine)

    # Stories, alerts and the outbox

    def record(
        self, detections: Sequence[Detection], *, now: datetime, expiry: timedelta, body_for: BodyFor
    ) -> tuple[Decision, ...]:
        """Store stories, alerts and one delivery for each subscription that wants them, or nothing at all.

        Recording the same detections again changes nothing. Deliveries are given up at ``now + expiry``.
        """
        with transaction(self._engine) as connection:
            return recording.record(connection, detections, now=now, expiry=expiry, body_for=body_for)

    def lease_due(
        self, owner: str, *, limit: int, per_receiver: int, now: datetime, lease: timedelta
    ) -> tuple[Lease, ...]:
        """Take up to ``limit`` due deliveries, at most ``per_receiver`` of one receiver in flight at a time."""
        with transaction(self._engine) as connection:
            return outbox.lease_due(
                connection, owner=owner, limit=limit, per_receiver=per_receiver, now=now, until=now + lease
            )

    def settle(self, lease: Lease, verdict: Verdict, outcome: Outcome | None, *, now: datetime) -> Settled:
        """Write down what became of a lease, and log the attempt."""
        (settled,) = self.settle_all([Result(lease, verdict, outcome)], now=now)
        return settled

    def settle_all(self, results: Sequence[Result], *, now: datetime) -> tuple[Settled, ...]:
        """Write down what became of several leases, all or none."""
        with transaction(self._engine) as connection:
            return tuple(outbox.settle(connection, result, now=now) for result in results)

    def replay(self, delivery_ids: Sequence[str], *, now: datetime, expiry: timedelta) -> int:
        """Make deliveries due again, with the same webhook-id and body; return how many."""
        with transaction(self._engine) as connection:
            return history.replay(connection, delivery_ids, now=now, expiry=expiry)

    def ended_floods(self, *, now: datetime) -> tuple[str, ...]:
        """Return the floods whose window has ended and that nobody was told of; cheap enough to be asked often."""
        with transaction(self._engine, read_only=True) as connection:
            return flooding.ended(connection, now=now)

    def tell_flood(self, flood: str, *, now: datetime, expiry: timedelta, notice_for: NoticeFor) -> Told | None:
        """Store one notice for each subscription that missed alerts of the flood; None when that is done already."""
        with transaction(self._engine) as connection:
            return flooding.tell(connection, flood, now=now, expiry=expiry, notice_for=notice_for)

    def forget(self, *, before: datetime) -> int:
        """Delete some of what is older; return how many alerts, fewer than ``retention.STEP`` when all is done."""
        with transaction(self._engine) as connection:
            return retention.forget(connection, before=before)

    # What happened

    def waiting(self) -> int:
        """Return how many deliveries are due or will be tried again."""
        with transaction(self._engine, read_only=True) as connection:
            return history.waiting(connection)

    def recent_alerts(self, limit: int) -> tuple[Alert, ...]:
        """Return the newest alerts, newest first."""
        with transaction(self._engine, read_only=True) as connection:
            return history.recent_alerts(connection, limit=limit)

    def recent_deliveries(
        self, limit: int, *, receiver: str | None = None, states: Sequence[DeliveryState] = ()
    ) -> tuple[DeliverySummary, ...]:
        """Return the newest deliveries, newest first."""
        with transaction(self._engine, read_only=True) as connection:
            return history.recent_deliveries(connection, limit=limit, receiver=receiver, states=states)

    def delivery(self, delivery_id: str) -> tuple[DeliverySummary, bytes, tuple[AttemptEntry, ...]] | None:
        """Return a delivery, the body that is sent and the log of its attempts; None when there is none."""
        with transaction(self._engine, read_only=True) as connection:
            found = history.delivery(connection, delivery_id)
            return None if found is None else (*found, history.attempts_of(connection, delivery_id))

    def newest(self) -> Marker:
        """Return the marker after which nothing has happened yet."""
        with transaction(self._engine, read_only=True) as connection:
            return history.newest(connection)

    def changes_since(self, marker: Marker, limit: int = 200) -> Changes:
        """Return what happened after ``marker``: cheap enough to be asked twice a second."""
        with transaction(self._engine, read_only=True) as connection:
            return history.changes_since(connection, marker, limit=limit)

    # Subscriptions

    def subscriptions(self) -> tuple[KnownSubscription, ...]:
        """Return all subscriptions, by name."""
        with transaction(self._engine, read_only=True) as connection:
            return receivers.known(connection)

    def subscription(self, name: str) -> KnownSubscription | None:
        """Return the subscription of that name, or None."""
        with transaction(self._engine, read_only=True) as connection:
            return receivers.named(connection, name)

    def add(self, wanted: Subscription, *, now: datetime) -> Subscription | None:
        """Add a subscription and return it with its id; None when the name is taken."""
        with transaction(self._engine) as connection:
            if receivers.named(connection, wanted.name):
                return None
            return receivers.add(connection, wanted, origin=Origin.ADDED, now=now)

    def remove(self, name: str, *, now: datetime) -> KnownSubscription | None:
        """Remove a subscription that was added by command; return what stands under the name, declared or not."""
        with transaction(self._engine) as connection:
            found = receivers.named(connection, name)
            if found and found.origin is Origin.ADDED:
                receivers.remove(connection, found, now=now)
            return found

    def enable(self, name: str) -> KnownSubscription | None:
        """Let a receiver that was switched off or paused get messages again; None when there is none."""
        with transaction(self._engine) as connection:
            found = receivers.named(connection, name)
            if found:
                receivers.enable(connection, found)
            return found

    def declare(self, wanted: Sequence[Subscription], *, source: str, now: datetime) -> Declared:
        """Make the declared subscriptions be exactly ``wanted``; ``source`` names the file in faults."""
        with transaction(self._engine) as connection:
            return receivers.declare(connection, wanted, source=source, now=now)
