"""Outbox rows -> leases, and what came of a lease -> outbox rows, delivery log and the receiver's health."""

from datetime import datetime, timedelta
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select, update

from tocsin.domain.delivery import (
    Delivered,
    DeliveryState,
    EndpointGone,
    Failure,
    GivenUp,
    NoResponse,
    Outcome,
    Response,
    RetryAt,
    Verdict,
)
from tocsin.domain.subscription import Kind
from tocsin.logs import redact
from tocsin.storage.receivers import subscription_of
from tocsin.storage.tables import alerts, attempts, deliveries, subscriptions
from tocsin.storage.values import Lease, Result, Settled

_ANSWER_SHOWN = 500  # characters of an answer that the delivery log keeps
_DEAD_AFTER_FAILURES = 20  # in a row, and ...
_DEAD_AFTER = timedelta(hours=24)  # ... over that time: Svix waits 5 days, but old news is of no use to anybody
_FAILING_AFTER = 3  # failures in a row; one or two are a restart
_SLACK_AT_ONCE = 1  # Slack takes about one message a second for a channel, and shows them in the order of arrival


def lease_due(
    connection: Connection, *, owner: str, limit: int, per_receiver: int, now: datetime, until: datetime
) -> tuple[Lease, ...]:
    """Take up to ``limit`` due deliveries for ``owner``, oldest first for each receiver.

    A receiver has at most ``per_receiver`` deliveries in flight, one while it fails: a dead one that lets every
    request run into the time limit would otherwise hold all places. Receivers that are well go first.
    """
    leases: list[Lease] = []
    for receiver in connection.execute(_receivers_with_work(now)):
        room = min(limit - len(leases), _allowed(receiver, per_receiver) - receiver.in_flight)
        if room > 0:
            leases.extend(_take(connection, receiver, room, owner=owner, now=now, until=until))
        if len(leases) >= limit:
            break
    return tuple(leases)


def _allowed(receiver: Row[Any], per_receiver: int) -> int:
    if receiver.failures >= _FAILING_AFTER:
        return 1
    return _SLACK_AT_ONCE if receiver.kind == Kind.SLACK else per_receiver


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until <= now)


def _receivers_with_work(now: datetime) -> Any:
    """Select the receivers that may get something now. The subqueries are answered by one look into an index each."""
    own = deliveries.c.subscription_id == subscriptions.c.id
    oldest = select(func.min(deliveries.c.due_at)).where(own, deliveries.c.due_at <= now, _free(now)).scalar_subquery()
    in_flight = select(func.count()).where(own, deliveries.c.leased_until > now).scalar_subquery()
    return (
        select(subscriptions, in_flight.label("in_flight"))
        .where(
            subscriptions.c.disabled_at.is_(None),
            or_(subscriptions.c.paused_until.is_(None), subscriptions.c.paused_until <= now),
            oldest.is_not(None),
        )
        .order_by(subscriptions.c.failures >= _FAILING_AFTER, oldest)
    )


def _take(
    connection: Connection, receiver: Row[Any], room: int, *, owner: str, now: datetime, until: datetime
) -> list[Lease]:
    columns = deliveries.c
    rows = connection.execute(
        select(columns.id, columns.body, columns.attempts, columns.not_after, columns.notice, alerts.c.fetched_at)
        .join(alerts, alerts.c.id == columns.alert_id)
        .where(columns.subscription_id == receiver.id, columns.due_at <= now, _free(now))
        .order_by(columns.due_at)
        .limit(room)
        .with_for_update(skip_locked=True, of=deliveries)  # PostgreSQL only; SQLite has one writer at a time
    ).all()
    connection.execute(
        update(deliveries)
        .where(columns.id.in_([row.id for row in rows]))
        .values(state=DeliveryState.LEASED.value, leased_until=until, lease_owner=owner)
    )
    return [
        Lease(
            delivery_id=row.id,
            subscription=subscription_of(receiver),
            body=row.body,
            attempts_made=row.attempts,
            not_after=row.not_after,
            fetched_at=row.fetched_at if row.notice is None else None,
            owner=owner,
            until=until,
        )
        for row in rows
    ]


def settle(connection: Connection, result: Result, *, now: datetime) -> Settled:
    """Write down what an attempt came to.

    A lease that has run out settles nothing, since the delivery may be in other hands; its attempt is logged.
    """
    lease, verdict, outcome = result.lease, result.verdict, result.outcome
    tried = 0 if outcome is None else 1
    changed = connection.execute(
        update(deliveries)
        .where(
            deliveries.c.id == lease.delivery_id,
            deliveries.c.lease_owner == lease.owner,
            deliveries.c.leased_until == lease.until,
        )
        .values(
            attempts=deliveries.c.attempts + tried,
            changed_at=now,
            leased_until=None,
            lease_owner=None,
            reason=verdict.because,
            **_standing(verdict),
        )
    ).rowcount
    connection.execute(attempts.insert().values(**_log_entry(lease, verdict, outcome, now=now)))
    return Settled(stale=changed == 0, disabled=_judge_receiver(connection, lease, verdict, outcome, now=now))


def _standing(verdict: Verdict) -> dict[str, Any]:
    match verdict:
        case Delivered():
            return {"state": DeliveryState.DELIVERED.value, "due_at": None}
        case RetryAt(at=at):
            return {"state": DeliveryState.RETRY.value, "due_at": at}
        case GivenUp():
            return {"state": DeliveryState.GIVEN_UP.value, "due_at": None}
        case EndpointGone():
            return {"state": DeliveryState.GONE.value, "due_at": None}
        case _:
            assert_never(verdict)


def _log_entry(lease: Lease, verdict: Verdict, outcome: Outcome | None, *, now: datetime) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "delivery_id": lease.delivery_id,
        "at": now,
        "outcome": _standing(verdict)["state"],
        "reason": verdict.because,
    }
    match outcome:
        case Response(status=status, body=body, took=took):
            said = body.decode("utf-8", errors="replace").replace("\x00", "�")  # PostgreSQL takes no null character
            entry |= {"status": status, "took_ms": _milliseconds(took), "answer": redact(said)[:_ANSWER_SHOWN]}
        case NoResponse(failure=failure, took=took):
            entry |= {"failure": failure.value, "took_ms": _milliseconds(took)}
        case None:
            pass
        case _:
            assert_never(outcome)
    return entry


def _judge_receiver(
    connection: Connection, lease: Lease, verdict: Verdict, outcome: Outcome | None, *, now: datetime
) -> str | None:
    """Count failures in a row, pause and switch off; return why the receiver was switched off, or None."""
    own = subscriptions.c.id == lease.subscription.id
    match verdict:
        case Delivered():
            well = {"failures": 0, "failing_since": None}
            connection.execute(update(subscriptions).where(own, subscriptions.c.failures > 0).values(**well))
        case EndpointGone(because=because):
            return because if _disable(connection, lease, because, now=now) else None
        case RetryAt(pause_until=pause):
            receiver = connection.execute(select(subscriptions).where(own).with_for_update()).one()
            until = max(receiver.paused_until or pause, pause) if pause else receiver.paused_until
            ours = isinstance(outcome, NoResponse) and outcome.failure is Failure.NAME_SERVER
            failures = receiver.failures + (0 if ours else 1)  # our name server's fault is not the receiver's
            since = receiver.failing_since or now
            connection.execute(
                update(subscriptions).where(own).values(paused_until=until, failures=failures, failing_since=since)
            )
            if failures >= _DEAD_AFTER_FAILURES and now - since >= _DEAD_AFTER:
                because = f"{failures} failures in a row since {since:%Y-%m-%d %H:%M} UTC"
                return because if _disable(connection, lease, because, now=now) else None
        case GivenUp():
            pass  # the message's fault or its age: it says nothing about the receiver
        case _:
            assert_never(verdict)
    return None


def _disable(connection: Connection, lease: Lease, because: str, *, now: datetime) -> bool:
    """Switch the receiver off; False when it is off already."""
    switch = (
        update(subscriptions)
        .where(subscriptions.c.id == lease.subscription.id, subscriptions.c.disabled_at.is_(None))
        .values(disabled_at=now, disabled_because=because)
    )
    return connection.execute(switch).rowcount == 1


def _milliseconds(took: timedelta) -> int:
    return round(took / timedelta(milliseconds=1))
