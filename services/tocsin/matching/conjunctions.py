"""A condition, which may nest -> conjunctions of plain keys, which an index can file.

``type: attack`` with ``any: [{by: RUS}, {to: UKR}]`` is two conjunctions, (type and by) and (type and to): the rule
rings where one of them is met. What a conjunction cannot say exactly (``not``, several keywords at once) it leaves out
and owns up to: then it may be met by events that do not ring the rule, and never the other way round.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tocsin.domain.event import ROLES
from tocsin.matching.condition import Condition, Counts, Keywords, Sources, folded_actors, states_of
from tocsin.matching.phrases import folded

Key = Literal[
    "type", "subtype", "status", "background", "countries", "actors", "by", "to", "with", "via", "places", "evidence",
    "article", "languages", "publisher", "claim",
]  # fmt: skip
"""What a rule may ask for by a list of values: the keys of ``match:``, keywords by where they must stand."""
KINDS: tuple[Key, ...] = ("type", "subtype", "status", "background")
"""Of these an event has one value, and there are few."""
_SINGLE = frozenset({*KINDS, "languages", "publisher", "claim"})  # an event has one value: lists can be intersected
_OF_MOST_EVENTS = frozenset({"status", "background", "languages"})
MOST_CONJUNCTIONS = 32
"""A rule that would be more is filed by its outer keys alone."""


class Threshold(NamedTuple):
    """A number of something that must be reached. ``low`` and ``high`` are both included, high None means any.

    ``possible``: the highest number that the article allows is tested against ``low``, not the one it vouches for.
    """

    what: str
    unit: str
    low: int
    high: int | None
    possible: bool


_Values = dict[Key, frozenset[Hashable]]


@dataclass(frozen=True, slots=True)
class Conjunction:
    """Keys that must all be met, each by one of its values; ``thresholds`` by one of them, where there are any.

    Values are texts or truth values, as events have them, folded where case makes no difference.

    ``exact``: it is met by the events that meet the condition and by no others.
    """

    values: _Values
    thresholds: tuple[Threshold, ...]
    exact: bool

    @property
    def is_selective(self) -> bool:
        """Does it ask for more than what most events are: happened, news, and told in English?"""
        return bool(self.thresholds) or not self.values.keys() <= _OF_MOST_EVENTS


def conjunctions(condition: Condition) -> tuple[Conjunction, ...]:
    """Return conjunctions of which at least one is met by every event that meets the condition.

    None are returned where conditions exclude each other, so that no event can meet them all.
    """
    own = _own(condition)
    if not condition.nested:
        return (own,)
    found = [own]
    for alternatives in _alternatives(condition):
        if len(found) * len(alternatives) > MOST_CONJUNCTIONS:
            return (Conjunction(own.values, own.thresholds, exact=False),)
        found = [both for one in found for other in alternatives if (both := _both(one, other)) is not None]
    return tuple(found)


def _alternatives(condition: Condition) -> Iterator[tuple[Conjunction, ...]]:
    """Yield, for each nested condition that must be met, what it may be met by."""
    for one in condition.all:
        yield conjunctions(one)
    if condition.any:
        yield tuple(found for one in condition.any for found in conjunctions(one))


def _own(condition: Condition) -> Conjunction:
    """Return the conjunction of the keys that stand in the condition itself."""
    values = _of_kind(condition)
    _file_parties(condition, values)
    exact = not condition.not_ and condition.confidence is None
    if condition.languages:
        values["languages"] = frozenset(condition.languages)
    if condition.sources:
        _file_sources(condition.sources, values)
    if condition.keywords:
        exact &= _file_keywords(condition.keywords, values)
    if not condition.counts:
        return Conjunction(values, (), exact)
    exact &= not any(one.of for one in condition.counts)
    thresholds = tuple(_thresholds(condition.counts))
    # Two ranges for one thing: a number could reach the floor of one and keep below the ceiling of the other.
    ranges = [one.what for one in thresholds if one.high is not None]
    exact &= len(ranges) == len(set(ranges)) and not any(one.possible for one in thresholds if one.high is not None)
    return Conjunction(values, thresholds, exact)


def _of_kind(condition: Condition) -> _Values:
    values: _Values = {}
    if condition.type:
        values["type"] = frozenset([one.value for one in condition.type])
    if condition.subtype:
        values["subtype"] = frozenset(condition.subtype)
    if condition.status:
        values["status"] = frozenset([one.value for one in condition.status])
    if condition.background not in (None, "any"):
        values["background"] = frozenset((condition.background,))
    return values


def _file_parties(condition: Condition, values: _Values) -> None:
    # Not by the condition's own sets, which would stay with each of a million rules from then on.
    for role in ROLES:
        if actors := condition.written(role):
            values[role] = folded_actors(actors)
    if condition.actors:
        values["actors"] = folded_actors(condition.actors)
    if condition.countries:
        values["countries"] = states_of(condition.countries)
    if condition.places:
        values["places"] = frozenset(map(folded, condition.places))


def _file_sources(sources: Sources, values: _Values) -> None:
    if sources.publisher:
        values["publisher"] = frozenset(map(folded, sources.publisher))
    if sources.claim:
        values["claim"] = folded_actors(sources.claim)


def _file_keywords(words: Keywords, values: _Values) -> bool:
    """Add the list of words that stands for the condition; return whether it says all of it."""
    listed = words.any or words.all[:1]
    if listed:
        values[words.in_] = frozenset(map(folded, listed))
    return not words.not_ and len(words.all) <= (0 if words.any else 1)


def _thresholds(asked: tuple[Counts, ...]) -> Iterator[Threshold]:
    for one in asked:
        for what in one.what:
            yield Threshold(what.value, one.unit, one.min, one.max, one.possible)


def _both(one: Conjunction, other: Conjunction) -> Conjunction | None:
    """Return what is met where both are, or None where nothing can be."""
    values, exact = {**other.values, **one.values}, one.exact and other.exact
    for key in one.values.keys() & other.values.keys():
        if key in _SINGLE:
            values[key] = one.values[key] & other.values[key]
            if not values[key]:
                return None
        else:
            exact &= one.values[key] == other.values[key]
    exact &= not (one.thresholds and other.thresholds)
    return Conjunction(values, one.thresholds or other.thresholds, exact)
