"""Windows that have ended with alerts held -> one notice for each subscriber who has not got them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, select, update

from tocsin.domain.alert import Alert
from tocsin.domain.detection import RungRule, Severity
from tocsin.domain.flood import Flood
from tocsin.domain.subscription import Subscription
from tocsin.storage import receivers
from tocsin.storage.insertion import insert_if_new
from tocsin.storage.outgoing import delivery_row
from tocsin.storage.tables import alerts, deliveries, floods, held_alerts, rates
from tocsin.storage.values import KnownSubscription, Told

NoticeFor = Callable[[Flood, Subscription], bytes]
"""What is sent about a flood; it is kept, so that every attempt sends the same bytes."""
_NEWEST = 3


def ended(connection: Connection, *, now: datetime) -> tuple[str, ...]:
    """Return the ids of the floods whose window has ended and that nobody was told of, oldest first."""
    query = select(floods.c.id).where(floods.c.told_at.is_(None), floods.c.ends_at <= now).order_by(floods.c.ends_at)
    return tuple(connection.execute(query).scalars())


def tell(connection: Connection, flood: str, *, now: datetime, expiry: timedelta, notice_for: NoticeFor) -> Told | None:
    """Store the notices of one flood; None when that is done already."""
    row = connection.execute(select(floods).where(floods.c.id == flood)).one()
    # Whoever counts alerts of this rule holds this lock. Afterwards its window is closed, so that one whose clock is
    # behind begins another and holds nothing more in this one.
    connection.execute(select(rates.c.rule_id).where(rates.c.rule_id == row.rule_id).with_for_update())
    untold = update(floods).where(floods.c.id == flood, floods.c.told_at.is_(None)).values(told_at=now)
    if connection.execute(untold).rowcount == 0:
        return None
    connection.execute(
        update(rates)
        .where(rates.c.rule_id == row.rule_id, rates.c.began_at == row.began_at)
        .values(began_at=None, rung=0)
    )
    rule = RungRule(id=row.rule_id, title=row.title, severity=Severity(row.severity), because=(), rate=row.rate)
    told = []
    for known in receivers.known(connection):
        if known.disabled_at is None and known.subscription.wants((rule,)):
            found = _flood_for(connection, row, rule, known)
            if found is not None:
                _store(connection, found, known.subscription, now=now, expiry=expiry, notice_for=notice_for)
                told.append(known.subscription.name)
    return Told(rule=rule.id, receivers=tuple(told))


def _flood_for(connection: Connection, row: Row[Any], rule: RungRule, known: KnownSubscription) -> Flood | None:
    """Return what was held from one subscriber; None if he got every alert, by another rule, or came later."""
    count = connection.execute(_missed(row.id, known, func.count())).scalar_one()
    newest = connection.execute(
        _missed(row.id, known, alerts.c.payload).order_by(alerts.c.number.desc()).limit(_NEWEST)
    ).scalars()
    if count == 0:
        return None
    return Flood(
        id=row.id,
        rule=rule,
        began=row.began_at,
        ended=row.ends_at,
        rate=row.rate,
        held=count,
        newest=tuple(map(Alert.model_validate_json, newest)),
    )


def _missed(flood: str, known: KnownSubscription, what: Any) -> Select[Any]:
    got = exists().where(
        deliveries.c.alert_id == alerts.c.id,
        deliveries.c.subscription_id == known.subscription.id,
        deliveries.c.notice.is_(None),
    )
    return (
        select(what)
        .select_from(alerts)
        .join(held_alerts, held_alerts.c.alert_id == alerts.c.id)
        .where(held_alerts.c.flood_id == flood, alerts.c.raised_at >= known.created_at, ~got)
    )


def _store(
    connection: Connection,
    flood: Flood,
    receiver: Subscription,
    *,
    now: datetime,
    expiry: timedelta,
    notice_for: NoticeFor,
) -> None:
    row = delivery_row(
        flood.id,
        receiver,
        notice_for(flood, receiver),
        alert_id=flood.newest[0].id,
        now=now,
        expiry=expiry,
        notice=f"{flood.rule.title}: flooding, {flood.held:,} held",
    )
    insert_if_new(connection, deliveries, row)
