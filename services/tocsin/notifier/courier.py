"""Leases on outbox rows -> requests, answers, verdicts, and the verdicts written down."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

import structlog

from tocsin import telemetry
from tocsin.delivery.request import Sender, prepare
from tocsin.delivery.retry import judge
from tocsin.domain.delivery import Delivered, GivenUp, NoResponse, Outcome, Response, Verdict
from tocsin.domain.errors import Unavailable
from tocsin.notifier.ledger import Ledger
from tocsin.notifier.pace import Pace
from tocsin.storage.store import Store
from tocsin.storage.values import Lease, Result, Settled

log = structlog.get_logger(__name__)
_COUNT_EVERY_S = 5.0


class Courier:
    """Delivers what is due, as long as ``run`` runs. Several, here or on other machines, share one database."""

    def __init__(
        self,
        store: Store,
        sender: Sender,
        *,
        name: str,
        clock: Callable[[], datetime],
        jitter: Callable[[], float],
        pace: Pace,
    ) -> None:
        self._store = store
        self._sender = sender
        self._name = name
        self._clock = clock
        self._jitter = jitter
        self._pace = pace
        self._ledger = Ledger(store, clock)
        self._news = asyncio.Event()
        self._stopping = False
        self._in_flight: set[asyncio.Task[None]] = set()
        self._unreachable = False
        self._counted_at = float("-inf")

    def wake(self) -> None:
        """Tell the courier that something may be due."""
        self._news.set()

    def stop(self) -> None:
        """Tell ``run`` to take nothing more and to return when what is in flight has landed."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Deliver until ``stop`` is called; what has not landed then in time is left to its lease."""
        while not self._stopping:
            self._news.clear()
            leases = await self._lease()
            for lease in leases:
                task = asyncio.create_task(self._deliver(lease))
                self._in_flight.add(task)
                task.add_done_callback(self._landed)
            await self._count_waiting()
            if not leases and not self._stopping:
                with suppress(TimeoutError):  # no news: what was to be tried again may be due by now
                    await asyncio.wait_for(self._news.wait(), self._pace.poll.total_seconds())
        await self._land()

    async def _land(self) -> None:
        if not self._in_flight:
            return
        _, late = await asyncio.wait(self._in_flight, timeout=self._pace.landing.total_seconds())
        if late:
            log.warning("deliveries_left", count=len(late), tried_again_after_s=self._pace.lease.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.wait(late)

    async def _lease(self) -> tuple[Lease, ...]:
        free = self._pace.at_once - len(self._in_flight)
        if free == 0:
            return ()
        take = partial(
            self._store.lease_due,
            self._name,
            limit=free,
            per_receiver=self._pace.per_receiver,
            now=self._clock(),
            lease=self._pace.lease,
        )
        try:
            leases = await asyncio.to_thread(take)
        except Unavailable as error:  # nothing is lost: what is due stays due
            if not self._unreachable:
                log.warning("deliveries_wait_for_database", reason=str(error))
            self._unreachable = True
            return ()
        self._unreachable = False
        return leases

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._in_flight.discard(task)
        self.wake()  # the receiver has a free place now
        if not task.cancelled() and (error := task.exception()) is not None:
            # A fault of ours. The delivery is tried again when its lease has run out; the others go on.
            log.error("delivery_failed", exc_info=error)

    async def _deliver(self, lease: Lease) -> None:
        verdict, outcome = await self._attempt(lease)
        settled = await self._ledger.settle(Result(lease, verdict, outcome))
        self._tell(lease, verdict, outcome, settled)

    async def _attempt(self, lease: Lease) -> tuple[Verdict, Outcome | None]:
        now = self._clock()
        if now >= lease.not_after:
            return GivenUp("expired: it could not be sent while it was news"), None
        try:
            request = prepare(lease.body, lease.subscription, delivery_id=lease.delivery_id, now=now)
        except ValueError as error:  # the subscription's secret is wrong; no retry makes it right
            return GivenUp(f"cannot be signed: {error}"), None
        outcome = await self._sender.send(request)
        verdict = judge(
            outcome,
            kind=lease.subscription.kind,
            attempts_made=lease.attempts_made + 1,
            now=self._clock(),
            jitter=self._jitter(),
            not_after=lease.not_after,
        )
        return verdict, outcome

    def _tell(self, lease: Lease, verdict: Verdict, outcome: Outcome | None, settled: Settled | None) -> None:
        kind = lease.subscription.kind.value
        result = _RESULTS[type(verdict).__name__]
        telemetry.DELIVERY_ATTEMPTS.labels(kind=kind, outcome=result, reason=_reason_class(outcome)).inc()
        if outcome is not None:
            telemetry.DELIVERY_SECONDS.labels(kind=kind).observe(outcome.took.total_seconds())
        if isinstance(verdict, Delivered) and lease.fetched_at is not None:
            age = self._clock() - lease.fetched_at
            telemetry.FETCHED_TO_DELIVERED_SECONDS.labels(kind=kind).observe(max(0.0, age.total_seconds()))
        receiver = lease.subscription.name
        log.info(
            "delivery_attempted",
            delivery=lease.delivery_id,
            receiver=receiver,
            outcome=result,
            reason=verdict.because,
            attempt=lease.attempts_made + 1,
        )
        if settled is None:
            return
        if settled.stale:
            log.warning("lease_ran_out", delivery=lease.delivery_id, receiver=receiver)
        if settled.disabled is not None:
            telemetry.SUBSCRIPTIONS_DISABLED.labels(kind=kind).inc()
            log.warning("receiver_disabled", receiver=receiver, reason=settled.disabled, messages="kept")

    async def _count_waiting(self) -> None:
        """Set the gauge, now and then: it is for people."""
        now = asyncio.get_running_loop().time()
        if now - self._counted_at < _COUNT_EVERY_S:
            return
        self._counted_at = now
        with suppress(Unavailable):  # the old figure stays; that the database is away is told elsewhere
            telemetry.DELIVERIES_WAITING.set(await asyncio.to_thread(self._store.waiting))


_RESULTS = {"Delivered": "delivered", "RetryAt": "retry", "GivenUp": "given_up", "EndpointGone": "gone"}


def _reason_class(outcome: Outcome | None) -> str:
    """Return a label with few values: the class of the status, the failure, or that nothing was sent."""
    match outcome:
        case Response(status=status):
            return f"{status // 100}xx"
        case NoResponse(failure=failure):
            return failure.value
        case None:
            return "not_sent"
