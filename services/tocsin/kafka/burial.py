"""A message that cannot be handled -> its dead letter on the topic, counted and told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog

from tocsin import telemetry
from tocsin.kafka.dead_letters import Source, dead_letter
from tocsin.kafka.publishing import publish_until_acknowledged

log = structlog.get_logger(__name__)


class Burial:
    """Where a process puts what it cannot handle."""

    def __init__(
        self, topic: Any, *, limit_bytes: int, now: Callable[[], datetime], on_retry: Callable[[], None]
    ) -> None:
        """Choose the place.

        Args:
            topic: Faust's handle of the dead-letter topic, of ``raw_topic``.
            limit_bytes: The most that this topic takes.
            now: The time that a dead letter bears.
            on_retry: Called while the broker is away, so that its outage is not taken for a standstill of ours.
        """
        self._topic = topic
        self._limit_bytes = limit_bytes
        self._now = now
        self._on_retry = on_retry

    async def bury(self, message: Any, reason: str) -> None:
        """Return when the dead letter is stored.

        Args:
            message: As it came, Faust's or aiokafka's: topic, partition, offset, key and value are read.
            reason: Why it cannot be handled, without a word of it.
        """
        source = Source(message.topic, message.partition, message.offset)
        letter = dead_letter(
            key=message.key,
            value=message.value,
            reason=reason,
            source=source,
            now=self._now(),
            limit_bytes=self._limit_bytes,
        )
        await publish_until_acknowledged(self._topic, letter, on_retry=self._on_retry)
        telemetry.DEAD_LETTERS.labels(topic=self._topic.get_topic_name()).inc()
        log.warning("message_dead_lettered", source=str(source), reason=reason)
