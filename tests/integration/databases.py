"""A store to test with, and short ways to fill it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr

from tests.builders import NOON, a_detection, a_rung_rule, an_event
from tocsin.domain.alert import Alert
from tocsin.domain.detection import Detection
from tocsin.domain.flood import Flood
from tocsin.domain.subscription import Kind, Subscription
from tocsin.storage.store import Store
from tocsin.storage.values import Lease, Told
from tocsin.stories.decide import Decision

EXPIRY = timedelta(hours=24)
LEASE = timedelta(seconds=60)
SECRET = "whsec_" + "A" * 32


def body_for(alert: Alert, subscription: Subscription) -> bytes:
    return f"{alert.id} for {subscription.name}".encode()


def notice_for(flood: Flood, subscription: Subscription) -> bytes:
    newest = ",".join(alert.id for alert in flood.newest)
    return f"{flood.rule.id}: {flood.held} held of {flood.rate} for {subscription.name}, newest {newest}".encode()


def a_subscription(name: str = "newsroom", **given: Any) -> Subscription:
    values: dict[str, Any] = {
        "id": "",
        "name": name,
        "kind": Kind.WEBHOOK,
        "url": SecretStr(f"https://{name}.example/hook"),
        "secret": SecretStr(SECRET),
    }
    return Subscription.model_validate(values | given)


def detections(count: int, *, rule: str = "large-attack", start: int = 0, rate: int | None = None) -> list[Detection]:
    """Different events, one after the other."""
    return [
        a_detection(event=an_event(trigger_span={"start": n, "end": n + 1}), rules=(a_rung_rule(id=rule, rate=rate),))
        for n in range(start, start + count)
    ]


def record(store: Store, what: Sequence[Detection], *, now: datetime = NOON) -> tuple[Decision, ...]:
    return store.record(what, now=now, expiry=EXPIRY, body_for=body_for)


def tell(store: Store, *, now: datetime) -> list[Told | None]:
    """Write the notices of all floods that have ended."""
    return [
        store.tell_flood(flood, now=now, expiry=EXPIRY, notice_for=notice_for) for flood in store.ended_floods(now=now)
    ]


def lease(
    store: Store, owner: str = "one", *, now: datetime = NOON, limit: int = 100, per_receiver: int = 100
) -> tuple[Lease, ...]:
    return store.lease_due(owner, limit=limit, per_receiver=per_receiver, now=now, lease=LEASE)
