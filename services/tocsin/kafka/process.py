"""A Faust app -> a process of ours: waits for its broker, ends in order on a signal, has an exit status."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import faust
import structlog

from tocsin import __version__, lifeline, logs, telemetry
from tocsin.domain.errors import Overwhelmed, TocsinError, Unavailable
from tocsin.kafka.health import serve_health
from tocsin.kafka.membership import until_lost
from tocsin.kafka.settings import StreamSettings
from tocsin.kafka.sparing import log_sparingly
from tocsin.kafka.topics import Topic
from tocsin.kafka.vitals import Vitals
from tocsin.kafka.waiting import wait_for_topics

log = structlog.get_logger(__name__)
STOPPED, FAILED, OVERWHELMED = 0, 1, 3  # exit statuses; 2 is for faults found before the start

Build = Callable[[Vitals], AbstractAsyncContextManager[faust.App]]


def run(process: str, settings: StreamSettings, needs: Iterable[Topic[Any]], build: Build) -> int:
    """Run the process until it is told to stop, and return its exit status.

    Args:
        process: Its name in logs and metrics.
        settings: Where the broker is, what to log, where to serve health.
        needs: The topics that must be there before it starts.
        build: Opens what the app needs, yields the app, and closes it all; called once the broker is there.
    """
    lifeline.hold()
    logs.configure(settings.log_level, settings.log_format)
    log_sparingly()
    telemetry.BUILD.info({"version": __version__, "process": process})
    names = frozenset(topic.name for topic in needs)
    return asyncio.run(_run(process, settings, names, build))


async def _run(process: str, settings: StreamSettings, names: frozenset[str], build: Build) -> int:
    vitals = Vitals(process, settings.stall)
    told_to_stop = _stop_signal(vitals)
    async with serve_health(vitals, host=settings.http_bind, port=settings.http_port):
        log.info("process_starting", process=process, version=__version__, bootstrap=settings.kafka_bootstrap)
        await wait_for_topics(settings.kafka_bootstrap, names)
        async with build(vitals) as app, _started(app, vitals, settings.stop_seconds) as lost:
            log.info("process_started", process=process)
            error = await _until_the_end(app, vitals, told_to_stop, lost)
            if error is not None:
                _leave(error)
            log.info("process_stopping", process=process)
    log.info("process_stopped", process=process)
    return STOPPED


def _stop_signal(vitals: Vitals) -> asyncio.Event:
    """Return the event that the first SIGTERM or SIGINT sets once the app has started.

    Before that nothing was taken from a topic, so the process ends at once; after the second signal too.
    """
    told = asyncio.Event()

    def on_signal() -> None:
        if vitals.app is None:
            _end_now(STOPPED)
        if told.is_set():
            _end_now(FAILED)
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, on_signal)
    return told


@asynccontextmanager
async def _started(app: faust.App, vitals: Vitals, stop_seconds: float) -> AsyncIterator["asyncio.Future[Unavailable]"]:
    """Run the app inside the block, and yield what is done when its membership of the group is lost.

    What is under way at the end of the block is finished, for ``stop_seconds`` at most.
    """
    lost = asyncio.ensure_future(until_lost(app))
    starting = asyncio.ensure_future(app.start())
    await asyncio.wait({starting, lost}, return_when=asyncio.FIRST_COMPLETED)
    if lost.done():  # then the start would never end
        _leave(lost.result())
    await starting
    vitals.app = _Group(app)
    yield lost
    lost.cancel()
    try:
        await asyncio.wait_for(app.stop(), stop_seconds)
    except TimeoutError:
        log.warning("stop_forced", after_s=stop_seconds, what_is_lost="nothing; it is done again after the next start")
        _end_now(STOPPED)


async def _until_the_end(
    app: faust.App, vitals: Vitals, told_to_stop: asyncio.Event, lost: "asyncio.Future[Unavailable]"
) -> BaseException | None:
    """Return None when told to stop, or else the reason why the process cannot go on."""
    fatal: asyncio.Future[Any] = vitals.fatal()
    told: asyncio.Future[Any] = asyncio.ensure_future(told_to_stop.wait())
    ended: asyncio.Future[Any] = asyncio.ensure_future(app.wait_until_stopped())
    await asyncio.wait({fatal, told, ended, lost}, return_when=asyncio.FIRST_COMPLETED)
    if fatal.done():
        return vitals.fatal().result()
    if lost.done():
        return lost.result()
    if ended.done():
        crash: BaseException | None = app.crash_reason
        return crash or TocsinError("the stream ended by itself")
    ended.cancel()
    return None


def _leave(error: BaseException) -> None:
    """End without acknowledging what is under way: Kafka keeps it for the next start."""
    match error:
        case Overwhelmed():
            log.critical("process_overwhelmed", reason=str(error))
            _end_now(OVERWHELMED)
        case TocsinError():
            log.critical("process_failed", reason=str(error))
        case _:
            log.critical("process_failed", exc_info=error)
    _end_now(FAILED)


def _end_now(status: int) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


class _Group:
    """The app's place in its consumer group, read from Faust's consumer."""

    def __init__(self, app: faust.App) -> None:
        self._app = app

    def lag(self) -> int:
        consumer: Any = self._app.consumer
        behind = 0
        for partition in consumer.assignment():
            committed = consumer._committed_offset.get(partition)
            if committed is not None:
                behind += max(0, (consumer.highwater(partition) or 0) - committed)
        # Where nothing was ever committed, what was fetched and not finished tells it.
        return max(behind, len(consumer._unacked_messages))

    def joined(self) -> bool:
        # A replica without partitions is ready too: it stands by, and a rollout must not wait for it.
        return self._app.rebalancing_count > 0 and not self._app.rebalancing
