"""A broker that may not be there yet -> a broker with the topics that we need."""

import asyncio
import time

import structlog
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from tocsin.domain.errors import Unavailable

log = structlog.get_logger(__name__)
SAY_EVERY_S = 10.0
_TRY_EVERY_S = 0.25
_ANSWER_MS = 5_000


async def wait_for_topics(bootstrap: str, names: frozenset[str]) -> None:
    """Return once the broker answers and has the topics; say every ten seconds what is waited for."""
    said_at = -SAY_EVERY_S
    while missing := await _missing(bootstrap, names):
        if time.monotonic() - said_at >= SAY_EVERY_S:
            said_at = time.monotonic()
            log.warning(missing, bootstrap=bootstrap, topics=", ".join(sorted(names)))
        await asyncio.sleep(_TRY_EVERY_S)


async def _missing(bootstrap: str, names: frozenset[str]) -> str | None:
    """Return the name of the log event that says what is missing."""
    try:
        found = await _topics(bootstrap)
    except Unavailable:
        return "waiting_for_broker"
    return None if names <= found else "waiting_for_topics"


async def _topics(bootstrap: str) -> frozenset[str]:
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=_ANSWER_MS)
    try:
        await client.start()
        return frozenset(await client.list_topics())
    except (KafkaError, OSError) as error:
        # The broker is starting, restarting or not reachable: the caller tries again.
        raise Unavailable(f"no answer from {bootstrap}") from error
    finally:
        await client.close()
