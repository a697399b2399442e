"""A rule's conditions -> what events hardly ever have: unknown names, roles and counts of other types, opposed counts.

An event may have it all the same, so nothing here is refused where a rule is loaded.
"""

import re
from collections.abc import Iterable, Iterator

from tocsin.domain.event import ROLES, SUBTYPES, Counted, EventType
from tocsin.matching.actors import known_actor
from tocsin.matching.cel_faults import parts_asked
from tocsin.matching.condition import Condition, Counts, Keywords
from tocsin.matching.groups import actor_groups, group_named
from tocsin.matching.reach import Place, Scope
from tocsin.matching.rule import Rule

_NO_PHRASE = re.compile(r"[*|;,]| (?:OR|AND) |^[\"“«].*[\"”»]$")
_BETWEEN_PARTIES = frozenset({EventType.TALKS, EventType.AGREEMENT, EventType.CLASH})
_SOMETIMES = frozenset({EventType.CEASEFIRE, EventType.PRISONER_EXCHANGE, EventType.DIPLOMACY})
_BY_NOBODY = frozenset({EventType.DISASTER})
_NOT_ARRANGED = frozenset({EventType.ATTACK, EventType.CLASH, EventType.CASUALTIES, EventType.DISRUPTION})
_WITHOUT: dict[str, tuple[frozenset[EventType], str]] = {
    "by": (_BETWEEN_PARTIES | _BY_NOBODY, "its parties are equal; write with, or actors"),
    "to": (_BETWEEN_PARTIES | _BY_NOBODY, "its parties are equal; write with, or actors"),
    "with": (
        frozenset(EventType) - _BETWEEN_PARTIES - _SOMETIMES,
        "it has no equal parties; write by and to, or actors",
    ),
    "via": (_NOT_ARRANGED | _BY_NOBODY, "nobody mediates or hosts it; write actors"),
}
"""The types that have nobody in a role, as docs/events.md says, and what to write instead."""
_OF_PAPER = frozenset(
    {EventType.TALKS, EventType.AGREEMENT, EventType.SANCTIONS, EventType.DIPLOMACY, EventType.LEADERSHIP}
)
_TOLL = (Counted.KILLED, Counted.INJURED, Counted.MISSING, Counted.RESCUED, Counted.BODIES)
_UNCOUNTED: dict[Counted, frozenset[EventType]] = {
    **dict.fromkeys(_TOLL, _OF_PAPER),
    Counted.EXCHANGED: frozenset(EventType) - {EventType.PRISONER_EXCHANGE},
    Counted.RELEASED: frozenset(EventType) - {EventType.PRISONER_EXCHANGE, EventType.RELEASE},
}
"""The types that never have a count of something."""


def doubts(condition: Condition, scope: Scope, place: Place) -> Iterator[tuple[Place, str]]:
    """Yield each doubtful part of a condition and of those inside it, with its place and what is doubtful."""
    inner = scope.within(condition)
    types = frozenset(map(EventType, inner.values_of("type") or ()))
    for key, said in (*_unknown(condition), *_roles(condition, types), *_counts(condition, types)):
        yield (*place, *key), said
    for key, said in (*(_words(condition.keywords) if condition.keywords else ()), *_all_of_one(condition)):
        yield (*place, *key), said
    for one in scope.met:
        yield from (((*place, *key), said) for key, said in _opposed(condition.counts, one.counts))
    for name, inside in (("all", condition.all), ("any", condition.any), ("not", condition.not_)):
        for number, one in enumerate(inside):
            yield from doubts(one, inner, (*place, name, number))


def doubts_of_when(rule: Rule) -> Iterator[str]:
    """Yield what a ``when:`` asks for that events of the types of ``match:`` never have."""
    types = frozenset(map(EventType, Scope().within(rule.match).values_of("type") or ()))
    for part, value in parts_asked(rule.when) if types else ():
        if part == "subtype" and not any(value in SUBTYPES.get(one, ()) for one in types):
            yield f"{_listed(types)} never has subtype {value}"
        if part == "counts" and types <= _UNCOUNTED.get(Counted(value), frozenset()):
            yield f"{_listed(types)} never counts {value}"
        if part in ROLES and types <= _WITHOUT[part][0]:
            yield f"{_listed(types)} has nobody in the role {part}"


def _unknown(condition: Condition) -> Iterator[tuple[Place, str]]:
    for key, name in _named_in(condition):
        # Common words ("gunmen") are what articles say of whoever has no name.
        if name != name.lower() and known_actor(name) is None and group_named(name, actor_groups()) is None:
            yield key, f"{name!r} is no actor that is known; an event has it only if an article writes it so"


def _named_in(condition: Condition) -> Iterator[tuple[Place, str]]:
    lists: list[tuple[Place, tuple[str, ...]]] = [((role,), condition.written(role)) for role in ROLES]
    lists.append((("actors",), condition.actors))
    lists.extend((("counts", number, "of"), counts.of) for number, counts in enumerate(condition.counts))
    lists.append((("sources", "claim"), condition.sources.claim if condition.sources else ()))
    for key, names in lists:
        for number, name in enumerate(names):
            yield (*key, number), name


def _roles(condition: Condition, types: frozenset[EventType]) -> Iterator[tuple[Place, str]]:
    for role in ROLES:
        without, instead = _WITHOUT[role]
        if condition.written(role) and types and types <= without:
            what = "it happens by itself; write countries" if types <= _BY_NOBODY else instead
            yield (role,), f"{_listed(types)} has nobody in this role: {what}"


def _words(keywords: Keywords) -> Iterator[tuple[Place, str]]:
    for key, phrases in (("any", keywords.any), ("all", keywords.all), ("not", keywords.not_)):
        for number, phrase in enumerate(phrases):
            if _NO_PHRASE.search(phrase):
                said = "is looked for as it stands, signs included; write each word by itself"
                yield ("keywords", key, number), f"{phrase!r} {said}"


def _all_of_one(condition: Condition) -> Iterator[tuple[Place, str]]:
    asked = [key for one in condition.all for key in (*ROLES, "actors") if len(_actors(one, key)) > 1]
    if len(condition.all) == 1 and asked:
        key = asked[0]
        said = "has one condition, and of a list in it one value is enough; for both write"
        yield ("all",), f"{said} [{{{key}: ...}}, {{{key}: ...}}]"


def _actors(condition: Condition, key: str) -> tuple[str, ...]:
    return next((condition.written(role) for role in ROLES if role == key), condition.actors)


def _counts(condition: Condition, types: frozenset[EventType]) -> Iterator[tuple[Place, str]]:
    for number, counts in enumerate(condition.counts):
        if types and all(types <= _UNCOUNTED.get(what, frozenset()) for what in counts.what):
            yield ("counts", number, "what"), f"{_listed(types)} never counts {_listed(counts.what)}"


def _opposed(inner: tuple[Counts, ...], outer: tuple[Counts, ...]) -> Iterator[tuple[Place, str]]:
    pairs = [(one, other) for one in inner for other in outer]
    if pairs and all(_are_opposed(*pair) for pair in pairs):
        yield ("counts",), "no number is in these limits and in those of what encloses them; only two sides meet both"


def _are_opposed(one: Counts, other: Counts) -> bool:
    same = bool(set(one.what) & set(other.what)) and one.unit == other.unit
    return same and (_is_below(one, other) or _is_below(other, one))


def _is_below(one: Counts, other: Counts) -> bool:
    return one.max is not None and one.max < other.min


def _listed(values: Iterable[str]) -> str:
    return " or ".join(sorted(value.replace("_", " ") for value in values))
