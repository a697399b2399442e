"""Topic alerts-v1 -> stories, alerts and deliveries: the notifier's Faust app, and what runs beside it."""

import asyncio
import os
import random
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import faust
import structlog

from tocsin.delivery.request import Sender
from tocsin.domain.errors import TocsinError
from tocsin.domain.subscription import Subscription
from tocsin.kafka.app import make_app, raw_topic
from tocsin.kafka.breaker import Breaker
from tocsin.kafka.burial import Burial
from tocsin.kafka.topics import Topics
from tocsin.kafka.vitals import Vitals
from tocsin.notifier.courier import Courier
from tocsin.notifier.housekeeping import keep_house, keep_telling
from tocsin.notifier.intake import Intake
from tocsin.notifier.patience import until_available
from tocsin.notifier.settings import NotifierSettings
from tocsin.storage.store import Store

log = structlog.get_logger(__name__)
BATCH = 100
BATCH_WAIT_S = 0.02  # how long a batch may fill: short, since somebody waits for the alert


def now() -> datetime:
    """Ask the clock; the only place in this process that does."""
    return datetime.now(UTC)


def build_app(
    settings: NotifierSettings, topics: Topics, intake: Intake, *, vitals: Vitals, wake: Callable[[], None]
) -> faust.App:
    """Return the app: one agent that stores each batch before it is acknowledged, then calls ``wake``."""
    app = make_app(settings.notifier_group, settings, topics)
    burial = Burial(
        raw_topic(app, topics.alerts_dead_letters),
        limit_bytes=topics.alerts_dead_letters.spec.max_message_bytes,
        now=now,
        on_retry=vitals.moved,
    )

    async def take(events: Sequence[Any]) -> None:
        reasons = await intake.take([event.value for event in events])
        wake()
        for event, reason in zip(events, reasons, strict=True):
            if reason is not None:
                await burial.bury(event.message, reason)

    async def notify(stream: Any) -> None:
        async for events in stream.take_events(BATCH, within=BATCH_WAIT_S):
            with vitals.batch():
                try:
                    await take(events)
                except TocsinError as error:  # stop never returns, so that nothing of the batch is acknowledged
                    await vitals.stop(error)
                except Exception as error:  # a fault of ours; Faust would acknowledge what it did not store
                    log.exception("batch_failed", count=len(events), error=type(error).__name__)
                    await vitals.stop(TocsinError("a batch could not be handled; it is kept in Kafka"))

    app.agent(raw_topic(app, topics.alerts), concurrency=1, name="notify")(notify)
    return app


@asynccontextmanager
async def notifier(
    settings: NotifierSettings,
    topics: Topics,
    store: Store,
    sender: Sender,
    declared: Sequence[Subscription],
    vitals: Vitals,
) -> AsyncIterator[faust.App]:
    """Prepare the database, run the courier as long as the block lasts, and yield the app.

    The database may be away at the start: messages and deliveries wait for it. At the end the app has stopped before;
    what is in flight is settled, or left to its lease.
    """
    courier = Courier(
        store,
        sender,
        name=f"{socket.gethostname()}:{os.getpid()}:{random.getrandbits(32):08x}",
        clock=now,
        jitter=random.random,
        pace=settings.pace,
    )
    prepared = asyncio.Event()

    async def prepare_and_deliver() -> None:
        await prepare_database(store, declared, source=settings.declared_in, waiting=vitals.moved)
        prepared.set()
        house = asyncio.create_task(keep_house(store, keep=settings.keep, clock=now))
        telling = asyncio.create_task(keep_telling(store, expiry=settings.expiry, clock=now, wake=courier.wake))
        try:
            await courier.run()
        finally:
            house.cancel()
            telling.cancel()

    running = asyncio.create_task(prepare_and_deliver())
    running.add_done_callback(partial(_end_with, vitals))
    intake = Intake(
        store,
        expiry=settings.expiry,
        clock=now,
        waiting=vitals.moved,
        prepared=prepared,
        breaker=Breaker.of(settings),
    )
    try:
        yield build_app(settings, topics, intake, vitals=vitals, wake=courier.wake)
    finally:
        if not prepared.is_set():
            running.cancel()
        courier.stop()
        await asyncio.wait({running})
        await sender.aclose()
        store.close()


async def prepare_database(
    store: Store, declared: Sequence[Subscription], *, source: str, waiting: Callable[[], None]
) -> None:
    """Upgrade the tables and make the declared subscriptions so, as soon as the database answers.

    Raises:
        DeclarationError: The database is of a newer version, or a declared name is taken.
    """
    for revision in await until_available(store.upgrade, waiting=waiting):
        log.info("database_upgraded", revision=revision)
    changes = await until_available(partial(store.declare, declared, source=source, now=now()), waiting=waiting)
    for change, names in (("added", changes.added), ("changed", changes.changed), ("ended", changes.ended)):
        for name in names:
            log.info("subscription_declared", name=name, change=change)


def _end_with(vitals: Vitals, running: asyncio.Task[None]) -> None:
    """End the process when the courier ends by a fault: messages would be stored and never sent."""
    error = None if running.cancelled() else running.exception()
    if error is None:
        return
    if not isinstance(error, TocsinError):
        log.error("courier_failed", exc_info=error)
        error = TocsinError("the delivery of messages failed")
    vitals.fail(error)
