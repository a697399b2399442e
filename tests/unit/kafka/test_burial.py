"""What cannot be handled is put aside for good, whatever the broker does meanwhile."""

from collections.abc import Awaitable
from types import SimpleNamespace
from typing import Any

from aiokafka.errors import NotLeaderForPartitionError

from tests.builders import NOON
from tocsin.kafka.burial import Burial
from tocsin.kafka.dead_letters import explanation

MESSAGE = SimpleNamespace(topic="news", partition=3, offset=7, key=b"key", value=b"{")


class Graveyard:
    """A topic that refuses so many times before it takes a message."""

    def __init__(self, refusals: int = 0) -> None:
        self._refusals = refusals
        self.taken: list[dict[str, Any]] = []

    def get_topic_name(self) -> str:
        return "news-dlq"

    async def send(self, **message: Any) -> Awaitable[None]:
        return self._acknowledge(message)

    async def _acknowledge(self, message: dict[str, Any]) -> None:
        if self._refusals:
            self._refusals -= 1
            raise NotLeaderForPartitionError
        self.taken.append(message)


async def test_the_dead_letter_says_why_and_where_the_message_stood() -> None:
    topic = Graveyard()
    await Burial(topic, limit_bytes=10_000, now=lambda: NOON, on_retry=lambda: None).bury(MESSAGE, "not JSON")
    (letter,) = topic.taken
    said = explanation(letter["headers"].items())
    assert (letter["key"], letter["value"]) == (b"key", b"{")
    assert (said.reason, str(said.source)) == ("not JSON", "news/3/7")


async def test_an_outage_of_the_broker_is_a_sign_of_life_and_loses_nothing() -> None:
    topic, told = Graveyard(refusals=1), list[str]()
    burial = Burial(topic, limit_bytes=10_000, now=lambda: NOON, on_retry=lambda: told.append("moved"))
    await burial.bury(MESSAGE, "not JSON")
    assert len(topic.taken) == len(told) == 1
