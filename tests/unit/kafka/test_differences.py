"""What the broker has is compared with what is declared; only widening is ever done."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tocsin.kafka.administration import Found, Verdict, differences
from tocsin.kafka.topics import FOREVER, load_topics

TOPICS = load_topics(Path(__file__).parents[3] / "topics")
TOPIC = TOPICS.articles
SPEC = TOPIC.spec
SAME: dict[str, Any] = {
    "partitions": SPEC.partitions,
    "retention": SPEC.retention,
    "max_message_bytes": SPEC.max_message_bytes,
}


def verdicts(**broker: Any) -> dict[str, Verdict]:
    found = {TOPIC.name: Found(**(SAME | broker))}
    return {one.what: one.verdict for one in differences([TOPIC], found)}


def test_a_missing_topic_is_one_difference() -> None:
    (one,) = differences([TOPIC], {"somebody-elses": Found(**SAME)})
    assert (one.what, one.verdict) == ("topic", Verdict.CREATE)


def test_a_topic_as_declared_differs_in_nothing() -> None:
    assert verdicts() == {}


@pytest.mark.parametrize(
    ("what", "less", "more"),
    [
        ("partitions", 1, 100),
        ("retention", timedelta(hours=1), FOREVER),
        ("max_message_bytes", 1, 10**9),
    ],
)
def test_less_is_widened_and_more_is_kept(what: str, less: object, more: object) -> None:
    assert verdicts(**{what: less}) == {what: Verdict.WIDEN}
    assert verdicts(**{what: more}) == {what: Verdict.KEEP}


def test_a_topic_that_must_keep_the_last_of_each_key_is_made_to_and_none_is_made_to_forget() -> None:
    rules = TOPICS.rules.spec
    there = Found(rules.partitions, rules.retention, rules.max_message_bytes, cleanup="delete")
    (one,) = differences([TOPICS.rules], {TOPICS.rules.name: there})
    assert (one.what, one.declared, one.broker, one.verdict) == ("cleanup", "compact", "delete", Verdict.WIDEN)
    assert verdicts(cleanup="compact") == {"cleanup": Verdict.KEEP}
