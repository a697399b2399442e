"""The whole notifier: detections on real Kafka in, webhooks out, killed and kept from its database."""

import asyncio
import re
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook

from tests.integration.databases import SECRET, a_subscription, detections
from tests.integration.harness import Line, Running
from tests.integration.postgres import PostgresServer
from tests.integration.receivers import Connection, Receiver, receiver
from tocsin.delivery.request import body_for
from tocsin.kafka import tools
from tocsin.kafka.codec import encode
from tocsin.kafka.dead_letters import explanation
from tocsin.storage.store import Store

pytestmark = pytest.mark.kafka


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "tocsin.sqlite3"


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    opened = Store.at(f"sqlite:///{database}")
    opened.upgrade()
    yield opened
    opened.close()


def start(line: Line, database_url: str, **settings: object) -> Running:
    return line.start_process(
        ["tocsin", "notifier"],
        database_url=database_url,
        notifier_group=f"notifier-{line.name}",
        allow_private_addresses=True,
        kafka_instance_id="notifier",  # the same after a kill, so that no session has to run out first
        **settings,
    )


def subscribe(store: Store, running: Receiver) -> None:
    store.add(a_subscription(url=SecretStr(running.url())), now=datetime.now(UTC))


async def publish(line: Line, count: int, *, start: int = 0) -> None:
    values = [encode(one) for one in detections(count, start=start)]
    await asyncio.to_thread(line.publish, line.topics.alerts, values)


async def until(check: Callable[[], bool], *, seconds: float = 40) -> None:
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(check):  # noqa: ASYNC110  # no other process tells us of a change
            await asyncio.sleep(0.05)


def ids(running: Receiver) -> list[str]:
    return [request.headers["webhook-id"] for request in running.requests]


def committed(line: Line) -> int:
    """How many detections the group has acknowledged."""
    client = tools.admin_client(line.settings)
    try:
        (offsets,) = client.list_group_offsets(f"notifier-{line.name}").values()
    finally:
        client.close()
    return sum(found.offset for found in offsets.values() if found.offset > 0)  # -1: none yet


async def ok(connection: Connection) -> None:
    await connection.answer(200)


async def test_detections_become_webhooks_and_what_is_none_a_dead_letter(
    line: Line, store: Store, database: Path
) -> None:
    async with receiver(ok) as running:
        subscribe(store, running)
        notifier = start(line, f"sqlite:///{database}")
        await asyncio.to_thread(notifier.wait_for, "process_started")
        await asyncio.to_thread(line.publish, line.topics.alerts, [b"no detection"])
        await publish(line, 3)
        await until(lambda: len(set(ids(running))) == 3)
        await until(lambda: len(line.consume_all(line.topics.alerts_dead_letters)) == 1)
        (letter,) = line.consume_all(line.topics.alerts_dead_letters)
        assert explanation(letter.headers).reason.startswith("not JSON")
        await until(lambda: committed(line) == 4)
        assert await asyncio.to_thread(notifier.get, "/healthz/ready") == (200, '{"status": "ok"}')
        metrics = (await asyncio.to_thread(notifier.get, "/metrics"))[1]
        assert 'tocsin_stories_total{decision="new"} 3.0' in metrics
        assert 'tocsin_delivery_attempts_total{kind="webhook",outcome="delivered",reason="2xx"} 3.0' in metrics
        assert await asyncio.to_thread(notifier.end) == 0
        assert "hook" not in notifier.output.replace("webhook", "")  # the path of a receiver's URL is a secret
    assert len(ids(running)) == 3


async def test_a_kill_between_post_and_answer_posts_the_same_again_and_nothing_else(
    line: Line, store: Store, database: Path
) -> None:
    answering = asyncio.Event()

    async def waits(connection: Connection) -> None:
        await answering.wait()
        await connection.answer(200)

    async with receiver(waits) as running:
        subscribe(store, running)
        killed = start(line, f"sqlite:///{database}", lease_seconds=3)
        await publish(line, 3)
        await until(lambda: len(running.requests) == 3)
        assert await asyncio.to_thread(killed.end, signal.SIGKILL) == -signal.SIGKILL
        answering.set()
        start(line, f"sqlite:///{database}", lease_seconds=3)
        await publish(line, 2, start=10)
        await until(lambda: len(running.requests) == 8)
        await until(lambda: {one.state.value for one in store.recent_deliveries(10)} == {"delivered"})
    bodies: dict[str, set[bytes]] = {}
    for request in running.requests:
        bodies.setdefault(request.headers["webhook-id"], set()).add(request.body)
    assert len(bodies) == 5
    assert all(len(different) == 1 for different in bodies.values())


async def test_a_locked_database_holds_the_offset_and_everything_goes_on_when_it_is_free(
    line: Line, store: Store, database: Path
) -> None:
    async with receiver(ok) as running:
        subscribe(store, running)
        notifier = start(line, f"sqlite:///{database}")
        await asyncio.to_thread(notifier.wait_for, "process_started")
        await publish(line, 1)
        await until(lambda: committed(line) == 1)
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await publish(line, 4, start=10)
            await asyncio.to_thread(notifier.wait_for, "waiting_for_database")
            await asyncio.sleep(2)  # longer than the interval of commits
            assert committed(line) == 1
            other.execute("ROLLBACK")
        await until(lambda: len(set(ids(running))) == 5)
        await until(lambda: committed(line) == 5)
        assert await asyncio.to_thread(notifier.end) == 0


@pytest.mark.postgres
async def test_a_database_that_is_away_at_the_start_and_later_is_waited_for(
    line: Line, postgres_server: PostgresServer, postgres_url: str
) -> None:
    store = Store.at(postgres_url)
    store.upgrade()
    async with receiver(ok) as running:
        subscribe(store, running)
        store.close()
        postgres_server.stop()
        notifier = start(line, postgres_url)
        await publish(line, 2)
        await asyncio.to_thread(notifier.wait_for, "waiting_for_database")
        postgres_server.start()
        await until(lambda: len(set(ids(running))) == 2)
        postgres_server.stop()
        await publish(line, 2, start=10)
        await until(lambda: notifier.output.count("waiting_for_database") >= 2)
        postgres_server.start()
        await until(lambda: len(set(ids(running))) == 4)
        assert await asyncio.to_thread(notifier.end) == 0
    assert len(store.recent_alerts(10)) == 4
    store.close()


async def test_it_stops_rather_than_dead_letter_everything(line: Line, database: Path) -> None:
    await asyncio.to_thread(line.publish, line.topics.alerts, [b"no detection"] * 500)
    notifier = start(line, f"sqlite:///{database}")
    assert await asyncio.to_thread(notifier.wait, seconds=60) == 3
    assert re.search(r"process_overwhelmed .*100 messages in a row were bad", notifier.output)
    assert len(line.consume_all(line.topics.alerts_dead_letters)) < 100


async def test_it_ends_in_order_while_it_waits_for_its_database(line: Line, tmp_path: Path) -> None:
    notifier = start(line, f"sqlite:///{tmp_path / 'no-such-folder' / 'db'}")
    await asyncio.to_thread(notifier.wait_for, "waiting_for_database")
    await asyncio.to_thread(notifier.wait_for, "process_started")
    assert await asyncio.to_thread(notifier.end) == 0


async def test_a_flood_that_ended_while_the_notifier_was_down_is_told_at_its_next_start(
    line: Line, database: Path, store: Store
) -> None:
    before = datetime.now(UTC) - timedelta(hours=2)
    async with receiver(ok) as running:
        store.add(a_subscription(url=SecretStr(running.url())), now=before)
        store.record(detections(5, rate=2), now=before, expiry=timedelta(hours=24), body_for=body_for)
        start(line, f"sqlite:///{database}")
        await until(lambda: store.ended_floods(now=datetime.now(UTC)) == () and store.waiting() == 0)
    (notice,) = (one for one in running.requests if b"rule.flooding" in one.body)
    assert Webhook(SECRET).verify(notice.body.decode(), notice.headers)["data"]["held"] == 3
    assert len(running.requests) == 3
