"""Articles -> outcomes, on all processors, whatever an article does to the process that reads it."""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import TracebackType
from typing import Protocol, Self, assert_never

import structlog

from tocsin import telemetry
from tocsin.detector.child import Child, Died, TooSlow
from tocsin.detector.reading import ArticleReader, OpenReader, Outcome, Unreadable
from tocsin.domain.errors import Unavailable

log = structlog.get_logger(__name__)
CHUNK = 4  # articles a child gets at once: few, so that all children end a batch at about the same time
_RESTART_WAIT_S = 2.0


class Readers(Protocol):
    """Whoever turns articles into outcomes, one for each, in their order."""

    async def read(self, raws: Sequence[bytes | None]) -> list[Outcome]:
        """Never raises on account of an article."""


class InProcess:
    """Reads in this process: for tests, for measurements, and where memory is too small for children."""

    def __init__(self, reader: ArticleReader) -> None:
        self._reader = reader

    async def read(self, raws: Sequence[bytes | None]) -> list[Outcome]:
        """Read one after another, letting the event loop breathe between them."""
        outcomes = []
        for raw in raws:
            outcomes.append(self._reader.outcome(raw))
            await asyncio.sleep(0)
        return outcomes


class Pool:
    """Child processes that read. An article that kills or blocks its child costs nobody else anything.

    Children answer article by article, so the one without an answer is the culprit: it is read once more in a new
    child, since a child may also die of a neighbour's memory, and given up when that dies too.
    """

    def __init__(
        self,
        open_reader: OpenReader,
        *,
        processes: int,
        article_limit: timedelta,
        on_progress: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare the pool; entering it starts the children.

        Args:
            open_reader: Makes a reader in a child.
            processes: How many children, at least 1.
            article_limit: The most that reading one article may take.
            on_progress: Called from a thread after each chunk: a batch of articles that all take too long is slow
                work and no standstill.
        """
        self._open_reader = open_reader
        self._processes = processes
        self._article_limit = article_limit
        self._on_progress = on_progress
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="pool")
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
        self._living: set[Child] = set()
        self._lock = threading.Lock()
        self._closed = False

    async def __aenter__(self) -> Self:
        """Start every child and wait until all can read.

        Raises:
            Unavailable: A child did not start.
        """
        loop = asyncio.get_running_loop()
        try:
            for child in await asyncio.gather(
                *(loop.run_in_executor(self._threads, self._start) for _ in range(self._processes))
            ):
                self._idle.put(child)
        except Unavailable:
            self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every child."""
        await asyncio.to_thread(self._close)

    async def read(self, raws: Sequence[bytes | None]) -> list[Outcome]:
        """Spread the articles over the children and return their outcomes in order."""
        loop = asyncio.get_running_loop()
        chunks = [raws[start : start + CHUNK] for start in range(0, len(raws), CHUNK)]
        done = await asyncio.gather(*(loop.run_in_executor(self._threads, self._read, chunk) for chunk in chunks))
        return [outcome for outcomes in done for outcome in outcomes]

    def _read(self, raws: Sequence[bytes | None]) -> list[Outcome]:
        """Read a chunk in whatever child is idle; runs in a thread, of which there are as many as children."""
        outcomes: list[Outcome] = []
        killed_one = False  # whether the article that is next has ended a child already
        while len(outcomes) < len(raws):
            rest = raws[len(outcomes) :]
            child = self._idle.get()
            answered, trouble = child.read(rest[:1] if killed_one else rest, self._article_limit)
            outcomes.extend(answered)
            match trouble:
                case None:
                    killed_one = False
                case Died() if not killed_one:
                    killed_one = True
                case Died(because=because) | TooSlow(because=because):
                    outcomes.append(Unreadable(because))
                    killed_one = False
                case _:
                    assert_never(trouble)
            self._idle.put(child if trouble is None else self._replace(child, trouble.because))
            self._on_progress()
        return outcomes

    def _start(self) -> Child:
        child = Child(self._open_reader)
        with self._lock:
            self._living.add(child)
        try:
            child.wait_until_ready()
        except Unavailable:
            self._forget(child)
            raise
        return child

    def _replace(self, child: Child, because: str) -> Child:
        """Put a new child in the place of one that is dead or blocked, however long that takes."""
        if self._forget(child):
            child.kill()
        telemetry.POOL_RESTARTS.inc()
        log.warning("reading_process_replaced", because=because)
        while True:
            try:
                return self._start()
            except Unavailable as error:
                # Memory may be short for a while; without any child nothing can go on anyway.
                log.warning("reading_process_failed", reason=str(error))
                if self._closed:
                    raise
                time.sleep(_RESTART_WAIT_S)

    def _forget(self, child: Child) -> bool:
        """Tell whether the child was still ours to end."""
        with self._lock:
            ours = child in self._living
            self._living.discard(child)
        return ours

    def _close(self) -> None:
        self._closed = True
        with self._lock:
            living, self._living = self._living, set()
        for child in living:
            child.kill()
        self._threads.shutdown(wait=False, cancel_futures=True)
