"""A message is published until the broker says that it is stored."""

from collections.abc import Awaitable

import pytest
from aiokafka.errors import KafkaTimeoutError, MessageSizeTooLargeError, NotLeaderForPartitionError
from faust.exceptions import ProducerSendError

from tocsin.domain.errors import BadMessage
from tocsin.kafka import publishing
from tocsin.kafka.publishing import Outgoing, publish_until_acknowledged

MESSAGE = Outgoing(b"key", b"value", {"header": b"said"})


class FakeTopic:
    """A topic that meets the given fates, one a try: an error before sending, one after it, or none."""

    def __init__(self, *fates: tuple[str, Exception] | None) -> None:
        self._fates = list(fates)
        self.sent: list[dict[str, object]] = []

    def get_topic_name(self) -> str:
        return "news"

    async def send(self, **message: object) -> Awaitable[None]:
        self.sent.append(message)
        fate = self._fates.pop(0)
        if fate and fate[0] == "before":
            raise wrapped(fate[1])
        return self._acknowledge(fate[1] if fate else None)

    async def _acknowledge(self, error: Exception | None) -> None:
        if error:
            raise error


def wrapped(error: Exception) -> ProducerSendError:
    made = ProducerSendError("Error while sending")
    made.__cause__ = error
    return made


async def test_an_acknowledged_message_is_sent_once_with_its_headers() -> None:
    topic = FakeTopic(None)
    await publish_until_acknowledged(topic, MESSAGE)
    assert topic.sent == [{"key": b"key", "value": b"value", "headers": {"header": b"said"}}]


async def test_whatever_passes_is_waited_for_and_each_wait_is_told() -> None:
    topic = FakeTopic(("before", KafkaTimeoutError()), ("after", NotLeaderForPartitionError()), None)
    told: list[int] = []
    await publish_until_acknowledged(topic, MESSAGE, on_retry=lambda: told.append(len(topic.sent)))
    assert told == [1, 2]
    assert len(topic.sent) == 3
    assert publishing.LONGEST_WAIT_S <= 10  # an outage is told at least so often


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_message_that_is_too_large_is_not_tried_again(when: str) -> None:
    topic = FakeTopic((when, MessageSizeTooLargeError()))
    with pytest.raises(BadMessage, match="5 bytes are more than the topic takes"):
        await publish_until_acknowledged(topic, MESSAGE)
    assert len(topic.sent) == 1
