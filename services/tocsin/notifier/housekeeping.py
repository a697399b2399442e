"""Hour by hour: what is older than it is to be kept -> forgotten. Every few seconds: floods that ended -> notices."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from tocsin.delivery.request import notice_for
from tocsin.domain.errors import Unavailable
from tocsin.notifier.patience import until_available
from tocsin.storage.retention import STEP
from tocsin.storage.store import Store

log = structlog.get_logger(__name__)
EVERY = timedelta(hours=1)
TELL_EVERY = timedelta(seconds=2)
AFTER_A_FAULT = timedelta(minutes=1)
_BREATH_S = 0.1  # between two steps, for those who want to write


async def keep_house(store: Store, *, keep: timedelta, clock: Callable[[], datetime]) -> None:
    """Forget what is older than ``keep``, now and every hour, until cancelled."""
    while True:
        try:
            forgotten = await forget_old(store, before=clock() - keep)
        except Exception:  # whatever it is: cleaning can wait for an hour, and must neither end nor hold up deliveries
            log.exception("old_alerts_kept", tried_again_after_s=EVERY.total_seconds())
        else:
            if forgotten:
                log.info("old_alerts_forgotten", count=forgotten)
        await asyncio.sleep(EVERY.total_seconds())


async def forget_old(store: Store, *, before: datetime) -> int:
    """Forget all that was raised before a moment and needs no delivery any more; return how many alerts."""
    total = 0
    while True:
        count = await until_available(partial(store.forget, before=before), waiting=lambda: None)
        total += count
        if count < STEP:
            return total
        await asyncio.sleep(_BREATH_S)


async def keep_telling(
    store: Store, *, expiry: timedelta, clock: Callable[[], datetime], wake: Callable[[], None]
) -> None:
    """Write the notices of floods soon after their windows have ended, until cancelled; ``wake`` whoever sends them."""
    while True:
        pause = TELL_EVERY
        try:
            await tell_floods(store, expiry=expiry, now=clock())
        except Unavailable:
            log.debug("floods_wait_for_database")  # it passes, and the intake says so aloud
        except Exception:  # whatever it is: telling can wait, and must neither end nor hold up deliveries
            log.exception("floods_not_told", tried_again_after_s=AFTER_A_FAULT.total_seconds())
            pause = AFTER_A_FAULT
        wake()
        await asyncio.sleep(pause.total_seconds())


async def tell_floods(store: Store, *, expiry: timedelta, now: datetime) -> int:
    """Write the notices of all floods that have ended and were not told; return how many notices.

    Raises:
        Unavailable: The database cannot be used now; the floods that were not told stay to be told.
        ExceptionGroup: Some cannot be told; the others are.
    """
    notices, faults = 0, []
    for flood in await asyncio.to_thread(partial(store.ended_floods, now=now)):
        tell = partial(store.tell_flood, flood, now=now, expiry=expiry, notice_for=notice_for)
        try:
            told = await asyncio.to_thread(tell)
        except Unavailable:
            raise
        except Exception as error:  # one flood that cannot be told must not keep the others from being told
            faults.append(error)
            continue
        if told is not None:
            notices += len(told.receivers)
            log.info("flood_told", rule=told.rule, receivers=", ".join(told.receivers))
    if faults:
        raise ExceptionGroup("floods that cannot be told", faults)
    return notices
