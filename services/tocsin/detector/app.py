"""The stream of articles -> the streams of events and alerts."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, assert_never

import faust
import structlog

from tocsin import telemetry
from tocsin.detector.pool import Readers
from tocsin.detector.reading import ENGLISH, Encoded, Read, Unreadable, Withheld
from tocsin.detector.ringing import Matched, Matcher, Verdict
from tocsin.detector.rule_burial import RuleBurial
from tocsin.detector.settings import DetectorSettings
from tocsin.domain.errors import BadMessage, Overwhelmed, TocsinError
from tocsin.kafka.app import make_app, raw_topic
from tocsin.kafka.breaker import Breaker
from tocsin.kafka.burial import Burial
from tocsin.kafka.publishing import Outgoing, publish_until_acknowledged
from tocsin.kafka.topics import Topic, Topics
from tocsin.kafka.vitals import Vitals

log = structlog.get_logger(__name__)


def build_app(
    settings: DetectorSettings,
    topics: Topics,
    readers: Readers,
    matcher: Matcher,
    *,
    vitals: Vitals,
    now: Callable[[], datetime],
) -> faust.App:
    """Return the app: an agent takes articles in batches and acknowledges each batch when all is published.

    A task beside it buries what lies on the topic of rules and is none.

    Args:
        settings: Group, batches, limits.
        topics: Where articles come from, where events, detections and dead letters go.
        readers: Turns bytes into outcomes; a pool of processes or, for tests, this process.
        matcher: Asks the rules, in this process.
        vitals: Is told of every batch, and stops the process when it must.
        now: The time that a dead letter bears.
    """
    app = make_app(settings.detector_group, settings, topics)
    publisher = _Publisher(app, topics, vitals, now)
    breaker = Breaker.of(settings)

    async def handle(batch: Sequence[Any]) -> None:
        verdicts = []
        for outcome in await readers.read([event.value for event in batch]):
            verdicts.append(matcher.verdict(outcome))
            await asyncio.sleep(0)  # the loop answers health checks too
        breaker.count(verdict.reason if isinstance(verdict, Unreadable) else None for verdict in verdicts)
        await asyncio.gather(*map(publisher.publish, batch, verdicts))

    @app.agent(raw_topic(app, topics.articles), concurrency=1)
    async def detect(stream: Any) -> None:
        async for batch in stream.take_events(settings.batch_articles, within=settings.batch_wait_seconds):
            try:
                with vitals.batch():
                    await handle(batch)
            except Overwhelmed as error:
                await vitals.stop(error)
            except Exception as error:  # noqa: BLE001, RUF100
                # Faust would acknowledge the batch and lose it; so the process stops and Kafka keeps it.
                log.exception("batch_failed")
                await vitals.stop(TocsinError(f"a batch failed: {type(error).__name__}"))

    burial = _burial(app, topics.rules_dead_letters, vitals, now)

    async def bury_what_is_no_rule() -> None:
        try:
            await RuleBurial(settings, topics.rules, burial).follow()
        except Exception as error:  # noqa: BLE001, RUF100
            log.exception("dead_letters_failed")
            vitals.fail(TocsinError(f"dead letters of rules failed: {type(error).__name__}"))

    app.task(bury_what_is_no_rule)
    return app


def _burial(app: faust.App, topic: Topic[bytes], vitals: Vitals, now: Callable[[], datetime]) -> Burial:
    limit = topic.spec.max_message_bytes
    return Burial(raw_topic(app, topic), limit_bytes=limit, now=now, on_retry=vitals.moved)


class _Publisher:
    """One article and the verdict on it -> messages that the broker has acknowledged."""

    def __init__(self, app: faust.App, topics: Topics, vitals: Vitals, now: Callable[[], datetime]) -> None:
        self._events = raw_topic(app, topics.events)
        self._alerts = raw_topic(app, topics.alerts)
        self._burial = _burial(app, topics.articles_dead_letters, vitals, now)
        self._vitals = vitals
        self._languages_said: set[str] = set()

    async def publish(self, event: Any, verdict: Verdict) -> None:
        """Return when everything that follows from the article is stored, its dead letter if it is bad."""
        match verdict:
            case Matched():
                try:
                    await self._publish_all(verdict)
                except BadMessage as error:
                    # Its events do not fit in a message; no retry would make them smaller.
                    await self._give_up(event, f"what was read cannot be published: {error}")
                else:
                    self._count(verdict)
            case Withheld(article_id=article_id):
                telemetry.ARTICLES.labels(outcome="withheld").inc()
                log.info("article_withheld", article=article_id)
            case Unreadable(reason=reason):
                await self._give_up(event, reason)
            case _:
                assert_never(verdict)

    async def _publish_all(self, matched: Matched) -> None:
        if matched.read.encoded:
            await asyncio.gather(
                *(self._store(self._events, event) for event in matched.read.encoded),
                *(self._store(self._alerts, detection) for detection in matched.detections),
            )

    async def _store(self, topic: Any, encoded: Encoded) -> None:
        message = Outgoing(encoded.key, encoded.value)
        await publish_until_acknowledged(topic, message, on_retry=self._vitals.moved)

    async def _give_up(self, event: Any, reason: str) -> None:
        await self._burial.bury(event.message, reason)
        telemetry.ARTICLES.labels(outcome="dead_lettered").inc()

    def _count(self, matched: Matched) -> None:
        read = matched.read
        telemetry.EXTRACTION_SECONDS.observe(read.seconds)
        telemetry.ARTICLES_BY_LANGUAGE.labels(language=read.language).inc()
        telemetry.ARTICLES.labels(outcome="read" if read.language == ENGLISH else "not_english").inc()
        self._say_language(read)
        if read.truncated:
            telemetry.ARTICLES_TRUNCATED.inc()
        for encoded in read.encoded:
            telemetry.EVENTS.labels(type=encoded.kind).inc()
        for encoded in matched.detections:
            telemetry.DETECTIONS.labels(type=encoded.kind).inc()
            log.info("event_detected", type=encoded.kind, event_id=encoded.key.decode(), article=read.article_id)

    def _say_language(self, read: Read) -> None:
        if read.language != ENGLISH and read.language not in self._languages_said:
            self._languages_said.add(read.language)
            log.info("language_not_read", language=read.language, first_article=read.article_id)
