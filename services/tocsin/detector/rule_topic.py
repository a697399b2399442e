"""The topic of rules -> the rules in force: all of it before the first article, then every change as it comes."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from tocsin.detector.rule_message import rule_id_of, rule_in
from tocsin.detector.telling import tell
from tocsin.domain.errors import BadMessage
from tocsin.kafka.topics import REQUEST_ROOM, Topic
from tocsin.matching.live_rules import Change, LiveRules
from tocsin.matching.rule import SubscriberRule

log = structlog.get_logger(__name__)
RETRY_S = 2.0
_MOST_AT_ONCE = 200  # each takes some 0.2 ms
_POLL_MS = 1_000  # the longest wait for a message; one that comes is handed over at once


class TopicWatch:
    """Keeps the living rules at what the topic says.

    Every replica reads every partition, without a group. A message that is no rule ends the one under its key, since
    after the next compaction nobody could know that one any more; so all replicas have the same rules, whenever they
    started. Among the dead letters it is put by ``RuleBurial``, whose group sees each message once.
    """

    def __init__(self, bootstrap: str, topic: Topic[SubscriberRule], live: LiveRules) -> None:
        self._bootstrap = bootstrap
        self._topic = topic
        self._live = live
        self._complete = asyncio.Event()

    async def complete(self) -> None:
        """Return when everything that lay on the topic at the start is in force."""
        await self._complete.wait()

    async def follow(self) -> None:
        """Read the topic from its beginning and follow it; never ends."""
        while True:
            try:
                await self._follow()
            except (KafkaError, OSError) as error:
                # What is in force stays; when the broker is back the topic is read anew, for much may have happened.
                log.warning("waiting_for_rules", bootstrap=self._bootstrap, error=type(error).__name__)
                await asyncio.sleep(RETRY_S)

    async def _follow(self) -> None:
        consumer = AIOKafkaConsumer(
            self._topic.name,
            bootstrap_servers=self._bootstrap,
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=self._topic.spec.max_message_bytes + REQUEST_ROOM,
        )
        try:
            await consumer.start()  # inside: one that could not start keeps connections open, too
            if self._complete.is_set():
                await self._read_anew(consumer)
            else:
                await self._read_first(consumer)
            self._complete.set()
            while True:
                async for messages in _batches(consumer):
                    tell(self._live, take(self._live, messages), origin="topic")
        finally:
            await consumer.stop()

    async def _read_first(self, consumer: AIOKafkaConsumer) -> None:
        """Take every message as it comes, for no article asks yet; tell the whole at the end."""
        total = Change()
        async for messages in _until_the_end(consumer):
            total += take(self._live, messages)
        tell(self._live, total, origin="topic")

    async def _read_anew(self, consumer: AIOKafkaConsumer) -> None:
        """Go over to what the topic says now in one step: articles must not ask rules of long ago."""
        rules: dict[str, SubscriberRule | None] = {}
        async for messages in _until_the_end(consumer):
            rules.update(map(_said, messages))
        living = {rule_id: rule for rule_id, rule in rules.items() if rule is not None}
        total = self._live.retain(living.keys())
        for rule in living.values():
            total += _put(self._live, rule)
        tell(self._live, total, origin="topic")


def take(live: LiveRules, messages: Iterable[Any]) -> Change:
    """Do what messages of the topic say, in their order; return what that changed."""
    total = Change()
    for message in messages:
        rule_id, rule = _said(message)
        total += live.remove(rule_id) if rule is None else _put(live, rule)
    return total


def _put(live: LiveRules, rule: SubscriberRule) -> Change:
    try:
        return live.put(rule)
    except Exception:
        # A fault of ours at one rule must cost no other's alerts: it would end every detector at each of its starts.
        log.exception("rule_not_taken", rule=rule.id)
        return Change()


async def _until_the_end(consumer: AIOKafkaConsumer) -> AsyncIterator[list[Any]]:
    """Yield what lies on the topic from its beginning to where it ends now."""
    ends = await consumer.end_offsets(list(consumer.assignment()))
    await consumer.seek_to_beginning(*ends)
    while any([await consumer.position(partition) < end for partition, end in ends.items()]):
        async for messages in _batches(consumer):
            yield messages


async def _batches(consumer: AIOKafkaConsumer) -> AsyncIterator[list[Any]]:
    """Yield what has come, in pieces between which the loop can do something else."""
    for messages in (await consumer.getmany(timeout_ms=_POLL_MS, max_records=_MOST_AT_ONCE)).values():
        yield messages
        await asyncio.sleep(0)


def _said(message: Any) -> tuple[str, SubscriberRule | None]:
    """Return the id that a message is about, and its rule; None where it has none, or no more."""
    rule_id = rule_id_of(message.key or b"")
    try:
        return rule_id, rule_in(message.key, message.value)
    except BadMessage as error:
        log.warning("message_is_no_rule", place=f"{message.partition}/{message.offset}", reason=str(error))
        return rule_id, None
