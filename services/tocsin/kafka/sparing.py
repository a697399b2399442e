"""A Kafka client that logs sixty errors a second while its broker is away -> one line every ten seconds."""

import logging
import time
from collections.abc import Callable

CLIENT = "aiokafka"
EVERY_S = 10.0


class Sparingly(logging.Filter):
    """Lets one record of the client pass in ten seconds and tells how many it held back.

    The client tries everything again by itself, so its errors are warnings to us.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._passed_at = -EVERY_S
        self._held_back = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Decide about a record; those of others pass."""
        if not record.name.startswith(CLIENT):
            return True
        now = self._clock()
        if now - self._passed_at < EVERY_S:
            self._held_back += 1
            return False
        more = f" (and {self._held_back} more before it)" if self._held_back else ""
        record.msg, record.args = f"kafka_client: {record.getMessage()}{more}", ()
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        self._passed_at, self._held_back = now, 0
        return True


def log_sparingly() -> None:
    """Filter what goes to the handlers of the root logger; call it after they are made."""
    sparingly = Sparingly()
    for handler in logging.getLogger().handlers:
        handler.addFilter(sparingly)
