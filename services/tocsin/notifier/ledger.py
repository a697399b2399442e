"""Results of attempts -> the database: those that come together go into one transaction."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from tocsin.domain.errors import Unavailable
from tocsin.storage.store import Store
from tocsin.storage.values import Result, Settled

log = structlog.get_logger(__name__)
_TRY_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class _Entry:
    """A result that somebody waits for being written down."""

    result: Result
    written: asyncio.Future[Settled | None]


class Ledger:
    """Every commit waits for the disk; while one does, the results that come meanwhile share the next."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._entries: list[_Entry] = []
        self._writing: asyncio.Task[None] | None = None

    async def settle(self, result: Result) -> Settled | None:
        """Write a result down; None when the database could not be used until the lease ran out."""
        entry = _Entry(result, asyncio.get_running_loop().create_future())
        self._entries.append(entry)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await entry.written

    async def _write(self) -> None:
        while self._entries:
            entries, self._entries = self._entries, []
            try:
                await self._write_together(entries)
            except Unavailable as error:  # it passes; what was sent but not written down would be sent again
                self._entries = [*self._let_go(entries, str(error)), *self._entries]
                await asyncio.sleep(_TRY_EVERY_S)

    async def _write_together(self, entries: Sequence[_Entry]) -> None:
        write = partial(self._store.settle_all, [entry.result for entry in entries], now=self._clock())
        try:
            settled = await asyncio.to_thread(write)
        except Unavailable:
            raise
        except Exception as error:  # one of them is at fault: it must not keep the others from being written
            if len(entries) > 1:
                for entry in entries:
                    await self._write_together([entry])
            else:
                _give(entries[0], error)
            return
        for entry, one in zip(entries, settled, strict=True):
            _give(entry, one)

    def _let_go(self, entries: Sequence[_Entry], reason: str) -> list[_Entry]:
        """Return the entries whose lease still runs; the others will be sent again, under the same webhook-id."""
        now = self._clock()
        for entry in entries:
            if now >= entry.result.lease.until and not entry.written.done():
                log.warning("delivery_not_settled", delivery=entry.result.lease.delivery_id, reason=reason)
                _give(entry, None)
        return [entry for entry in entries if not entry.written.done()]


def _give(entry: _Entry, answer: Settled | Exception | None) -> None:
    """Answer whoever waits; he may have been cancelled, or answered before."""
    if entry.written.done():
        return
    if isinstance(answer, Exception):
        entry.written.set_exception(answer)
    else:
        entry.written.set_result(answer)
