"""What a process on a stream did last -> is it well, is it stuck, must it stop."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NoReturn, Protocol

from tocsin import telemetry
from tocsin.domain.errors import TocsinError


class Consuming(Protocol):
    """What health needs to know of a running app."""

    def lag(self) -> int:
        """Return how many messages of this process's partitions are not committed yet."""

    def joined(self) -> bool:
        """Tell whether the process is in its consumer group and no rebalance is going on."""


@dataclass(slots=True)
class Vitals:
    """Kept by the agent, read by the health page and by the frame around the app."""

    process: str
    stall: timedelta
    clock: Callable[[], float] = time.monotonic  # seconds
    app: Consuming | None = None
    _moved_at: float = field(init=False)
    _fatal: asyncio.Future[TocsinError] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._moved_at = self.clock()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Surround the handling of one batch, from taking it to its last acknowledgement."""
        with telemetry.BATCH_SECONDS.labels(process=self.process).time():
            yield
        self.moved()

    def moved(self) -> None:
        """Note that something got done. A wait that has its reason, as for the broker, counts: a restart is no help."""
        self._moved_at = self.clock()

    def ready(self) -> str | None:
        """Return why the process takes no messages, or None if it does."""
        if self.app is None:
            return "waiting for the broker"
        return None if self.app.joined() else "joining the consumer group"

    def stuck(self) -> str | None:
        """Return why a restart would help, or None if all is well."""
        idle = self.clock() - self._moved_at
        if self.app is None or idle < self.stall.total_seconds():
            return None
        lag = self.app.lag()
        if lag == 0:
            return None
        return f"{lag} messages wait and none was finished for {idle:.0f} s"

    async def stop(self, error: TocsinError) -> NoReturn:
        """End the process with ``error``, never returning to the agent: what it holds must not be acknowledged."""
        self.fail(error)
        await asyncio.Event().wait()
        raise AssertionError  # nobody sets the event

    def fail(self, error: TocsinError) -> None:
        """Have the process end with ``error``; the first error of several is the one that is told."""
        if not self.fatal().done():
            self.fatal().set_result(error)

    def fatal(self) -> asyncio.Future[TocsinError]:
        """Return the future that ``fail`` fulfils."""
        if self._fatal is None:
            self._fatal = asyncio.get_running_loop().create_future()
        return self._fatal
