"""The topic of rules -> its dead letters: what is no rule is buried by one replica, once."""

import asyncio

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord
from aiokafka.errors import KafkaError

from tocsin.detector.rule_message import why_no_rule
from tocsin.detector.settings import DetectorSettings
from tocsin.kafka.burial import Burial
from tocsin.kafka.topics import REQUEST_ROOM, Topic
from tocsin.matching.rule import SubscriberRule

log = structlog.get_logger(__name__)
RETRY_S = 2.0
_MOST_AT_ONCE = 100  # each takes some 0.1 ms, and articles are waiting
_POLL_MS = 1_000


class RuleBurial:
    """Reads the rules in a consumer group of its own, which hands each message to one replica and remembers how far.

    It is no agent of the app: a million rules in the app's one stream would stand before the articles.
    """

    def __init__(self, settings: DetectorSettings, topic: Topic[SubscriberRule], burial: Burial) -> None:
        self._settings = settings
        self._topic = topic
        self._burial = burial

    async def follow(self) -> None:
        """Bury what is no rule; never ends. While the broker is away it waits: nothing else needs this."""
        while True:
            try:
                await self._follow()
            except (KafkaError, OSError) as error:
                log.warning("waiting_for_broker", bootstrap=self._settings.kafka_bootstrap, error=type(error).__name__)
                await asyncio.sleep(RETRY_S)

    async def _follow(self) -> None:
        consumer = AIOKafkaConsumer(
            self._topic.name,
            bootstrap_servers=self._settings.kafka_bootstrap,
            group_id=f"{self._settings.detector_group}-rules",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=int(self._settings.kafka_session_seconds * 1000),
            heartbeat_interval_ms=int(self._settings.kafka_session_seconds * 200),
            max_partition_fetch_bytes=self._topic.spec.max_message_bytes + REQUEST_ROOM,
        )
        try:
            await consumer.start()  # inside: one that could not start would stay a member of the group
            while True:
                found = await consumer.getmany(timeout_ms=_POLL_MS, max_records=_MOST_AT_ONCE)
                for records in found.values():
                    for record in records:
                        await self._bury_if_no_rule(record)
                if found:
                    await consumer.commit()
                    await asyncio.sleep(0)
        finally:
            await consumer.stop()

    async def _bury_if_no_rule(self, record: ConsumerRecord) -> None:
        if reason := why_no_rule(record.key, record.value):
            await self._burial.bury(record, reason)
