"""A rule and the events of an article -> of each event which conditions it meets, which not, and how near it is."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tocsin.domain.event import Event
from tocsin.matching.cel import BoundEvent, Condition, compile_condition
from tocsin.matching.facts import Facts, Page
from tocsin.matching.findings import Finding, findings
from tocsin.matching.rule import Rule

_CEL_NAME = re.compile(r"\b(?:event|article)\.\w+")
_LONGEST_VALUE = 160  # characters; evidence can be long, and says no more when shown twice


@dataclass(frozen=True, slots=True)
class When:
    """What became of ``when:``. ``values`` are the names that stand in it, and what the event has there.

    ``problem`` says what went wrong while it ran: it then counts as not met.
    """

    text: str
    holds: bool
    problem: str | None
    values: tuple[tuple[str, Any], ...]

    @property
    def said(self) -> str:
        """``event.confidence > 0.9 does not hold: event.confidence = 0.72``."""
        outcome = f"failed ({self.problem})" if self.problem else "holds" if self.holds else "does not hold"
        values = ", ".join(f"{name} = {_short(value)}" for name, value in self.values)
        return f"{' '.join(self.text.split())} {outcome}" + (f": {values}" if values else "")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rule says of one event. Whether the rule is enabled and not expired is not asked here."""

    event: Event
    number: int
    """Of the event in its article, from 0."""
    met: tuple[Finding, ...]
    unmet: tuple[Finding, ...]
    when: When | None

    @property
    def rings(self) -> bool:
        """Is every condition met?"""
        return not self.unmet and (self.when is None or self.when.holds)

    @property
    def distance(self) -> tuple[bool, int, float]:
        """How far the event is from ringing the rule, to sort by.

        An event of another type is farthest, since it is another matter; then the number of conditions that are not
        met counts; then how much of the thresholds is lacking.
        """
        of_another_type = any(finding.key == "type" for finding in self.unmet)
        lacking = len(self.unmet) + (self.when is not None and not self.when.holds)
        return of_another_type, lacking, sum(1.0 - finding.near for finding in self.unmet)

    def lacking(self) -> tuple[str, ...]:
        """Return what keeps the event from ringing, in words."""
        when = (self.when.said,) if self.when and not self.when.holds else ()
        return (*(finding.said for finding in self.unmet), *when)


def judged(rule: Rule, events: Iterable[Event], page: Page) -> tuple[Judgement, ...]:
    """Return what the rule says of each event, in their order.

    Raises:
        TypeError: If the rule's ``when:`` is no CEL; rules are checked where they are loaded.
    """
    condition = compile_condition(rule.when) if rule.when else None
    if isinstance(condition, tuple):
        message = f"the rule {rule.id} was never checked: {condition[0].message}"
        raise TypeError(message)
    return tuple(_judged(rule, number, event, page, condition) for number, event in enumerate(events))


def nearest_first(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return them by their distance from ringing; those that are as near stay in their order."""
    return tuple(sorted(judgements, key=lambda judgement: judgement.distance))


def kept_silent_by(rule: Rule, asked: datetime) -> str | None:
    """Say why a rule rings for nothing at all at ``asked``, which has a zone; None where it may ring."""
    if not rule.enabled:
        return "the rule is disabled (enabled: false), so it rings for nothing"
    if rule.expires is not None and asked > rule.expires:
        return f"the rule expired on {rule.expires:%Y-%m-%d %H:%M %Z}, so it rings for nothing after that"
    return None


def _judged(rule: Rule, number: int, event: Event, page: Page, condition: Condition | None) -> Judgement:
    found = tuple(findings(rule.match, Facts.of(event, page)))
    return Judgement(
        event=event,
        number=number,
        met=tuple(part for one in found for part in one.innermost() if part.met and part.said),
        unmet=tuple(part for one in found for part in one.unmet()),
        when=_asked(condition, BoundEvent(event, page.reference)) if condition else None,
    )


def _asked(condition: Condition, bound: BoundEvent) -> When:
    holds, problem = condition.evaluate(bound)
    named = dict.fromkeys(_CEL_NAME.findall(condition.text))
    values = tuple((name, bound.values[name]) for name in named if name in bound.values)
    return When(condition.text, holds, problem, values)


def _short(value: object) -> str:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= _LONGEST_VALUE else shown[: _LONGEST_VALUE - 1] + "…"
