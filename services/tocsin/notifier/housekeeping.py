"""Hour by hour: what is older than it is to be kept -> forgotten."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from tocsin.notifier.patience import until_available
from tocsin.storage.retention import STEP
from tocsin.storage.store import Store

log = structlog.get_logger(__name__)
EVERY = timedelta(hours=1)
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
