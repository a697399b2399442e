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
    whole = _flood(connection, row, rule, _held(row.id))
    partly = _who_got_some(connection, row.id)
    told = []
    for known in receivers.known(connection):
        if known.disabled_at is not None or not known.subscription.wants((rule,)):
            continue
        missed = whole  # nearly always, and to count for each subscriber would take seconds where thousands are held
        if known.subscription.id in partly or known.created_at > row.began_at:
            missed = _flood(connection, row, rule, _missed(row.id, known))
        if missed is not None:
            _store(connection, missed, known.subscription, now=now, expiry=expiry, notice_for=notice_for)
            told.append(known.subscription.name)
    return Told(rule=rule.id, receivers=tuple(told))


def _flood(connection: Connection, row: Row[Any], rule: RungRule, held: Select[tuple[str]]) -> Flood | None:
    """Return the flood as far as it consists of the alerts that ``held`` selects; None if there are none."""
    count = connection.execute(select(func.count()).select_from(held.subquery())).scalar_one()
    if count == 0:
        return None
    newest = select(alerts.c.payload).where(alerts.c.id.in_(held)).order_by(alerts.c.number.desc()).limit(_NEWEST)
    return Flood(
        id=row.id,
        rule=rule,
        began=row.began_at,
        ended=row.ends_at,
        rate=row.rate,
        held=count,
        newest=tuple(map(Alert.model_validate_json, connection.execute(newest).scalars())),
    )


def _held(flood: str) -> Select[tuple[str]]:
    return select(held_alerts.c.alert_id).where(held_alerts.c.flood_id == flood)


def _missed(flood: str, known: KnownSubscription) -> Select[tuple[str]]:
    """Select what one subscriber has not got: neither by another rule, nor raised before he subscribed."""
    got = exists().where(
        deliveries.c.alert_id == held_alerts.c.alert_id,
        deliveries.c.subscription_id == known.subscription.id,
        deliveries.c.notice.is_(None),
    )
    return (
        _held(flood)
        .join(alerts, alerts.c.id == held_alerts.c.alert_id)
        .where(alerts.c.raised_at >= known.created_at, ~got)
    )


def _who_got_some(connection: Connection, flood: str) -> frozenset[str]:
    """Return the subscriptions that got some of the alerts, since those rang another rule too."""
    query = (
        select(deliveries.c.subscription_id)
        .distinct()
        .join(held_alerts, held_alerts.c.alert_id == deliveries.c.alert_id)
        .where(held_alerts.c.flood_id == flood, deliveries.c.notice.is_(None))
    )
    return frozenset(connection.execute(query).scalars())


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
