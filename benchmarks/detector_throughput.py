"""The detector without extraction, on real Kafka -> articles a second on one core, and its memory.

    python -m benchmarks.detector_throughput [--articles 100000]

Publishes articles of about 3 kB, then starts a detector that reads in its own process with a reader that finds
nothing, pinned to one processor, and watches its counters until every article is done. Needs Java 17 and Maven.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from kafka import KafkaProducer

from tests.integration.harness import Line, Running, eventually
from tests.integration.kafka_broker import Broker, archive_classes
from tocsin.detector.process import run_detector
from tocsin.detector.reading import ArticleReader
from tocsin.detector.rule_files import RuleFiles
from tocsin.detector.settings import DetectorSettings
from tocsin.domain.article import ArticleText
from tocsin.domain.event import Event
from tocsin.kafka.topics import load_topics
from tocsin.matching.live_rules import LiveRules

BODY_CHARACTERS = 2_650  # with headline, ids and dates a message is about 3 kB
MEMORY_AT = 10_000  # articles
TARGET_PER_SECOND = 2_000
TARGET_GROWTH = 1.5
DISTINCT = 2_000
WORDS = ("minister", "border", "talks", "strike", "said", "port", "dozens", "killed", "agreement", "Thursday", "troops")


class NothingFound:
    """A reader that finds nothing at once: what is left is everything but extraction."""

    events: tuple[Event, ...] = ()
    language = "en"
    truncated = False

    def read(self, article: ArticleText) -> "NothingFound":
        """Return no events."""
        return self


def serve() -> int:
    """Be the detector."""
    settings = DetectorSettings.load()
    topics, files = load_topics(settings.topics_directory), RuleFiles(settings.rules_directory)
    return run_detector(settings, topics, lambda: ArticleReader(NothingFound()), files, LiveRules(files.load()))


def articles(count: int) -> list[bytes]:
    """Return distinct articles of about 3 kB, not too easy to compress."""
    chance = random.Random(7)
    made = []
    for number in range(count):
        words: list[str] = []
        while sum(map(len, words)) + len(words) < BODY_CHARACTERS:
            words.append(chance.choice(WORDS) + str(chance.randrange(1000)))
        made.append(
            {
                "id": f"article-{number}",
                "url": f"https://news.example/2026/02/06/{number}",
                "headline": "Talks go on as strikes halt the port",
                "body": " ".join(words),
                "datePublished": "2026-02-06T10:00:00Z",
                "dateFetched": "2026-02-06T10:01:02Z",
                "source": {"id": "rss:example-world"},
            }
        )
    return [json.dumps(article).encode() for article in made]


def publish(line: Line, count: int) -> float:
    """Put ``count`` articles on the topic and return their mean size in bytes."""
    distinct = articles(min(count, DISTINCT))
    producer = KafkaProducer(
        bootstrap_servers=line.bootstrap, acks=1, linger_ms=20, batch_size=262_144, compression_type="zstd"
    )
    for number in range(count):
        value = distinct[number % len(distinct)]
        producer.send(line.topics.articles.name, key=f"article-{number}".encode(), value=value)
    producer.flush()
    producer.close()
    return sum(map(len, distinct)) / len(distinct)


def done(detector: Running) -> int:
    """Return how many articles the detector has finished."""
    for row in detector.get("/metrics")[1].splitlines():
        if row.startswith('tocsin_articles_total{outcome="read"}'):
            return int(float(row.split()[-1]))
    return 0


def resident_mb(pid: int) -> float:
    """Return the memory of a process that is in RAM, in MB."""
    for row in Path(f"/proc/{pid}/status").read_text().splitlines():
        if row.startswith("VmRSS"):
            return int(row.split()[1]) / 1024
    return 0.0


def measure(line: Line, count: int) -> int:
    """Run the measurement, print it, and return 1 if a target is missed."""
    size = publish(line, count)
    core = max(os.sched_getaffinity(0))
    detector = line.start_process(["benchmarks.detector_throughput", "--serve"], pool_processes=0)
    os.sched_setaffinity(detector.process.pid, {core})
    detector.wait_for("process_started", seconds=60)
    first_count = eventually(lambda: done(detector), seconds=60)
    first_at, memory = time.perf_counter(), 0.0
    cpu_from = _cpu_seconds(detector.process.pid)
    while (finished := done(detector)) < count:
        if not memory and finished >= MEMORY_AT:
            memory = resident_mb(detector.process.pid)
        time.sleep(0.1)
    seconds = time.perf_counter() - first_at
    cpu = _cpu_seconds(detector.process.pid) - cpu_from
    at_end = resident_mb(detector.process.pid)
    detector.end()
    rate, growth = (count - first_count) / seconds, at_end / memory
    print(f"{count:,} articles of {size:,.0f} bytes, one processor, real Kafka, no extraction")
    print(f"{rate:,.0f} articles a second (target {TARGET_PER_SECOND:,}); {cpu / seconds:.0%} of the processor")
    print(f"memory: {memory:.0f} MB at {MEMORY_AT:,} articles, {at_end:.0f} MB at {count:,}: ", end="")
    print(f"{growth:.2f} times (target at most {TARGET_GROWTH})")
    return int(rate < TARGET_PER_SECOND or growth > TARGET_GROWTH)


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        return serve()
    with tempfile.TemporaryDirectory() as folder:
        archive_classes(Path(folder) / "archive")
        broker = Broker(Path(folder) / "broker")
        broker.start()
        line = Line(broker.bootstrap, Path(folder), name="throughput")
        try:
            line.make_topics()
            return measure(line, chosen.articles)
        finally:
            line.close()
            broker.stop()


if __name__ == "__main__":
    sys.exit(main())
