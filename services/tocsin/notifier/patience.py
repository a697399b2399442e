"""A call that the database may refuse for now -> its answer, however long that takes."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

import structlog

from tocsin.domain.errors import Unavailable

log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")
SAY_EVERY_S = 10.0
_TRY_EVERY_S = 0.5


async def until_available(call: Callable[[], Answer], *, waiting: Callable[[], None]) -> Answer:
    """Make a blocking call in a thread until it does not raise Unavailable, and return its answer.

    Args:
        call: What to do; it has changed nothing when it raises Unavailable.
        waiting: Called at each failure: a wait that has its reason is a sign of life.
    """
    said_at: float | None = None
    while True:
        try:
            answer = await asyncio.to_thread(call)
        except Unavailable as error:  # it passes, and giving up would lose messages
            waiting()
            if said_at is None or time.monotonic() - said_at >= SAY_EVERY_S:
                said_at = time.monotonic()
                log.warning("waiting_for_database", reason=str(error))
            await asyncio.sleep(_TRY_EVERY_S)
        else:
            if said_at is not None:
                log.info("database_available")
            return answer
