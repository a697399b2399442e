"""A notifier's courier that is killed between the commit and the post. Argument: the database's URL."""

import asyncio
import os
import signal
import sys
from datetime import timedelta

from tests.unit.notifier.fakes import Clock
from tocsin.domain.delivery import Outcome, OutgoingRequest
from tocsin.notifier.courier import Courier
from tocsin.notifier.pace import Pace
from tocsin.storage.store import Store


class Killed:
    async def send(self, request: OutgoingRequest) -> Outcome:  # noqa: ARG002, RUF100
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    async def aclose(self) -> None: ...


if __name__ == "__main__":
    pace = Pace(lease=timedelta(seconds=60))
    store = Store.at(sys.argv[1])
    asyncio.run(Courier(store, Killed(), name="killed", clock=Clock(), jitter=lambda: 0.5, pace=pace).run())
