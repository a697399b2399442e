"""Hostile and broken input to the real processes: each gets what it deserves, and its neighbours notice nothing."""

import asyncio
import json
import resource
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.builders import an_article
from tests.integration.databases import detections
from tests.integration.harness import Line, Running, eventually
from tests.integration.ledger import Receiver
from tests.integration.receivers import Connection, Handler, receiver
from tests.integration.whole_line import declare, ringing, start_detector, start_notifier
from tocsin.domain.article import BODY_LIMIT
from tocsin.domain.event import Event
from tocsin.extraction.reader import Reader
from tocsin.kafka.codec import decode, encode
from tocsin.kafka.dead_letters import explanation

SENTENCE = "A Russian missile strike killed at least 23 people in Kharkiv yesterday, Ukrainian officials said."
MOST_SECONDS = 2.0  # of one processor, for any article
HOSTILE = {
    "null-bytes": f"\x00\x00{SENTENCE}\x00",
    "bidirectional": f"\u202e{SENTENCE}\u202c\u2066\u200f",
    "markup": f"<script>alert('40 killed')</script><p onclick='x()'>{SENTENCE}</p><!-- <b> -->",
    "one-letter": "a" * 1_000_000,
    "one-letter-in-words": "a " * 500_000,
    "brackets": "<" * 100_000 + "(" * 90_000,
    "numbers": "killed " + " ".join(str(number) for number in range(50_000)),
    "numbers-in-words": "twenty-three thousand and " * 7_500 + "people were killed.",
    "one-sentence": "the army said that " * 10_000 + "it attacked Kharkiv.",
    "quotes": '“‘"' * 60_000,
    "blanks": "\n \t" * 60_000 + ".",
    "many-events": " ".join(f"Gunmen killed {number} people in Kaya on 3 January." for number in range(3_800)),
}
LONG = f"{SENTENCE} " + "The trams stood still and the shops were shut. " * (BODY_LIMIT // 40)
FRENCH = (
    "Le ministre des Affaires étrangères a déclaré jeudi que la France ne participerait pas aux négociations, et que "
    "les attaques contre les civils étaient inacceptables pour tous les pays de la région."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_more_than_two_seconds_of_a_processor(reader: Reader, name: str) -> None:
    started = time.process_time()
    reader.read(an_article(body=HOSTILE[name]).text)
    assert time.process_time() - started < MOST_SECONDS


def dated(name: str, **given: Any) -> bytes:
    """An article as another program would write it, with other dates than usual."""
    message = json.loads(encode(an_article(id=name, headline="The morning", body=SENTENCE)))
    return json.dumps({key: value for key, value in {**message, **given}.items() if value is not ...}).encode()


DATED = {  # all are of 6 February, so that yesterday is the 5th
    "missing": dated("missing", datePublished=...),
    "empty": dated("empty", datePublished=""),
    "future": dated("future", datePublished="2031-01-01T00:00:00Z"),
    "other-zone": dated("other-zone", datePublished="2026-02-06T01:00:00+11:00"),
    "no-zone": dated("no-zone", datePublished="2026-02-06T09:00:00"),
}
REFUSED = {
    dated("no-date", datePublished="soon"): "datePublished: ",
    dated("half-character", body="\ud83d"): "not JSON",
}


@pytest.mark.kafka
@pytest.mark.slow
def test_hostile_articles_cost_a_real_detector_nothing_but_themselves(line: Line) -> None:
    detector = start_detector(line)
    detector.wait_for("process_started", seconds=60)
    hostile = [encode(an_article(id=name, body=body)) for name, body in HOSTILE.items()]
    others = [encode(an_article(id="long", body=LONG)), encode(an_article(id="french", headline="Paris", body=FRENCH))]
    values: list[bytes] = []
    for number, value in enumerate([*hostile, *others, *DATED.values(), *REFUSED]):
        values += [value, ringing(f"neighbour-{number}")]
    line.publish(line.topics.articles, values, key=b"one partition")
    eventually(lambda: f"neighbour-{len(values) // 2 - 1}" in detector.output, seconds=90)

    events = [decode(record.value, Event) for record in line.consume_all(line.topics.events)]
    of = {event.article_id: event for event in events}
    assert {f"neighbour-{number}" for number in range(len(values) // 2)} <= of.keys()
    assert {name: of[name].date for name in DATED} == dict.fromkeys(DATED, "2026-02-05")
    assert all(of[name].place == "Kharkiv" for name in ("null-bytes", "bidirectional", "markup"))
    longer = {name for name, body in {**HOSTILE, "long": LONG}.items() if len(body) > BODY_LIMIT}
    assert {event.article_id for event in events if event.truncated} == longer & of.keys()
    assert of["long"].truncated
    assert "french" not in of
    letters = {letter.value: explanation(letter.headers) for letter in consume(line)}
    assert letters.keys() == REFUSED.keys()
    assert all(REFUSED[value] in said.reason for value, said in letters.items())
    metrics = detector.get("/metrics")[1]
    assert 'tocsin_articles_by_language_total{language="fr"} 1.0' in metrics
    assert f"tocsin_articles_truncated_total {len(longer)}.0" in metrics
    assert detector.output.count("language=fr") == 1
    assert detector.end() == 0


def consume(line: Line) -> list[Any]:
    """The dead letters, as soon as all are there."""
    letters = line.topics.articles_dead_letters
    return eventually(lambda: found if len(found := line.consume_all(letters)) >= len(REFUSED) else [])


@pytest.mark.parametrize("process", ["detector", "notifier"])
def test_a_process_with_broken_files_does_not_start_and_tells_every_fault(tmp_path: Path, process: str) -> None:
    line = Line("127.0.0.1:9", tmp_path, name="broken")
    (line.folder / "topics" / "strange-v1.yaml").write_text("partitions: many\n")
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "loud.yaml").write_text("id: loud\nmatch:\n  type: atack\n")
    subscriptions = tmp_path / "subscriptions.yaml"
    subscriptions.write_text("subscriptions:\n  - {name: desk, kind: webhok, url: nowhere}\n")
    running = line.start_process(
        ["tocsin", process], rules_directory=rules, subscriptions_file=subscriptions, http_port="many", lease_secnds=3
    )
    try:
        assert running.wait(seconds=60) == 2, running.output
    finally:
        line.close()
    told = ["TOCSIN_HTTP_PORT: ", "TOCSIN_LEASE_SECNDS: unknown variable", "strange-v1.yaml:1:13 partitions: "]
    told += {"detector": ["loud.yaml:3:9 "], "notifier": ["subscriptions.yaml:2:24 "]}[process]
    assert [fault for fault in told if fault not in running.output] == [], running.output
    assert "process_starting" not in running.output
    assert "Traceback" not in running.output


@pytest.mark.kafka
@pytest.mark.slow
def test_a_full_disk_holds_everything_up_and_nothing_is_lost_when_there_is_room_again(
    line: Line, tmp_path: Path
) -> None:
    database = tmp_path / "tocsin.sqlite3"
    with Receiver() as desk:
        notifier = start_notifier(line, f"sqlite:///{database}", declare(tmp_path, webhooks={"desk": desk.url}))
        notifier.wait_for("process_started", seconds=60)
        publish_detections(line, 0, 3)
        eventually(lambda: len(desk.arrivals) == 3)
        full(notifier, database)
        publish_detections(line, 3, 30)
        notifier.wait_for("waiting_for_database")
        assert len(desk.arrivals) == 3
        room_again(notifier)
        eventually(lambda: len(desk.arrivals) >= 30, seconds=60)
        assert notifier.end() == 0
    assert len({arrival.webhook_id for arrival in desk.arrivals}) == 30


def publish_detections(line: Line, first: int, end: int) -> None:
    line.publish(line.topics.alerts, [encode(one) for one in detections(end - first, start=first)])


def full(process: Running, database: Path) -> None:
    """Let no file of the process become longer than the database's write-ahead log is now."""
    longest = database.with_name(f"{database.name}-wal").stat().st_size
    assert longest > len(process.output.encode()) + 20_000  # or it could not say that it waits
    _, most = resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, (longest, most))


def room_again(process: Running) -> None:
    _, most = resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, (most, most))


async def hangs(_: Connection) -> None:
    await asyncio.Event().wait()


async def trickles(connection: Connection) -> None:
    for byte in b"HTTP/1.1 200 OK\r\n" * 100:
        await connection.write(bytes([byte]))
        await asyncio.sleep(1)


async def floods(connection: Connection) -> None:
    await connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n")
    for _ in range(1_000):
        await connection.write(b"x" * 100_000)


def answers(status: int, **headers: str) -> Handler:
    async def handle(connection: Connection) -> None:
        await connection.answer(status, **headers)

    return handle


BAD_RECEIVERS: dict[str, Handler] = {
    "hangs": hangs,
    "trickles": trickles,
    "floods": floods,
    "fails": answers(500),
    "moved": answers(301, location="http://127.0.0.1:9/"),
    "gone": answers(410),
    "busy": answers(429, retry_after="3600"),
}
AT_ONCE = 4  # requests that one receiver may have in flight, by default


@pytest.mark.kafka
@pytest.mark.slow
async def test_a_good_receiver_gets_everything_while_seven_others_misbehave(line: Line, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        bad = {name: await stack.enter_async_context(receiver(handle)) for name, handle in BAD_RECEIVERS.items()}
        good = await stack.enter_async_context(receiver(answers(200)))
        urls = {name: running.url() for name, running in {**bad, "good": good}.items()}
        notifier = start_notifier(line, f"sqlite:///{tmp_path / 'db'}", declare(tmp_path, webhooks=urls))
        await asyncio.to_thread(notifier.wait_for, "process_started", seconds=60)
        await asyncio.to_thread(publish_detections, line, 0, 60)
        await asyncio.to_thread(eventually, lambda: len(good.requests) >= 60, seconds=60)
        assert len({request.headers["webhook-id"] for request in good.requests}) == 60
        # Not one request to the silent one had ended: its twenty seconds were nobody else's.
        assert 0 < len(bad["hangs"].requests) <= AT_ONCE
        for name, running in bad.items():
            await asyncio.to_thread(eventually, given(running.requests), seconds=60)
            assert name not in {"gone", "busy"} or len(running.requests) <= AT_ONCE
        assert await asyncio.to_thread(notifier.end) == 0


def given(requests: list[Any]) -> Callable[[], bool]:
    return lambda: bool(requests)
