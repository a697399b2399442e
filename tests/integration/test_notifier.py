"""The courier with a real database and real receivers: one that is well, and others on their bad days."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook

from tests.integration.databases import SECRET, a_subscription, detections
from tests.integration.receivers import Connection, Receiver, receiver
from tests.unit.notifier.fakes import Clock
from tocsin.delivery.request import body_for
from tocsin.notifier.courier import Courier
from tocsin.notifier.pace import Pace
from tocsin.notifier.sender import HttpxSender
from tocsin.storage.store import Store

LOOPBACK = (ip_network("127.0.0.0/8"),)
PACE = Pace(poll=timedelta(milliseconds=20), lease=timedelta(seconds=60), landing=timedelta(seconds=0.3))
ROOT = Path(__file__).parents[2]


@pytest.fixture
def clock() -> Clock:
    """At the present: the receivers check the time that is signed."""
    return Clock(datetime.now(UTC))


@asynccontextmanager
async def delivering(store: Store, clock: Clock, pace: Pace = PACE) -> AsyncIterator[Courier]:
    sender = HttpxSender(allowed=LOOPBACK, allow_http=True)
    courier = Courier(store, sender, name="courier", clock=clock, jitter=lambda: 0.5, pace=pace)
    task = asyncio.create_task(courier.run())
    try:
        yield courier
    finally:
        courier.stop()
        await task
        await sender.aclose()


def subscribe(store: Store, clock: Clock, **receivers: Receiver) -> None:
    for name, running in receivers.items():
        store.add(a_subscription(name, url=SecretStr(running.url())), now=clock())


def record(store: Store, clock: Clock, count: int, *, start: int = 0) -> None:
    made = detections(count, start=start)
    store.record(made, now=clock(), expiry=timedelta(hours=24), body_for=body_for)


async def until(check: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not await asyncio.to_thread(check):  # noqa: ASYNC110  # a database tells nobody of a change
            await asyncio.sleep(0.02)


def states(store: Store) -> list[str]:
    return sorted(f"{one.receiver} {one.state}" for one in store.recent_deliveries(500))


def ids(running: Receiver) -> list[str]:
    return [request.headers["webhook-id"] for request in running.requests]


async def ok(connection: Connection) -> None:
    await connection.answer(200, b"thanks")


async def test_a_receiver_that_fails_first_gets_the_same_message_again_and_can_verify_both(
    store: Store, clock: Clock
) -> None:
    async def fails_first(connection: Connection) -> None:
        await connection.answer(200 if len(running.requests) > 1 else 500)

    async with receiver(fails_first) as running, delivering(store, clock) as courier:
        subscribe(store, clock, newsroom=running)
        record(store, clock, 1)
        courier.wake()
        await until(lambda: states(store) == ["newsroom retry"])
        clock.advance(timedelta(seconds=6))
        await until(lambda: states(store) == ["newsroom delivered"])
    first, second = running.requests
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    for request in running.requests:
        assert Webhook(SECRET).verify(request.body.decode(), request.headers)["type"] == "alert.raised"


async def test_a_receiver_that_asks_for_a_pause_gets_it_and_no_other_is_held_back(store: Store, clock: Clock) -> None:
    async def busy(connection: Connection) -> None:
        await connection.answer(429 if len(paused.requests) == 1 else 200, retry_after="120")

    async with receiver(busy) as paused, receiver(ok) as well, delivering(store, clock) as courier:
        subscribe(store, clock, paused=paused, well=well)
        record(store, clock, 1)
        courier.wake()
        await until(lambda: states(store) == ["paused retry", "well delivered"])
        record(store, clock, 5, start=10)
        clock.advance(timedelta(seconds=119))
        courier.wake()
        await until(lambda: states(store).count("well delivered") == 6)
        assert len(paused.requests) == 1
        clock.advance(timedelta(seconds=2))
        await until(lambda: states(store).count("paused delivered") == 6)


async def test_a_receiver_that_is_gone_is_asked_once_and_its_messages_come_after_a_replay(
    store: Store, clock: Clock
) -> None:
    async def gone_at_first(connection: Connection) -> None:
        await connection.answer(410 if len(gone.requests) == 1 else 200)

    async with receiver(gone_at_first) as gone, receiver(ok) as well, delivering(store, clock) as courier:
        subscribe(store, clock, gone=gone, well=well)
        record(store, clock, 1)
        courier.wake()
        await until(lambda: states(store) == ["gone gone", "well delivered"])
        record(store, clock, 1, start=10)
        courier.wake()
        await until(lambda: states(store).count("well delivered") == 2)
        assert len(gone.requests) == 1
        (kept,) = store.recent_deliveries(10, receiver="gone")
        store.enable("gone")
        store.replay([kept.id], now=clock(), expiry=timedelta(hours=24))
        await until(lambda: "gone delivered" in states(store))
    assert ids(gone) == [kept.id, kept.id]
    assert gone.requests[0].body == gone.requests[1].body


async def test_a_receiver_that_never_answers_delays_no_other(store: Store, clock: Clock) -> None:
    async def never(_: Connection) -> None:
        await asyncio.Event().wait()

    pace = replace(PACE, at_once=6)
    async with receiver(never) as dead, receiver(ok) as well, delivering(store, clock, pace) as courier:
        subscribe(store, clock, dead=dead, well=well)
        record(store, clock, 40)
        courier.wake()
        await until(lambda: states(store).count("well delivered") == 40)
        assert len(dead.requests) == pace.per_receiver
    assert len(set(ids(well))) == 40


async def test_a_kill_between_commit_and_post_loses_nothing(url: str, store: Store, clock: Clock) -> None:
    async with receiver(ok) as running:
        subscribe(store, clock, newsroom=running)
        clock_of_the_killed = Clock()
        made = detections(1)
        store.record(made, now=clock_of_the_killed(), expiry=timedelta(days=9999), body_for=body_for)
        (stored,) = store.recent_deliveries(10)
        found = store.delivery(stored.id)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.integration.dies_before_posting", url, cwd=ROOT
        )
        assert await asyncio.wait_for(process.wait(), 30) == -signal.SIGKILL
        assert states(store) == ["newsroom leased"]
        assert running.requests == []
        async with delivering(store, clock):
            await until(lambda: states(store) == ["newsroom delivered"])
    assert found is not None
    (request,) = running.requests
    assert (request.headers["webhook-id"], request.body) == (found[0].id, found[1])
    assert json.loads(request.body)["type"] == "alert.raised"


async def test_two_couriers_on_one_database_post_each_message_once(url: str, store: Store, clock: Clock) -> None:
    other = Store.at(url)
    async with receiver(ok) as running:
        subscribe(store, clock, newsroom=running)
        record(store, clock, 60)
        async with delivering(store, clock), delivering(other, clock):
            await until(lambda: states(store).count("newsroom delivered") == 60)
    assert len(ids(running)) == len(set(ids(running))) == 60
    other.close()
