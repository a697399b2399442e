"""The detector on a real broker."""

import json
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.builders import an_article
from tests.integration.harness import Line, Running, alive, eventually
from tests.integration.kafka_broker import Broker
from tocsin.domain.detection import Detection
from tocsin.domain.event import Event
from tocsin.kafka.codec import decode, encode
from tocsin.kafka.dead_letters import explanation

pytestmark = pytest.mark.kafka
DETECTOR = ["tests.integration.fake_detector"]


def article(number: int | str, body: str = "Words.", **given: Any) -> bytes:
    return encode(an_article(id=f"article-{number}", body=body, **given))


def started(line: Line, **settings: object) -> Running:
    running = line.start_process(DETECTOR, **settings)
    running.wait_for("process_started")
    return running


def alerted(line: Line) -> list[str]:
    return [decode(record.value, Detection).article.id for record in line.consume_all(line.topics.alerts)]


def wait_for_alerts(line: Line, numbers: range, *, seconds: float = 20) -> list[str]:
    wanted = {f"article-{number}" for number in numbers}
    return eventually(lambda: found if wanted <= set(found := alerted(line)) else [], seconds=seconds)


def test_an_article_becomes_its_events_and_its_detections_under_the_right_keys(line: Line) -> None:
    detector = started(line)
    line.publish(line.topics.articles, [article(1)], key=b"article-1")
    wait_for_alerts(line, range(1, 2))
    (event,) = line.consume_all(line.topics.events)
    (alert,) = line.consume_all(line.topics.alerts)
    assert event.key == b"article-1"
    assert decode(event.value, Event) == decode(alert.value, Detection).event
    assert alert.key.decode() == decode(event.value, Event).id
    assert detector.end() == 0


BAD = {
    b"not json at all": r"not JSON: line 1 column \d+",
    b"\xff\xfe": "not UTF-8",
    b'["another shape"]': "another shape: a JSON object is right",
    b"{}": "id: is missing",
    json.dumps({**json.loads(article(7)), "headline": " "}).encode(): "headline: must not be empty",
    json.dumps({**json.loads(article(7)), "dateFetched": "soon"}).encode(): "dateFetched: ",
    b"": "empty",
    article("raises", "RAISE secret words"): "reading failed: ValueError",
    article("dies", "DIE"): "reading ended its process: SIGKILL",
    article("hangs", "HANG"): "reading took more than 1 s",
    article("huge", "HUGE"): "what was read cannot be published: ",
}


def test_what_is_no_article_gets_a_dead_letter_with_its_reason_and_place_while_its_neighbours_pass(line: Line) -> None:
    detector = started(line, article_seconds=1, pool_processes=2)
    mixed: list[bytes] = []
    for number, bad in enumerate(BAD):
        mixed += [article(number), bad]
    line.publish(line.topics.articles, mixed, key=b"one partition")
    wait_for_alerts(line, range(len(BAD)))
    letters = eventually(
        lambda: found if len(found := line.consume_all(line.topics.articles_dead_letters)) >= len(BAD) else []
    )
    assert len(letters) == len(BAD)
    placed = {(record.partition, record.offset): record.value for record in line.consume_all(line.topics.articles)}
    for letter in letters:
        said = explanation(letter.headers)
        assert re.search(BAD[letter.value], said.reason), said.reason
        assert said.source is not None
        assert said.source.topic == line.topics.articles.name
        assert placed[said.source.partition, said.source.offset] == letter.value
    assert "secret words" not in detector.output
    assert detector.end() == 0


def test_a_message_that_is_larger_than_its_dead_letter_may_be_is_cut_and_says_so(line: Line) -> None:
    detector = started(line, pool_processes=0)
    line.publish(line.topics.articles, [b"x" * 5_000_000, article(1)])  # small on the broker, being compressed
    wait_for_alerts(line, range(1, 2))
    (letter,) = eventually(lambda: line.consume_all(line.topics.articles_dead_letters))
    said = explanation(letter.headers)
    assert said.reason == "not JSON: line 1 column 1"
    assert said.cut
    assert 2_000_000 < len(letter.value) < line.topics.articles_dead_letters.spec.max_message_bytes
    assert detector.end() == 0


def test_withheld_foreign_and_long_articles_are_counted_and_said(line: Line) -> None:
    detector = started(line)
    articles = [
        article(1, pub_status="canceled"),
        article(2, "FRENCH"),
        article(3, "FRENCH"),
        article(4, "LONG"),
        article(5),
    ]
    line.publish(line.topics.articles, articles)
    assert sorted(wait_for_alerts(line, range(4, 6))) == ["article-4", "article-5"]

    def counted() -> str:
        metrics = detector.get("/metrics")[1]
        return metrics if 'tocsin_articles_total{outcome="withheld"} 1.0' in metrics else ""

    metrics = eventually(counted)
    assert 'tocsin_articles_by_language_total{language="fr"} 2.0' in metrics
    assert 'tocsin_articles_total{outcome="not_english"} 2.0' in metrics
    assert "tocsin_articles_truncated_total 1.0" in metrics
    assert detector.output.count("language_not_read") == 1
    assert line.consume_all(line.topics.articles_dead_letters) == []


def test_when_nearly_everything_is_bad_the_process_stops_before_all_is_dead_lettered(line: Line) -> None:
    detector = started(line, breaker_in_a_row=20, pool_processes=0)
    line.publish(line.topics.articles, [b"bad"] * 200)
    assert detector.wait() == 3
    assert len(line.consume_all(line.topics.articles_dead_letters)) < 20
    assert "process_overwhelmed" in detector.output


def test_a_broker_that_is_not_there_at_the_start_is_waited_for(own_broker: Broker, tmp_path: Path) -> None:
    line = Line(own_broker.bootstrap, tmp_path, name="absent")
    try:
        detector = line.start_process(DETECTOR, pool_processes=0)
        detector.wait_for("waiting_for_broker")
        assert detector.get("/healthz/live")[0] == 200
        assert detector.get("/healthz/ready")[0] == 503
        own_broker.start()
        detector.wait_for("waiting_for_topics")
        line.make_topics()
        detector.wait_for("process_started")
        eventually(lambda: detector.get("/healthz/ready")[0] == 200)
        line.publish(line.topics.articles, [article(1)])
        wait_for_alerts(line, range(1, 2))
        assert detector.end() == 0
    finally:
        line.close()


def test_nothing_is_lost_when_the_broker_is_killed_in_the_middle(own_broker: Broker, tmp_path: Path) -> None:
    own_broker.start()
    line = Line(own_broker.bootstrap, tmp_path, name="killed")
    try:
        line.make_topics()
        detector = started(line, batch_articles=20)
        line.publish(line.topics.articles, [article(number, "SLOW") for number in range(300)])
        eventually(lambda: len(alerted(line)) > 50)
        own_broker.kill()
        own_broker.start()
        wait_for_alerts(line, range(300), seconds=40)
        assert detector.end() == 0
    finally:
        line.close()


def test_nothing_is_lost_when_one_of_two_detectors_leaves(line: Line) -> None:
    first, second = started(line, batch_articles=20), started(line, batch_articles=20)
    eventually(lambda: first.get("/healthz/ready")[0] == second.get("/healthz/ready")[0] == 200)
    line.publish(line.topics.articles, [article(number, "SLOW") for number in range(200)])
    eventually(lambda: len(alerted(line)) > 20)
    assert first.end() == 0
    line.publish(line.topics.articles, [article(number) for number in range(200, 220)])
    wait_for_alerts(line, range(220), seconds=30)
    assert second.end() == 0


def test_nothing_is_lost_and_no_child_is_left_when_the_detector_is_killed(line: Line) -> None:
    killed = started(line, batch_articles=20)
    line.publish(line.topics.articles, [article(number, "SLOW") for number in range(150)])
    eventually(lambda: len(alerted(line)) > 20)
    children = killed.children()
    assert children
    killed.end(signal.SIGKILL)
    eventually(lambda: not any(map(alive, children)))
    started(line)
    wait_for_alerts(line, range(150), seconds=30)


def test_a_detector_that_is_told_to_stop_while_the_broker_is_away_stops(own_broker: Broker, tmp_path: Path) -> None:
    own_broker.start()
    line = Line(own_broker.bootstrap, tmp_path, name="left")
    try:
        line.make_topics()
        detector = started(line, stop_seconds=2, pool_processes=0)
        line.publish(line.topics.articles, [article(1)])
        wait_for_alerts(line, range(1, 2))
        own_broker.kill()
        detector.wait_for("kafka_client")
        assert detector.end(seconds=10) == 0
        assert len(detector.output.splitlines()) < 60
    finally:
        line.close()
