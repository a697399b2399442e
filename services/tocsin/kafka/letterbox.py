"""A dead-letter topic -> the letters that lie on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tocsin.kafka.dead_letters import Explanation, explanation


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter as it lies on its topic; ``position`` is ``PARTITION/OFFSET`` there."""

    position: str
    key: bytes | None
    value: bytes
    explanation: Explanation


def letters(consumer: Any, topic: str) -> Iterator[Letter]:
    """Yield what lies on a dead-letter topic now, and end there.

    Args:
        consumer: A kafka-python consumer without a group.
        topic: The name of the dead-letter topic.
    """
    from tocsin.kafka.tools import records

    for record in records(consumer, topic):
        yield Letter(
            position=f"{record.partition}/{record.offset}",
            key=record.key,
            value=record.value or b"",
            explanation=explanation(record.headers),
        )
