"""A running app -> the moment at which it has fallen out of its consumer group for good.

aiokafka keeps the membership in a background task. An error that it does not expect ends this task (seen with a broker
that was fenced and named no broker at all), nothing starts it again, and Faust waits for ever. The process must end
then: its next start joins anew, and Kafka has kept everything.
"""

import asyncio
from typing import Any

from tocsin.domain.errors import Unavailable

_LOOK_EVERY_S = 1.0


async def until_lost(app: Any, *, look_every_s: float = _LOOK_EVERY_S) -> Unavailable:
    """Return, as an error to end with, that the app's membership is lost; never, as long as it is not."""
    while True:
        task = membership(app)
        if task is not None and task.done():
            return Unavailable("the consumer group was lost and is not joined again by itself; a new start joins it")
        await asyncio.sleep(look_every_s)  # the task is of another thread: there is no event to wait for


def membership(app: Any) -> "asyncio.Task[None] | None":
    """Return the task that keeps the membership; None before the app has started, when something on the way lacks."""
    found: Any = app
    for name in ("consumer", "_thread", "_consumer", "_coordinator", "_coordination_task"):
        found = getattr(found, name, None)
    task: asyncio.Task[None] | None = found
    return task
