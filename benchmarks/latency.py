"""Articles at a steady pace on real Kafka -> how long each took from being published to being received as a webhook.

    python -m benchmarks.latency [--rate 10] [--seconds 60] [--dead-receiver]

The real detector and notifier run with their default settings on a real broker and on SQLite. Articles of 2 to 3 kB,
made of the samples, each ring at least one rule; every webhook that follows counts, from the moment before its article
is sent to the moment its body has arrived. ``--dead-receiver`` adds a second receiver that never answers. Needs Java 17
and Maven.
"""

import argparse
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from kafka import KafkaProducer

from tests.integration.harness import ROOT, Line, eventually
from tests.integration.kafka_broker import Broker, archive_classes
from tests.integration.ledger import Receiver
from tests.integration.whole_line import declare, start_detector, start_notifier
from tocsin import declarations
from tocsin.demo.run import ExpectedAlerts
from tocsin.domain.detection import Detection
from tocsin.kafka.codec import decode

SMALLEST, LARGEST = 2_000, 3_000  # bytes of an article's JSON
WARM_UP_S = 10.0
TARGETS_MS = {50: 300, 95: 1_000}
_DEFAULT = ""  # an empty variable is no variable: the harness's own settings give way to the defaults


def texts() -> list[dict[str, object]]:
    """Return the samples that ring a rule, each filled up with paragraphs of those that ring none."""
    expected = declarations.load(ROOT / "samples" / "alerts.yaml", ExpectedAlerts).alerts
    samples = [json.loads(file.read_text()) for file in sorted((ROOT / "samples" / "articles").glob("*.json"))]
    quiet = [one["body"] for one in samples if not expected[one["id"]]]
    filling = itertools.cycle("\n\n".join(quiet).split("\n\n"))
    made = []
    for sample in (one for one in samples if expected[one["id"]]):
        while len(json.dumps(sample).encode()) < SMALLEST:
            sample["body"] += "\n\n" + next(filling)
        if len(json.dumps(sample).encode()) <= LARGEST:
            made.append(sample)
    return made


def articles() -> Iterator[tuple[str, bytes]]:
    """Yield articles without end, each with an id of its own, so that each is news."""
    for number, text in enumerate(itertools.cycle(texts())):
        own = f"{text['id']}-{number}"
        yield own, json.dumps({**text, "id": own}).encode()


def publish(line: Line, rate: float, seconds: float) -> dict[str, float]:
    """Publish ``rate`` articles a second for ``seconds``; return when each was sent, in seconds since 1970."""
    sent: dict[str, float] = {}
    producer = KafkaProducer(bootstrap_servers=line.bootstrap, acks="all", linger_ms=0)
    started = time.monotonic()
    for number, (name, value) in zip(range(round(rate * seconds)), articles(), strict=False):
        time.sleep(max(0.0, started + number / rate - time.monotonic()))
        sent[name] = time.time()
        producer.send(line.topics.articles.name, key=name.encode(), value=value)
    producer.flush()
    producer.close()
    return sent


def detected(line: Line) -> dict[str, float]:
    """Return when the detector published its last detection of each article, in seconds since 1970."""
    return {
        decode(record.value, Detection).article.id: record.timestamp / 1000
        for record in line.consume_all(line.topics.alerts)
    }


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that ``percent`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(percent) // 100) - 1)]


def row(name: str, seconds: Sequence[float]) -> str:
    figures = "".join(f"{percentile(seconds, percent) * 1000:9,.0f}" for percent in (50, 95, 99))
    return f"{name:34}{figures}{max(seconds) * 1000:9,.0f}"


def measure(line: Line, folder: Path, rate: float, seconds: float, *, dead: bool) -> int:
    """Run the measurement, print it, and return 1 if a target is missed."""
    with Receiver() as receiver, Receiver(answers=False) as silent:
        urls = {"desk": receiver.url} | ({"dead": silent.url} if dead else {})
        defaults = {"pool_processes": _DEFAULT, "kafka_session_seconds": _DEFAULT}
        detector = start_detector(line, **defaults)
        notifier = start_notifier(line, f"sqlite:///{folder / 'db'}", declare(folder, webhooks=urls), **defaults)
        for process in (detector, notifier):
            process.wait_for("process_started", seconds=90)
        publish(line, rate, WARM_UP_S)
        load = os.getloadavg()[0]
        sent = publish(line, rate, seconds)

        def received() -> dict[str, list[float]]:
            found: dict[str, list[float]] = {name: [] for name in sent}
            for arrival in tuple(receiver.arrivals):
                for article in {article for article, _ in arrival.rung}:
                    if article in sent:
                        found[article].append(arrival.at)
            return found

        eventually(lambda: all(received().values()), seconds=60)
        time.sleep(1)  # what an article rang besides
        arrived, on_alerts = received(), detected(line)
        detector.end()
        notifier.end()
    whole = [at - sent[name] for name, times in arrived.items() for at in times]
    reading = [on_alerts[name] - sent[name] for name in sent]
    delivering = [max(times) - on_alerts[name] for name, times in arrived.items()]
    beside = f" and {len(silent.arrivals)} requests to a receiver that never answers" if dead else ""
    print(
        f"{len(sent)} articles of {SMALLEST:,} to {LARGEST:,} bytes at {rate:g} a second, {len(whole)} webhooks{beside}"
    )
    print(f"{os.cpu_count()} processors, load {load:.1f} at the start; milliseconds:")
    print(f"{'':34}{'p50':>9}{'p95':>9}{'p99':>9}{'max':>9}")
    print(row("published -> detections published", reading))
    print(row("detections published -> received", delivering))
    print(row("published -> received", whole))
    missed = [percent for percent, most in TARGETS_MS.items() if percentile(whole, percent) * 1000 > most]
    print("targets: " + ", ".join(f"p{percent} at most {most:,}" for percent, most in TARGETS_MS.items()), end="; ")
    print(f"missed: {missed}" if missed else "both met")
    return int(bool(missed))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=10, help="articles a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--dead-receiver", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive_classes(folder / "archive")
        broker = Broker(folder / "broker")
        broker.start()
        line = Line(broker.bootstrap, folder, name="latency")
        try:
            line.make_topics()
            return measure(line, folder, chosen.rate, chosen.seconds, dead=chosen.dead_receiver)
        finally:
            line.close()
            broker.stop()


if __name__ == "__main__":
    sys.exit(main())
