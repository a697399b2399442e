"""Settings -> kafka-python clients for commands that need no event loop."""

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from tocsin.domain.errors import Unavailable
from tocsin.kafka.settings import ToolSettings

Client = TypeVar("Client")
SAY_EVERY_S = 10.0
_TRY_EVERY_S = 0.25


def wait_for_broker(
    open_client: Callable[[], Client], *, bootstrap: str, say: Callable[[str], None], wait_s: float
) -> Client:
    """Return the client once the broker answers; say every ten seconds that it does not.

    Args:
        open_client: Makes the client, or fails while the broker is away.
        bootstrap: Where the broker should be, for what is said.
        say: Tells the user.
        wait_s: Give up after so long.

    Raises:
        Unavailable: The broker did not answer in time.
    """
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # it logs each try; what matters is raised
    started = time.monotonic()
    said = started
    while True:
        try:
            return open_client()
        except (KafkaError, OSError) as error:
            # The broker is starting or not reachable: that is what we wait for.
            waited = time.monotonic() - started
            if waited >= wait_s:
                message = (
                    f"no answer from the broker at {bootstrap} after {waited:.0f} s; is TOCSIN_KAFKA_BOOTSTRAP right?"
                )
                raise Unavailable(message) from error
        if time.monotonic() - said >= SAY_EVERY_S:
            said = time.monotonic()
            say(f"waiting for the broker at {bootstrap}, {said - started:.0f} s so far")
        time.sleep(_TRY_EVERY_S)


def admin_client(settings: ToolSettings) -> KafkaAdminClient:
    """Open an admin client; fails soon when the broker is away, so that the caller can say so."""
    return KafkaAdminClient(**_common(settings), request_timeout_ms=10_000)


def producer(settings: ToolSettings, largest_request_bytes: int) -> KafkaProducer:
    """Open a producer that stores each message on all replicas before it counts as published."""
    return KafkaProducer(
        **_common(settings),
        acks="all",
        linger_ms=5,
        compression_type="zstd",
        max_request_size=largest_request_bytes,
    )


def reader(settings: ToolSettings) -> KafkaConsumer:
    """Open a consumer without a group: what it reads is still there for the others."""
    return KafkaConsumer(**_common(settings), enable_auto_commit=False, auto_offset_reset="earliest")


def _common(settings: ToolSettings) -> dict[str, Any]:
    common: dict[str, Any] = {"bootstrap_servers": settings.kafka_bootstrap.split(","), "bootstrap_timeout_ms": 1_000}
    if settings.kafka_api_version:
        common["api_version"] = tuple(int(part) for part in settings.kafka_api_version.split("."))
    return common


def records(consumer: KafkaConsumer, topic: str) -> Iterator[Any]:
    """Yield the records that lie on a topic now, partition by partition as they come, and end there.

    Raises:
        Unavailable: The broker has no such topic.
    """
    partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
    if not partitions:
        raise Unavailable(f"the broker has no topic {topic}; run `tocsin topics apply`")
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    ends = consumer.end_offsets(partitions)
    while any(consumer.position(partition) < end for partition, end in ends.items()):
        for partition, found in consumer.poll(timeout_ms=500).items():
            yield from (record for record in found if record.offset < ends[partition])
