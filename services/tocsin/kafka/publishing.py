"""A message -> the broker's word that it is stored, however long that takes."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from faust.exceptions import ProducerSendError

from tocsin.domain.errors import BadMessage

log = structlog.get_logger(__name__)
FIRST_WAIT_S = 0.2
LONGEST_WAIT_S = 10.0  # also how often a lasting outage is told


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way to a topic."""

    key: bytes | None
    value: bytes
    headers: Mapping[str, bytes] = field(default_factory=dict)


async def publish_until_acknowledged(
    topic: Any, message: Outgoing, *, on_retry: Callable[[], None] = lambda: None
) -> None:
    """Publish and wait for the broker's acknowledgement, trying for ever: the source is acknowledged only after this.

    A retry may store the message twice; ids that never change make that harmless.

    Args:
        topic: Faust's handle, of ``raw_topic``.
        message: What to publish.
        on_retry: Called before each wait, so that an outage is not taken for a standstill of ours.

    Raises:
        BadMessage: The message is larger than the topic takes; no retry would help.
    """
    wait = FIRST_WAIT_S
    while True:
        try:
            acknowledged = await topic.send(key=message.key, value=message.value, headers=dict(message.headers))
            await acknowledged
        except (KafkaError, ProducerSendError) as error:
            cause = error.__cause__ or error  # Faust wraps what goes wrong before the message is on its way
            if isinstance(cause, MessageSizeTooLargeError):
                raise BadMessage(f"{len(message.value)} bytes are more than the topic takes") from error
            # Every other error of the broker passes, and giving up would lose the message.
            log.warning("publish_retried", topic=topic.get_topic_name(), error=type(cause).__name__, wait_s=wait)
            on_retry()
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_S)
        else:
            return
