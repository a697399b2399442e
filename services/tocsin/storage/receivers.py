"""Subscriptions in the database: who is told, since when, and how the receiver is doing."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection, Row, select, update

from tocsin.domain.errors import DeclarationError, Fault
from tocsin.domain.ids import make_id
from tocsin.domain.subscription import Kind, Subscription
from tocsin.storage.tables import subscriptions
from tocsin.storage.values import Declared, KnownSubscription, Origin

NO_LONGER_DECLARED = "no longer declared"


def subscription_of(row: Row[Any]) -> Subscription:
    """Return the subscription that a row of the table holds."""
    return Subscription(
        id=row.id,
        name=row.name,
        kind=Kind(row.kind),
        url=SecretStr(row.url),
        secret=None if row.secret is None else SecretStr(row.secret),
        rules=tuple(json.loads(row.rules)),
    )


def listening(connection: Connection) -> tuple[Subscription, ...]:
    """Return the subscriptions that new alerts are for."""
    rows = connection.execute(
        select(subscriptions)
        .where(subscriptions.c.disabled_at.is_(None), subscriptions.c.removed_at.is_(None))
        .order_by(subscriptions.c.id)
    )
    return tuple(map(subscription_of, rows))


def known(connection: Connection) -> tuple[KnownSubscription, ...]:
    """Return all subscriptions that were not removed, by name."""
    rows = connection.execute(
        select(subscriptions).where(subscriptions.c.removed_at.is_(None)).order_by(subscriptions.c.name)
    )
    return tuple(
        KnownSubscription(
            subscription=subscription_of(row),
            origin=Origin(row.origin),
            created_at=row.created_at,
            paused_until=row.paused_until,
            failures=row.failures,
            disabled_at=row.disabled_at,
            disabled_because=row.disabled_because,
        )
        for row in rows
    )


def named(connection: Connection, name: str) -> KnownSubscription | None:
    """Return the subscription of that name, or None."""
    return next((found for found in known(connection) if found.subscription.name == name), None)


def add(connection: Connection, wanted: Subscription, *, origin: Origin, now: datetime) -> Subscription:
    """Insert a subscription under a new id and return it with that id.

    The id depends on the time too: a name that is removed and given again is another receiver.
    """
    made = wanted.model_copy(update={"id": make_id("sub", wanted.name, now.isoformat())})
    connection.execute(
        subscriptions.insert().values(
            id=made.id, name=made.name, origin=origin.value, created_at=now, failures=0, **_wishes(made)
        )
    )
    return made


def remove(connection: Connection, found: KnownSubscription, *, now: datetime) -> None:
    """Forget a receiver's URL and secret; its deliveries stay in the log and are not sent any more."""
    connection.execute(
        _of(found).values(
            removed_at=now, url="", secret=None, disabled_at=found.disabled_at or now, disabled_because="removed"
        )
    )


def enable(connection: Connection, found: KnownSubscription) -> None:
    """Let a receiver that was switched off or paused get messages again, what waits for it included."""
    connection.execute(
        _of(found).values(disabled_at=None, disabled_because=None, paused_until=None, failures=0, failing_since=None)
    )


def declare(connection: Connection, wanted: Sequence[Subscription], *, source: str, now: datetime) -> Declared:
    """Make the declared subscriptions be as ``wanted``; those that vanished are switched off, not removed.

    Raises:
        DeclarationError: When a name is taken by a subscription that was added by command.
    """
    existing = {found.subscription.name: found for found in known(connection)}
    taken = [w.name for w in wanted if w.name in existing and existing[w.name].origin is Origin.ADDED]
    if taken:
        text = "the name {} is taken by a subscription that was added by command; remove that one or choose another"
        raise DeclarationError([Fault(source, 0, 0, text.format(name)) for name in taken])
    added, changed, ended = [], [], []
    for subscription in wanted:
        found = existing.get(subscription.name)
        if found is None:
            add(connection, subscription, origin=Origin.DECLARED, now=now)
            added.append(subscription.name)
        elif _wishes(found.subscription) != _wishes(subscription) or found.disabled_because == NO_LONGER_DECLARED:
            connection.execute(_of(found).values(**_wishes(subscription)))
            if found.disabled_because == NO_LONGER_DECLARED or _moved(found.subscription, subscription):
                enable(connection, found)
            changed.append(subscription.name)
    names = {subscription.name for subscription in wanted}
    for name, found in existing.items():
        if found.origin is Origin.DECLARED and name not in names and found.disabled_because != NO_LONGER_DECLARED:
            connection.execute(_of(found).values(disabled_at=now, disabled_because=NO_LONGER_DECLARED))
            ended.append(name)
    return Declared(tuple(added), tuple(changed), tuple(ended))


def _moved(before: Subscription, after: Subscription) -> bool:
    return (before.kind, before.url) != (after.kind, after.url)


def _wishes(subscription: Subscription) -> dict[str, Any]:
    """Return the columns that the subscriber decides about."""
    return {
        "kind": subscription.kind.value,
        "url": subscription.url.get_secret_value(),
        "secret": subscription.secret.get_secret_value() if subscription.secret else None,
        "rules": json.dumps(subscription.rules),
    }


def _of(found: KnownSubscription) -> Any:
    return update(subscriptions).where(subscriptions.c.id == found.subscription.id)
