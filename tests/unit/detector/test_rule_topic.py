"""Following the topic of rules outlives the broker, and leaves nothing behind each time that it is away."""

import asyncio
import gc
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from tests.builders import a_page, an_event
from tocsin.detector.rule_topic import TopicWatch, take
from tocsin.kafka.topics import load_topics
from tocsin.matching.live_rules import Change, LiveRules
from tocsin.matching.rule import Rule

TOPICS = Path(__file__).parents[3] / "topics"
NOBODY = "127.0.0.1:1"  # a port that nobody listens at


def test_a_broker_that_is_away_is_tried_again_and_no_connection_stays_open() -> None:
    complaints: list[dict[str, Any]] = []

    async def follow_for_one_try() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, about: complaints.append(about))
        following = asyncio.create_task(TopicWatch(NOBODY, load_topics(TOPICS).rules, LiveRules()).follow())
        while not any(one["event"] == "waiting_for_rules" for one in said):
            assert not following.done()
            await asyncio.sleep(0.01)
        gc.collect()
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following

    with capture_logs() as said:
        asyncio.run(follow_for_one_try())
    assert complaints == []


@dataclass(frozen=True)
class Message:
    """What the topic gives of a rule for every attack."""

    key: bytes
    partition: int = 0
    offset: int = 7

    @property
    def value(self) -> bytes:
        rule = {"id": self.key.decode(), "title": "T", "severity": "low", "why": "W", "match": {"type": "attack"}}
        return json.dumps(rule).encode()


class Brittle(LiveRules):
    """Rules with a fault of ours that one of them meets."""

    def put(self, rule: Rule) -> Change:
        if rule.id == "brittle":
            raise ZeroDivisionError
        return super().put(rule)


def test_a_fault_of_ours_at_one_rule_leaves_the_others_in_force_and_is_logged() -> None:
    live = Brittle()
    with capture_logs() as said:
        change = take(live, [Message(b"first"), Message(b"brittle"), Message(b"last")])
    assert change.added == 2
    assert [rule.id for rule in live.rung_by(an_event(), a_page())] == ["first", "last"]
    assert [(one["event"], one["rule"]) for one in said] == [("rule_not_taken", "brittle")]
