"""A batch of messages -> stories, alerts and outbox rows in one transaction; reasons for what is no detection."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from tocsin import telemetry
from tocsin.delivery.request import body_for
from tocsin.domain.detection import Detection
from tocsin.domain.errors import BadMessage
from tocsin.kafka.breaker import Breaker
from tocsin.kafka.codec import decode
from tocsin.notifier.patience import until_available
from tocsin.storage.store import Store
from tocsin.stories.decide import Decision, New

log = structlog.get_logger(__name__)

Reason = str
"""Why a message is dead-lettered."""


class Intake:
    """What the agent does with each batch. Everything is stored when ``take`` returns, so it may be acknowledged."""

    def __init__(
        self,
        store: Store,
        *,
        expiry: timedelta,
        clock: Callable[[], datetime],
        waiting: Callable[[], None],
        prepared: asyncio.Event,
        breaker: Breaker,
    ) -> None:
        self._store = store
        self._prepared = prepared
        self._expiry = expiry
        self._clock = clock
        self._waiting = waiting
        self._breaker = breaker

    async def take(self, messages: Sequence[bytes | None]) -> tuple[Reason | None, ...]:
        """Store what the messages ask for; return for each the reason for its dead letter, or None.

        Raises:
            Overwhelmed: So many were bad that none of this batch should be dead-lettered.
        """
        await self._prepared.wait()  # before that the tables may be missing or old
        read = [_read(message) for message in messages]
        detections = [found for found in read if isinstance(found, Detection)]
        refused = iter(await self._record(detections))
        reasons = tuple(next(refused) if isinstance(found, Detection) else found for found in read)
        self._breaker.count(reasons)
        return reasons

    async def _record(self, detections: Sequence[Detection]) -> list[Reason | None]:
        """Record all in one transaction; one by one where that fails, so that the one at fault is found."""
        if not detections:
            return []
        try:
            decisions = await self._record_once(detections)
        except Exception as error:  # whatever it is: the message at fault goes to the dead letters, its neighbours pass
            log.exception("detections_not_recorded", count=len(detections), error=type(error).__name__)
            if len(detections) == 1:
                return [f"cannot be stored: {type(error).__name__}"]
            return [reason for detection in detections for reason in await self._record([detection])]
        for detection, decision in zip(detections, decisions, strict=True):
            _tell(detection, decision)
        return [None] * len(detections)

    async def _record_once(self, detections: Sequence[Detection]) -> tuple[Decision, ...]:
        record = partial(self._store.record, detections, now=self._clock(), expiry=self._expiry, body_for=body_for)
        return await until_available(record, waiting=self._waiting)


def _read(message: bytes | None) -> Detection | Reason:
    try:
        return decode(message, Detection)
    except BadMessage as error:  # its text is the reason that goes into the dead letter's header
        return str(error)


def _tell(detection: Detection, decision: Decision) -> None:
    telemetry.STORIES.labels(decision="new" if isinstance(decision, New) else "repeat").inc()
    if isinstance(decision, New):
        if decision.held:
            telemetry.ALERTS_HELD.inc()
        log.info(
            "alert_held" if decision.held else "alert_raised",
            story=decision.story_id,
            article=detection.article.id,
            rules=", ".join(rule.id for rule in detection.rules),
        )
