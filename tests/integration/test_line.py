"""The whole line on real Kafka: an article is published, and a signed webhook and a Slack message come out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import an_article
from tests.integration.harness import Line, Running, eventually
from tests.integration.kafka_broker import Broker
from tests.integration.ledger import Receiver, judge
from tests.integration.whole_line import declare, many, ringing, start_detector, start_notifier
from tocsin.kafka.codec import encode
from tocsin.kafka.dead_letters import explanation

pytestmark = pytest.mark.kafka

SENTENCE = "A Russian missile strike killed at least 23 people in Kharkiv on Thursday, Ukrainian officials said."
STRIKE = an_article(
    id="strike", headline="The morning in Kharkiv", body=f"{SENTENCE} Trams stood still.", publisher={"name": "Wire"}
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tocsin.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def bare(broker: Broker, tmp_path: Path) -> Iterator[Line]:
    """A line whose topics nobody has made."""
    line = Line(broker.bootstrap, tmp_path, name="whole")
    yield line
    line.close()


def apply_topics(line: Line) -> None:
    applied = line.start_process(["tocsin", "topics", "apply"])
    assert applied.wait(seconds=60) == 0, applied.output


def wait_until_started(*processes: Running) -> None:
    for process in processes:
        process.wait_for("process_started", seconds=90)


def assert_tells_of_the_strike(message: dict[str, Any]) -> None:
    assert message["type"] == "alert.raised"
    data = message["data"]
    assert data["evidence"] == [SENTENCE]
    assert [rule["id"] for rule in data["rules"]] == ["large-attack"]
    assert data["rules"][0]["because"]
    keys = ("type", "status", "background", "by", "to", "counts", "place", "country", "date")
    event = {key: data["event"][key] for key in keys}
    assert event == {
        "type": "attack",
        "status": "happened",
        "background": False,
        "by": ["RUS"],
        "to": ["UKR"],
        "counts": [{"what": "killed", "n": [23, None], "of": "UKR"}],
        "place": "Kharkiv",
        "country": "UKR",
        "date": "2026-02-05",
    }
    assert data["articles"][0] == {
        "id": "strike",
        "url": STRIKE.url,
        "headline": "The morning in Kharkiv",
        "publisher": "Wire",
        "published": "2026-02-06T12:00:00Z",
    }


@pytest.mark.slow
def test_an_article_becomes_one_signed_webhook_and_one_slack_message_however_often_it_comes(
    bare: Line, database_url: str, tmp_path: Path
) -> None:
    with Receiver() as desk, Receiver(signed=False) as channel:
        subscriptions = declare(tmp_path, webhooks={"desk": desk.url}, slack={"newsroom": channel.url})
        apply_topics(bare)
        detector, notifier = start_detector(bare), start_notifier(bare, database_url, subscriptions)
        wait_until_started(detector, notifier)
        # One key, so one partition and one order: when the last is there, so is what came before it.
        bad_neighbour = b'{"id": "bad", "headline": "Half an article"}'
        values = [encode(STRIKE), bad_neighbour, encode(STRIKE), ringing("last")]
        bare.publish(bare.topics.articles, values, key=b"one partition")
        eventually(lambda: len(desk.arrivals) >= 2 and len(channel.arrivals) >= 2, seconds=60)
        assert (detector.end(), notifier.end()) == (0, 0)

    verdict = judge({"strike": ["large-attack"], "last": ["large-attack"]}, desk.arrivals)
    assert verdict.is_clean, verdict
    assert (verdict.repeats, len(channel.arrivals)) == (0, 2)
    assert_tells_of_the_strike(
        next(one.message for one in desk.arrivals if one.message["data"]["articles"][0]["id"] == "strike")
    )
    slack = next(one.body.decode() for one in channel.arrivals if "Kharkiv" in one.body.decode())
    assert json.loads(slack)["blocks"]
    assert all(text in slack for text in ("Large attack", "23", STRIKE.url, SENTENCE)), slack
    (letter,) = bare.consume_all(bare.topics.articles_dead_letters)
    assert letter.value == bad_neighbour
    said = explanation(letter.headers)
    assert "body: is missing" in said.reason
    assert said.source is not None
    assert (said.source.topic, said.source.offset) == (bare.topics.articles.name, 1)


@pytest.mark.slow
def test_the_line_waits_for_its_broker_and_loses_nothing_when_it_is_killed(own_broker: Broker, tmp_path: Path) -> None:
    line = Line(own_broker.bootstrap, tmp_path, name="waits")
    articles = list(many(120))
    try:
        with Receiver() as desk:
            subscriptions = declare(tmp_path, webhooks={"desk": desk.url})
            detector = start_detector(line)
            notifier = start_notifier(line, f"sqlite:///{tmp_path / 'db'}", subscriptions)
            for process in (detector, notifier):
                process.wait_for("waiting_for_broker", seconds=60)
            own_broker.start()
            apply_topics(line)
            wait_until_started(detector, notifier)
            line.publish(line.topics.articles, [value for _, value, _ in articles[:60]])
            eventually(lambda: len(desk.arrivals) > 5, seconds=60)
            own_broker.kill()
            own_broker.start()
            line.publish(line.topics.articles, [value for _, value, _ in articles[60:]])
            expected = {name: rules for name, _, rules in articles}
            eventually(lambda: not judge(expected, desk.arrivals).lost, seconds=90)
            assert (detector.end(), notifier.end()) == (0, 0)
        verdict = judge(expected, desk.arrivals)
        assert verdict.is_clean, verdict
    finally:
        line.close()
