"""Following the topic of rules outlives the broker, and leaves nothing behind each time that it is away."""

import asyncio
import gc
from contextlib import suppress
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from tocsin.detector.rule_topic import TopicWatch
from tocsin.kafka.topics import load_topics
from tocsin.matching.live_rules import LiveRules

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
