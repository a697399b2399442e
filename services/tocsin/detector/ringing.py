"""What was read in an article -> the detections that follow from it, by the rules as they are at this moment."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tocsin import telemetry
from tocsin.detector.reading import Encoded, Outcome, Read, Unreadable, Withheld
from tocsin.domain.detection import Detection, RungRule
from tocsin.domain.event import Event
from tocsin.kafka.codec import encode
from tocsin.matching.facts import Page


class Rings(Protocol):
    """Knows which rules an event rings."""

    @property
    def failures(self) -> int:
        """How often a rule's ``when`` has failed while it ran."""

    def rung_by(self, event: Event, page: Page) -> tuple[RungRule, ...]:
        """Return the rules that ring, each with its reasons."""


@dataclass(frozen=True, slots=True)
class Matched:
    """What was read, and its events that rang a rule, ready to be published under their ids."""

    read: Read
    detections: tuple[Encoded, ...]


Verdict = Matched | Withheld | Unreadable


@dataclass(frozen=True, slots=True)
class Matcher:
    """Asks the rules in the process that owns them. There is one set of them, however many children read."""

    rings: Rings
    now: Callable[[], datetime]

    def verdict(self, outcome: Outcome) -> Verdict:
        """Return what is to be published of an article; never raises."""
        if not isinstance(outcome, Read):
            return outcome
        if not outcome.events:
            return Matched(outcome, ())
        started, failures = time.perf_counter(), self.rings.failures
        try:
            return Matched(outcome, tuple(self._detections(outcome)))
        except Exception as error:  # noqa: BLE001, RUF100
            # The same as in reading: one article is given up, and its text may be in the message.
            return Unreadable(f"matching failed: {type(error).__name__}")
        finally:
            telemetry.MATCHING_SECONDS.observe(time.perf_counter() - started)
            telemetry.RULE_CONDITION_ERRORS.inc(self.rings.failures - failures)

    def _detections(self, read: Read) -> list[Encoded]:
        page = Page(read.reference, self.now(), read.text, read.language)
        detections = []
        for event in read.events:
            if rules := self.rings.rung_by(event, page):
                detection = Detection(event=event, article=read.reference, rules=rules)
                detections.append(Encoded(event.id.encode(), encode(detection), event.type.value))
        return detections
