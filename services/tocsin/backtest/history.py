"""What a back-test found: which events rang which rules, on which days, and what that says about the rules."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from tocsin.backtest.reading import NotRead
from tocsin.domain.event import Event
from tocsin.matching.rule import Rule

LOUD_SHARE = 0.1
"""A rule that more than this share of all articles rings says little."""
LOUD_ARTICLES = 20
"""Of fewer articles a share means nothing."""
LOUD_DAYS = 7
"""A rule that rings on every one of at least so many days says little either."""

RingKey = tuple[int, str]
"""Which article of the back-test, counted from 0, and the event's id: the same for all rules."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Ring:
    """One event that rang one rule. ``day`` is the article's, None where it has none."""

    number: int
    article_id: str
    headline: str | None
    day: date | None
    event: Event
    because: tuple[str, ...]

    @property
    def key(self) -> RingKey:
        """What rang, whichever rule heard it."""
        return self.number, self.event.id


@dataclass(frozen=True)
class RuleHistory:
    """How one rule would have behaved."""

    rule: Rule
    rings: tuple[Ring, ...]

    @cached_property
    def by_day(self) -> Counter[date | None]:
        """How often it rang on each day; rings of undated articles stand under None."""
        return Counter(ring.day for ring in self.rings)

    @cached_property
    def articles(self) -> int:
        """How many articles rang it."""
        return len({ring.number for ring in self.rings})

    @cached_property
    def articles_by_day(self) -> Counter[date | None]:
        """How many articles of each day rang it."""
        return Counter(day for _, day in {(ring.number, ring.day) for ring in self.rings})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rules that rang for the same events: ``shared`` of all the ``either`` that rang one or both."""

    one: str
    other: str
    shared: int
    either: int

    @property
    def likeness(self) -> float:
        """Jaccard's index, from 0 (never together) to 1 (always)."""
        return self.shared / self.either


@dataclass(frozen=True, slots=True)
class Loud:
    """A rule that rings so often that it says little, and how often that is."""

    rule_id: str
    why: str


@dataclass(frozen=True)
class History:
    """How the rules would have behaved. ``articles_on`` counts the articles of each day, undated ones under None."""

    rules: tuple[RuleHistory, ...]
    pairs: tuple[Pair, ...]
    articles_on: Counter[date | None]
    events: int
    other_languages: Counter[str]
    not_read: tuple[NotRead, ...]

    @property
    def articles(self) -> int:
        """How many articles were asked, those in other languages included."""
        return self.articles_on.total()

    @cached_property
    def articles_rung(self) -> int:
        """How many articles rang at least one rule."""
        return len({ring.number for one in self.rules for ring in one.rings})

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days that have articles, in order."""
        return tuple(sorted(day for day in self.articles_on if day is not None))

    @cached_property
    def never(self) -> tuple[RuleHistory, ...]:
        """The rules that nothing rang."""
        return tuple(one for one in self.rules if not one.rings)

    @cached_property
    def always(self) -> tuple[Loud, ...]:
        """The rules that ring for more than one article in ten, or on every day, loudest first."""
        ordered = sorted(self.rules, key=lambda one: (-one.articles, one.rule.id))
        return tuple(Loud(one.rule.id, why) for one in ordered if (why := self._why_loud(one)))

    def _why_loud(self, one: RuleHistory) -> str:
        if self.articles >= LOUD_ARTICLES and one.articles > LOUD_SHARE * self.articles:
            return f"{one.articles / self.articles:.0%} of all articles"
        if len(self.days) >= LOUD_DAYS and all(one.by_day[day] for day in self.days):
            return f"each of the {len(self.days):,} days that have articles"
        return ""


def spread(items: Sequence[Item], at_most: int) -> tuple[Item, ...]:
    """Return at most so many of the items, from the whole length of the list and in its order."""
    if len(items) <= at_most:
        return tuple(items)
    return tuple(items[(2 * number + 1) * len(items) // (2 * at_most)] for number in range(at_most))
