"""Topics and database -> items of the feed, for as long as the page runs."""

import asyncio
from collections.abc import Iterable
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from tocsin.console import views
from tocsin.console.app import Source, templates
from tocsin.console.feed import Feed
from tocsin.domain.article import Article
from tocsin.domain.errors import BadMessage, Unavailable
from tocsin.domain.event import Event
from tocsin.kafka.codec import decode
from tocsin.kafka.topics import Topics
from tocsin.storage.store import Store
from tocsin.storage.values import Marker

log = structlog.get_logger(__name__)
SEEN_BEFORE = 10  # messages of each partition that a page shows from before it was started
POLL_S = 0.25
RETRY_S = 5.0


class Readiness:
    """Which sources have answered so far."""

    def __init__(self, names: Iterable[str]) -> None:
        self._waiting = set(names)

    def done(self, name: str) -> None:
        """Note that the source has answered."""
        self._waiting.discard(name)

    def reason(self) -> str | None:
        """Say what is still waited for; None when nothing is."""
        return f"waiting for {' and '.join(sorted(self._waiting))}" if self._waiting else None


def topic_source(bootstrap: str, topics: Topics, readiness: Readiness) -> Source:
    """Return the source that follows the topics of articles and events, and waits for a broker that is away."""

    async def follow(feed: Feed) -> None:
        while True:
            try:
                await _follow_topics(bootstrap, topics, readiness, feed)
            except (KafkaError, OSError) as error:
                # The page outlives its broker: what is already shown stays, and it goes on when the broker is back.
                log.warning("waiting_for_broker", bootstrap=bootstrap, error=type(error).__name__)
                await asyncio.sleep(RETRY_S)

    return follow


async def _follow_topics(bootstrap: str, topics: Topics, readiness: Readiness, feed: Feed) -> None:
    names = (topics.articles.name, topics.events.name)
    # Without a group every page sees every message, and none disturbs the detector.
    consumer = AIOKafkaConsumer(*names, bootstrap_servers=bootstrap, enable_auto_commit=False, group_id=None)
    try:
        await consumer.start()  # inside: one that could not start keeps connections open, too
        await _go_back_a_little(consumer)
        readiness.done("the broker")
        items = templates().get_template("items.html").module
        async for message in consumer:
            await _show_message(feed, items, topics, message)
    finally:
        await consumer.stop()


async def _go_back_a_little(consumer: AIOKafkaConsumer) -> None:
    partitions = list(consumer.assignment())
    first = await consumer.beginning_offsets(partitions)
    last = await consumer.end_offsets(partitions)
    for partition in partitions:
        consumer.seek(partition, max(first[partition], last[partition] - SEEN_BEFORE))


async def _show_message(feed: Feed, items: Any, topics: Topics, message: Any) -> None:
    try:
        if message.topic == topics.articles.name:
            article = decode(message.value, Article)
            await feed.add("article", article.id, str(items.article(views.article_view(article))))
        else:
            event = decode(message.value, Event)
            await feed.add("event", event.id, str(items.event(views.event_view(event))))
    except BadMessage as error:
        # The detector dead-letters it with this reason; the page only passes over it.
        log.info("message_not_shown", topic=message.topic, reason=str(error))


def database_source(store: Store, readiness: Readiness) -> Source:
    """Return the source that looks for new alerts and deliveries, and waits for a database that is away."""

    async def follow(feed: Feed) -> None:
        marker = Marker()
        items: Any = templates().get_template("items.html").module
        while True:
            try:
                changes = await asyncio.to_thread(store.changes_since, marker)
            except Unavailable as error:
                # The same as for the broker.
                log.warning("waiting_for_database", reason=str(error))
                await asyncio.sleep(RETRY_S)
                continue
            readiness.done("the database")
            marker = changes.marker
            for alert in changes.alerts:
                await feed.add("alert", alert.id, str(items.alert(views.alert_view(alert))))
            for delivery in changes.deliveries:
                await feed.add("delivery", delivery.id, str(items.delivery(views.delivery_view(delivery))))
            await asyncio.sleep(POLL_S)

    return follow
