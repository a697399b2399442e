"""The broker in memory serves our topics and ends with whoever started it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from kafka import KafkaProducer

from tocsin.kafka import tools
from tocsin.kafka.embedded import CLIENT_VERSION, EmbeddedBroker
from tocsin.kafka.settings import ToolSettings
from tocsin.kafka.topics import load_topics

FOLDER = Path(__file__).parents[3] / "topics"
TOPICS = load_topics(FOLDER)
STARTS_ONE_AND_WAITS = f"""
import sys
from pathlib import Path
from tocsin.kafka.embedded import EmbeddedBroker
from tocsin.kafka.topics import load_topics
with EmbeddedBroker(load_topics(Path({str(FOLDER)!r}))) as broker:
    print(broker.pid, flush=True)
    sys.stdin.read()
"""


def gone(pid: int) -> bool:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


def test_it_has_every_topic_with_its_partitions_and_keeps_what_is_published() -> None:
    with EmbeddedBroker(TOPICS) as broker:
        settings = ToolSettings(
            kafka_bootstrap=broker.bootstrap, kafka_api_version=CLIENT_VERSION, topics_directory=FOLDER
        )
        producer = tools.producer(settings, TOPICS.largest_request_bytes)
        assert isinstance(producer, KafkaProducer)
        producer.send(TOPICS.articles.name, b"hello").get(10)
        producer.close()
        consumer = tools.reader(settings)
        for topic in TOPICS:
            assert len(consumer.partitions_for_topic(topic.name)) == topic.spec.partitions
        assert [record.value for record in tools.records(consumer, TOPICS.articles.name)] == [b"hello"]
        consumer.close()
    assert gone(broker.pid)


def test_it_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE_AND_WAITS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    assert parent.stdin is not None
    broker = int(parent.stdout.readline())
    os.kill(broker, 0)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert gone(broker)
    parent.stdout.close()
    parent.stdin.close()
