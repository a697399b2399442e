"""The notifier's parts with a real database, a real receiver and a clock that is moved: a rule that floods."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook

from tests.integration.databases import EXPIRY, SECRET, a_subscription, detections
from tests.integration.receivers import Received, Receiver, answering, receiver
from tests.integration.test_notifier import until
from tests.unit.notifier.fakes import Clock
from tocsin.kafka.breaker import Breaker
from tocsin.kafka.codec import encode
from tocsin.notifier.courier import Courier
from tocsin.notifier.housekeeping import tell_floods
from tocsin.notifier.intake import Intake
from tocsin.notifier.pace import Pace
from tocsin.notifier.sender import HttpxSender
from tocsin.storage.store import Store

LOOPBACK = (ip_network("127.0.0.0/8"),)
PACE = Pace(poll=timedelta(milliseconds=20), lease=timedelta(seconds=60), landing=timedelta(seconds=0.3))
HOUR = timedelta(hours=1)


@asynccontextmanager
async def delivering(store: Store, clock: Clock) -> AsyncIterator[None]:
    sender = HttpxSender(allowed=LOOPBACK, allow_http=True)
    courier = Courier(store, sender, name="courier", clock=clock, jitter=lambda: 0.5, pace=PACE)
    task = asyncio.create_task(courier.run())
    try:
        yield
    finally:
        courier.stop()
        await task
        await sender.aclose()


def an_intake(store: Store, clock: Clock) -> Intake:
    prepared = asyncio.Event()
    prepared.set()
    breaker = Breaker(in_a_row=5, window=0, share=1)
    return Intake(store, expiry=EXPIRY, clock=clock, waiting=lambda: None, prepared=prepared, breaker=breaker)


def told(request: Received) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(request.body)
    return message


def of_type(running: Receiver, kind: str) -> list[Received]:
    return [request for request in running.requests if told(request)["type"] == kind]


def all_delivered(store: Store, count: int) -> bool:
    return [one.state for one in store.recent_deliveries(500)] == ["delivered"] * count


async def test_a_rule_that_floods_is_heard_up_to_its_rate_and_then_once(store: Store) -> None:
    clock = Clock(datetime.now(UTC) - HOUR)  # so that the notice is of the present, as a receiver's library wants it
    came = [encode(one) for one in detections(5, rate=2)]
    async with receiver(answering(200)) as running, delivering(store, clock):
        store.add(a_subscription(url=SecretStr(running.url())), now=clock())
        intake = an_intake(store, clock)
        await intake.take(came)
        await until(lambda: all_delivered(store, 2))
        first, second = sorted((told(one)["data"] for one in running.requests), key=lambda data: "last_of" in data)
        assert "last_of" not in first
        (last,) = second["last_of"]
        assert (last["rule"], last["allowed"]) == ("large-attack", 2)
        assert last["summary"].startswith("2nd of this hour, the most this rule may raise; further ones are held until")

        clock.advance(HOUR - timedelta(seconds=1))
        assert await tell_floods(store, expiry=EXPIRY, now=clock()) == 0
        clock.advance(timedelta(seconds=1))
        assert await tell_floods(store, expiry=EXPIRY, now=clock()) == 1
        await until(lambda: all_delivered(store, 3))
        (notice,) = of_type(running, "rule.flooding")
        verified = Webhook(SECRET).verify(notice.body.decode(), notice.headers)
        assert (verified["data"]["held"], verified["data"]["allowed"]) == (3, 2)
        assert verified["data"]["rule"] == {"id": "large-attack", "title": "Large attack", "severity": "high"}
        assert {one["alert_id"] for one in verified["data"]["newest"]} == {
            alert.id for alert in store.recent_alerts(10) if alert.held_by
        }

        await intake.take(came)  # Kafka gives all of them again
        clock.advance(HOUR)
        assert await tell_floods(store, expiry=EXPIRY, now=clock()) == 0
        assert (len(store.recent_alerts(100)), all_delivered(store, 3)) == (5, True)
        assert len(running.requests) == 3


async def test_a_notice_that_is_not_taken_is_tried_again_with_the_same_id_and_bytes(store: Store) -> None:
    clock = Clock(datetime.now(UTC) - HOUR)

    async def refuses_the_first_notice(connection: Any) -> None:
        await connection.answer(500 if len(of_type(running, "rule.flooding")) == 1 else 200)

    async with receiver(refuses_the_first_notice) as running, delivering(store, clock):
        store.add(a_subscription(url=SecretStr(running.url())), now=clock())
        await an_intake(store, clock).take([encode(one) for one in detections(5, rate=2)])
        await until(lambda: all_delivered(store, 2))
        clock.advance(HOUR)
        await tell_floods(store, expiry=EXPIRY, now=clock())
        await until(lambda: "retry" in {one.state for one in store.recent_deliveries(10)})
        clock.advance(timedelta(seconds=6))
        await until(lambda: all_delivered(store, 3))
    one, two = of_type(running, "rule.flooding")
    assert (one.headers["webhook-id"], one.body) == (two.headers["webhook-id"], two.body)
