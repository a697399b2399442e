import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.builders import NOON, a_rung_rule, an_alert, an_article, an_event
from tocsin.delivery.message import LARGEST_BODY, body
from tocsin.domain.alert import Alert
from tocsin.domain.detection import ArticleReference


def data_of(alert: Alert) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(body(alert))["data"]
    return data


def articles(number: int, **given: Any) -> tuple[ArticleReference, ...]:
    return tuple(ArticleReference.of(an_article(id=f"article-{position}", **given)) for position in range(number))


def test_an_ordinary_alert_is_told_whole() -> None:
    alert = an_alert(changed=("killed 3 -> 12",), revision=2, type="alert.updated")
    message = json.loads(body(alert))
    assert message["type"] == "alert.updated"
    assert message["timestamp"] == "2026-02-06T12:00:00Z"
    data = message["data"]
    assert (data["alert_id"], data["story_id"], data["revision"]) == (alert.id, alert.story_id, 2)
    assert data["event"]["counts"] == [{"what": "killed", "n": 12, "of": "UKR"}]
    assert data["evidence"] == list(alert.event.evidence)
    assert data["rules"][0]["because"] == ["killed 12 is at least 10"]
    assert data["changed"] == ["killed 3 -> 12"]
    assert data["left_out"] == {}


def test_the_event_has_the_fields_of_an_event_but_offsets_and_article() -> None:
    event = an_event()
    told = data_of(an_alert(event=event))["event"]
    elsewhere = {"article_id", "trigger", "trigger_span", "evidence"}
    assert told == {key: value for key, value in event.as_json().items() if key not in elsewhere}


def test_that_an_article_was_cut_is_told() -> None:
    assert data_of(an_alert(event=an_event(truncated=True)))["event"]["truncated"] is True


def test_times_are_told_in_utc() -> None:
    there = datetime(2026, 2, 6, 14, 30, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    assert json.loads(body(an_alert(raised_at=there)))["timestamp"] == "2026-02-06T12:30:00.000005Z"


def test_a_time_at_the_edge_of_the_calendar_is_told_as_it_came() -> None:
    edge = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    alert = an_alert(articles=articles(1, date_published=edge))
    assert data_of(alert)["articles"][0]["published"] == "0001-01-01T00:00:00+14:00"


def test_articles_beyond_twenty_are_counted_and_left_out() -> None:
    data = data_of(an_alert(articles=articles(57)))
    assert len(data["articles"]) == 20
    assert data["left_out"] == {"articles": 37}


def test_a_long_sentence_is_shortened_with_an_ellipsis_and_counted() -> None:
    data = data_of(an_alert(event=an_event(evidence=["word " * 1000, "short"])))
    long, short = data["evidence"]
    assert long.endswith("word…")
    assert len(long) <= 1500
    assert short == "short"
    assert data["left_out"] == {"text_ends": 1}


@pytest.mark.parametrize("text", ["x" * 100_000, "é" * 100_000, "💥" * 100_000, '"\\' * 100_000, "\x00" * 100_000])
def test_a_message_stays_under_twenty_kilobytes_whatever_an_article_holds(text: str) -> None:
    many = [text] * 100
    event = an_event(
        by=many,
        to=many,
        via=many,
        names=many,
        place=text,
        source=text,
        evidence=many,
        counts=[{"what": "killed", "n": n, "of": text, "unit": text} for n in range(100)],
        **{"with": many},
    )
    alert = an_alert(
        event=event,
        rules=(a_rung_rule(id=text, title=text, because=many),) * 100,
        articles=articles(100, headline=f"h{text}", url=f"https://news.example/{'a' * 1900}", publisher={"name": text}),
        changed=many,
        story_id=text,
        id=text,
    )
    written = body(alert)
    assert len(written) < LARGEST_BODY
    data = json.loads(written)["data"]
    assert data["left_out"]["evidence"] >= 90
    assert data["event"]["type"] == "attack"


def test_control_and_bidirectional_characters_do_not_come_through() -> None:
    data = data_of(an_alert(event=an_event(place="\u202eviK\u202c\x00\n", evidence=["a\u2066b\x1b[0m"])))
    assert data["event"]["place"] == "viK"
    assert data["evidence"] == ["ab[0m"]


def test_a_link_that_is_no_web_link_becomes_null() -> None:
    data = data_of(an_alert(articles=articles(1, url="javascript:alert(1)")))
    assert data["articles"][0]["url"] is None
    assert data["left_out"] == {"links": 1}


def test_a_number_that_json_readers_disagree_on_is_left_out() -> None:
    counts = [{"what": "killed", "n": 2**53}, {"what": "killed", "n": 2**53 - 1}, {"what": "injured", "n": (3, None)}]
    data = data_of(an_alert(event=an_event(counts=counts)))
    assert [count["n"] for count in data["event"]["counts"]] == [2**53 - 1, [3, None]]
    assert data["left_out"] == {"counts": 1}


def test_the_same_alert_has_the_same_bytes() -> None:
    alert = an_alert(articles=articles(30), raised_at=NOON)
    again = Alert.model_validate_json(alert.model_dump_json(by_alias=True))
    assert body(alert) == body(again)
