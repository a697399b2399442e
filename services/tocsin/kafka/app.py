"""Settings and topics -> a Faust app that loses nothing.

Faust acknowledges a message when an exception leaves the agent, so none may leave it; a typed topic throws its decode
errors into the agent, so topics carry raw bytes; and with ``concurrency`` above 1 a kill can lose messages, so agents
keep it at 1. docs/architecture.md tells the measurements.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

import faust

from tocsin.kafka.settings import StreamSettings
from tocsin.kafka.topics import Topic, Topics

RAW: dict[str, Any] = {"key_type": bytes, "value_type": bytes, "key_serializer": "raw", "value_serializer": "raw"}


def make_app(group: str, settings: StreamSettings, topics: Topics) -> faust.App:
    """Return an app without agents, tables or web pages.

    Args:
        group: The consumer group; all replicas of a process share it.
        settings: Where the broker is, and how long things may take.
        topics: What is read and written; says how large a message can be.
    """
    largest = topics.largest_request_bytes
    brokers = [f"kafka://{address.strip()}" for address in settings.kafka_bootstrap.split(",")]
    return faust.App(
        group,
        broker=brokers,
        autodiscover=False,
        # Faust makes this folder even without tables; where we stand may be read-only, or somebody's repository.
        datadir=Path(tempfile.gettempdir()) / f"tocsin-faust-{os.getuid()}",
        # Topics are made by `tocsin topics apply`, never by the way.
        topic_allow_declare=False,
        topic_disable_leader=True,
        table_standby_replicas=0,
        # Web pages of Faust show tables without asking who you are; ours are in health.py.
        web_enabled=False,
        broker_session_timeout=settings.kafka_session_seconds,
        broker_heartbeat_interval=settings.kafka_session_seconds / 5,
        broker_request_timeout=90.0,  # must exceed the session timeout
        broker_commit_interval=1.0,
        consumer_auto_offset_reset="earliest",
        # None, never "": an empty id is an id, and of two replicas with the same id one puts the other out.
        consumer_group_instance_id=settings.kafka_instance_id,
        consumer_max_fetch_size=largest,
        # On SIGTERM the batch under way is finished and committed; without it a batch was lost.
        stream_wait_empty=True,
        # A smaller buffer stalls the fetcher for a second whenever it is full: 1,000 messages a second, not 15,000.
        stream_buffer_maxsize=4096,
        producer_acks=-1,
        producer_compression_type=None if settings.kafka_compression == "none" else settings.kafka_compression,
        producer_max_request_size=largest,
        producer_request_timeout=30.0,  # the default lets a send hang for twenty minutes
    )


def raw_topic(app: faust.App, topic: Topic[Any]) -> Any:
    """Return Faust's handle of a topic whose bytes we read and write ourselves."""
    return app.topic(topic.name, **RAW)
