"""Declared topics and what the broker has -> the differences, and those that may be removed removed.

Topics are made and widened: more partitions, longer retention, larger messages, the last of each key kept. Nothing is
ever shrunk or deleted, since each of that can lose messages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from tocsin.kafka.topics import FOREVER, Topic, Topics

_RETENTION, _MAX_BYTES, _IN_SYNC = "retention.ms", "max.message.bytes", "min.insync.replicas"
_CLEANUP = "cleanup.policy"
_COMPACT = "compact"
_KEYS = {"retention": _RETENTION, "max_message_bytes": _MAX_BYTES, "cleanup": _CLEANUP}


class Verdict(StrEnum):
    """What is done about a difference."""

    CREATE = "create"
    WIDEN = "widen"
    KEEP = "kept: broker has more"


@dataclass(frozen=True, slots=True)
class Found:
    """A topic as the broker has it."""

    partitions: int
    retention: timedelta
    max_message_bytes: int
    cleanup: str = "delete"


@dataclass(frozen=True, slots=True)
class Difference:
    """One property in which the broker differs from the file."""

    topic: str
    what: str
    declared: str
    broker: str
    verdict: Verdict


def differences(topics: Iterable[Topic[Any]], found: Mapping[str, Found]) -> tuple[Difference, ...]:
    """Compare what is declared with what is there; topics that are not ours do not matter."""
    return tuple(difference for topic in topics for difference in _differences_of(topic, found.get(topic.name)))


def _differences_of(topic: Topic[Any], found: Found | None) -> Iterable[Difference]:
    spec = topic.spec
    if found is None:
        yield Difference(topic.name, "topic", f"{spec.partitions} partitions", "is missing", Verdict.CREATE)
        return
    compared: tuple[tuple[str, Any, Any], ...] = (
        ("partitions", spec.partitions, found.partitions),
        ("retention", spec.retention, found.retention),
        ("max_message_bytes", spec.max_message_bytes, found.max_message_bytes),
    )
    for what, declared, broker in compared:
        if declared != broker:
            verdict = Verdict.WIDEN if declared > broker else Verdict.KEEP
            yield Difference(topic.name, what, _shown(declared), _shown(broker), verdict)
    if spec.cleanup != found.cleanup:
        # Under delete the rules of long ago would be gone; the other way round nothing is lost.
        verdict = Verdict.WIDEN if spec.cleanup == _COMPACT else Verdict.KEEP
        yield Difference(topic.name, "cleanup", spec.cleanup, found.cleanup, verdict)


def _shown(value: int | timedelta) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    if value == FOREVER:
        return "for ever"
    hours = value.total_seconds() / 3600
    return f"{hours / 24:g}d" if hours % 24 == 0 else f"{hours:g}h"


def look(client: KafkaAdminClient, topics: Topics) -> dict[str, Found]:
    """Return the topics of ours that the broker has."""
    there = set(client.list_topics())
    names = [topic.name for topic in topics if topic.name in there]
    if not names:
        return {}
    partitions = {described["name"]: len(described["partitions"]) for described in client.describe_topics(names)}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    configs = client.describe_configs(resources, config_filter="all")["topic"]
    return {name: _found(partitions[name], configs[name]) for name in names}


def _found(partitions: int, config: Mapping[str, Any]) -> Found:
    kept_ms = int(config[_RETENTION]["value"])
    return Found(
        partitions=partitions,
        retention=FOREVER if kept_ms < 0 else timedelta(milliseconds=kept_ms),
        max_message_bytes=int(config[_MAX_BYTES]["value"]),
        cleanup=config[_CLEANUP]["value"],
    )


def apply(client: KafkaAdminClient, topics: Topics, changes: Iterable[Difference], *, replication: int) -> None:
    """Create and widen as the differences say.

    Args:
        client: An open admin client.
        topics: The declared topics.
        changes: Differences from ``differences``; those that are kept are left alone.
        replication: Copies of each partition of a new topic.
    """
    declared = {topic.name: topic for topic in topics}
    for change in changes:
        topic = declared[change.topic]
        match change.verdict:
            case Verdict.CREATE:
                client.create_topics({topic.name: _new(topic, replication)}, wait_for_metadata=True)
            case Verdict.WIDEN if change.what == "partitions":
                client.create_partitions({topic.name: topic.spec.partitions})
            case Verdict.WIDEN:
                key = _KEYS[change.what]
                client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic.name, {key: _config(topic)[key]})])
            case Verdict.KEEP:
                pass


def _new(topic: Topic[Any], replication: int) -> dict[str, Any]:
    return {
        "num_partitions": topic.spec.partitions,
        "replication_factor": replication,
        # With one copy allowed to lag of three, an acknowledged message outlives the loss of any one broker.
        "configs": _config(topic) | ({_IN_SYNC: str(replication - 1)} if replication > 2 else {}),
    }


def _config(topic: Topic[Any]) -> dict[str, str]:
    kept = topic.spec.retention
    return {
        _RETENTION: "-1" if kept == FOREVER else str(int(kept.total_seconds() * 1000)),
        _CLEANUP: topic.spec.cleanup,
        _MAX_BYTES: str(topic.spec.max_message_bytes),
    }
