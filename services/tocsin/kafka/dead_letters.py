"""A message that cannot be handled -> its dead letter, and back.

A dead letter is the message as it came, key and value, with headers: why, and where it stood.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.kafka.codec import REASON_LIMIT
from tocsin.kafka.publishing import Outgoing

_PREFIX = "tocsin-"
ERROR = _PREFIX + "error"
TOPIC = _PREFIX + "source-topic"
PARTITION = _PREFIX + "source-partition"
OFFSET = _PREFIX + "source-offset"
AT = _PREFIX + "dead-lettered-at"
CUT = _PREFIX + "cut-from-bytes"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a message stood."""

    topic: str
    partition: int
    offset: int

    def __str__(self) -> str:
        """``articles/3/1207``, topic, partition and offset."""
        return f"{self.topic}/{self.partition}/{self.offset}"


def dead_letter(
    *, key: bytes | None, value: bytes | None, reason: str, source: Source, now: datetime, limit_bytes: int
) -> Outgoing:
    """Return the dead letter of a message.

    Args:
        key: As it came.
        value: As it came; what goes beyond ``limit_bytes`` is cut off, and a header tells the size before.
        reason: Why, without a word of the message; cut to 300 characters.
        source: Where the message stood.
        now: When it was given up.
        limit_bytes: The most that the dead-letter topic takes, its headers included.
    """
    kept = value or b""
    headers = {
        ERROR: reason[:REASON_LIMIT].encode("utf-8", "replace"),
        TOPIC: source.topic.encode(),
        PARTITION: str(source.partition).encode(),
        OFFSET: str(source.offset).encode(),
        AT: now.astimezone(UTC).isoformat(timespec="milliseconds").encode(),
    }
    room = limit_bytes - 2048 - len(key or b"")  # for the headers
    if len(kept) > room:
        headers[CUT] = str(len(kept)).encode()
        kept = kept[:room]
    return Outgoing(key=key, value=kept, headers=headers)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the headers of a dead letter say."""

    reason: str
    source: Source | None
    at: str
    cut: bool


def explanation(headers: Iterable[tuple[str, bytes]]) -> Explanation:
    """Read the headers of a dead letter. Anybody may have written it, so nothing is taken for sure."""
    said = {name: (value or b"").decode("utf-8", "replace") for name, value in headers}
    partition, offset = said.get(PARTITION, ""), said.get(OFFSET, "")
    known = TOPIC in said and partition.isdigit() and offset.isdigit()
    return Explanation(
        reason=said.get(ERROR, "no reason given"),
        source=Source(said[TOPIC], int(partition), int(offset)) if known else None,
        at=said.get(AT, ""),
        cut=CUT in said,
    )
