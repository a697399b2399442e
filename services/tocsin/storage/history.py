"""What happened, for the page and the command line. Only reads, except for ``replay``."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, update

from tocsin.domain.alert import Alert
from tocsin.domain.delivery import DeliveryState
from tocsin.domain.subscription import Kind
from tocsin.storage.tables import alerts, attempts, deliveries, subscriptions
from tocsin.storage.values import AttemptEntry, Changes, DeliverySummary, Marker


def recent_alerts(connection: Connection, *, limit: int) -> tuple[Alert, ...]:
    """Return the newest alerts, newest first."""
    rows = connection.execute(select(alerts.c.payload).order_by(alerts.c.number.desc()).limit(limit))
    return tuple(Alert.model_validate_json(row.payload) for row in rows)


def recent_deliveries(
    connection: Connection, *, limit: int, receiver: str | None = None, states: Sequence[DeliveryState] = ()
) -> tuple[DeliverySummary, ...]:
    """Return the newest deliveries, newest first; of one receiver's name and in certain states if these are given."""
    query = _summaries().order_by(deliveries.c.created_at.desc(), deliveries.c.id).limit(limit)
    if receiver is not None:
        query = query.where(subscriptions.c.name == receiver)
    if states:
        query = query.where(deliveries.c.state.in_([state.value for state in states]))
    return tuple(map(_summary, connection.execute(query)))


def delivery(connection: Connection, delivery_id: str) -> tuple[DeliverySummary, bytes] | None:
    """Return a delivery with the body that is sent, or None."""
    row = connection.execute(_summaries().where(deliveries.c.id == delivery_id)).one_or_none()
    if row is None:
        return None
    body = connection.execute(select(deliveries.c.body).where(deliveries.c.id == delivery_id)).scalar_one()
    return _summary(row), body


def attempts_of(connection: Connection, delivery_id: str) -> tuple[AttemptEntry, ...]:
    """Return the log of a delivery, oldest first."""
    query = select(attempts).where(attempts.c.delivery_id == delivery_id).order_by(attempts.c.number)
    return tuple(
        AttemptEntry(
            at=row.at,
            outcome=row.outcome,
            reason=row.reason,
            status=row.status,
            failure=row.failure,
            took_ms=row.took_ms,
            answer=row.answer,
        )
        for row in connection.execute(query)
    )


def newest(connection: Connection) -> Marker:
    """Return the marker after which nothing has happened yet."""
    alert = connection.execute(select(func.max(alerts.c.number))).scalar()
    attempt = connection.execute(select(func.max(attempts.c.number))).scalar()
    return Marker(alert=alert or 0, attempt=attempt or 0)


def changes_since(connection: Connection, marker: Marker, *, limit: int) -> Changes:
    """Return the alerts after the marker with their deliveries, and the deliveries attempted after it.

    PostgreSQL numbers rows before it commits them: of two transactions at the same moment the one with the lower
    number can come later and be passed over. For a page that is good enough; nothing else may rely on it.
    """
    fresh = connection.execute(
        select(alerts.c.number, alerts.c.id, alerts.c.payload)
        .where(alerts.c.number > marker.alert)
        .order_by(alerts.c.number)
        .limit(limit)
    ).all()
    tried = connection.execute(
        select(attempts.c.number, attempts.c.delivery_id)
        .where(attempts.c.number > marker.attempt)
        .order_by(attempts.c.number)
        .limit(limit)
    ).all()
    of_fresh = deliveries.c.alert_id.in_([row.id for row in fresh])
    of_tried = deliveries.c.id.in_({row.delivery_id for row in tried})
    touched = connection.execute(_summaries().where(of_fresh | of_tried).order_by(deliveries.c.changed_at)).all()
    return Changes(
        alerts=tuple(Alert.model_validate_json(row.payload) for row in fresh),
        deliveries=tuple(map(_summary, touched)),
        marker=Marker(
            alert=fresh[-1].number if fresh else marker.alert,
            attempt=tried[-1].number if tried else marker.attempt,
        ),
    )


def waiting(connection: Connection) -> int:
    """Return how many deliveries are due or will be tried again, those of switched-off receivers not counted."""
    query = (
        select(func.count())
        .select_from(deliveries)
        .join(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
        .where(deliveries.c.due_at.is_not(None), subscriptions.c.disabled_at.is_(None))
    )
    return connection.execute(query).scalar_one()


def replay(connection: Connection, delivery_ids: Sequence[str], *, now: datetime, expiry: timedelta) -> int:
    """Make deliveries due now, with the same webhook-id and body and a fresh schedule; return how many.

    What is in flight at this moment is left alone.
    """
    again = (
        update(deliveries)
        .where(deliveries.c.id.in_(delivery_ids))
        .where(deliveries.c.leased_until.is_(None) | (deliveries.c.leased_until <= now))
        .values(
            state=DeliveryState.PENDING.value,
            attempts=0,
            due_at=now,
            not_after=now + expiry,
            changed_at=now,
            leased_until=None,
            lease_owner=None,
        )
    )
    return connection.execute(again).rowcount


def _summaries() -> Select[Any]:
    columns = deliveries.c
    return (
        select(
            columns.id,
            columns.alert_id,
            subscriptions.c.name.label("receiver"),
            subscriptions.c.kind,
            func.coalesce(columns.notice, alerts.c.title).label("title"),
            columns.state,
            columns.attempts,
            columns.created_at,
            columns.changed_at,
            columns.due_at,
            columns.not_after,
            columns.reason,
        )
        .join(alerts, alerts.c.id == columns.alert_id)
        .join(subscriptions, subscriptions.c.id == columns.subscription_id)
    )


def _summary(row: Row[Any]) -> DeliverySummary:
    return DeliverySummary(
        id=row.id,
        alert_id=row.alert_id,
        receiver=row.receiver,
        kind=Kind(row.kind),
        title=row.title,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        changed_at=row.changed_at,
        due_at=row.due_at,
        not_after=row.not_after,
        reason=row.reason,
    )
