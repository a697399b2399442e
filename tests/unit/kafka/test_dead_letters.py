"""A dead letter tells its reason and place, and comes back whole."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tocsin.kafka.dead_letters import CUT, Explanation, Source, dead_letter, explanation
from tocsin.kafka.publishing import Outgoing

NOON = datetime(2026, 2, 6, 12, tzinfo=UTC)
SOURCE = Source("news", 3, 1207)


def letter(**given: Any) -> Outgoing:
    values: dict[str, Any] = {
        "key": b"k",
        "value": b"v",
        "reason": "not UTF-8",
        "source": SOURCE,
        "now": NOON,
        "limit_bytes": 10_000,
    }
    return dead_letter(**(values | given))


def test_key_and_value_stay_as_they_came() -> None:
    made = letter(key=b"\xff", value=b"\x00\xfe")
    assert (made.key, made.value) == (b"\xff", b"\x00\xfe")


def test_the_headers_tell_why_where_and_when() -> None:
    said = explanation(letter().headers.items())
    assert said == Explanation(reason="not UTF-8", source=SOURCE, at="2026-02-06T12:00:00.000+00:00", cut=False)
    assert str(said.source) == "news/3/1207"


def test_a_tombstone_becomes_an_empty_letter() -> None:
    assert letter(key=None, value=None).value == b""


def test_a_letter_that_is_larger_than_its_topic_is_cut_and_says_so() -> None:
    made = letter(value=b"x" * 20_000)
    assert len(made.value) + sum(len(name) + len(value) for name, value in made.headers.items()) < 10_000
    assert made.headers[CUT] == b"20000"
    assert explanation(made.headers.items()).cut


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("tocsin-source-topic", b"news")],
        [("tocsin-source-topic", b"news"), ("tocsin-source-partition", b"x"), ("tocsin-source-offset", b"1")],
        [("tocsin-error", None), ("tocsin-error", b"\xff")],
    ],
)
def test_headers_of_a_stranger_are_read_without_a_fall(headers: list[tuple[str, bytes]]) -> None:
    assert explanation(headers).source is None
