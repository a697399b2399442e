"""Rules with their files -> what is allowed and yet most likely a mistake, each as path:line:col."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from tocsin.declarations import position
from tocsin.domain.errors import Fault
from tocsin.domain.event import ROLES, SUBTYPES, EventType
from tocsin.matching.actors import known_actor
from tocsin.matching.condition import Condition
from tocsin.matching.groups import actor_groups, group_named
from tocsin.matching.phrases import fold
from tocsin.matching.rule import Rule

FEWEST_EXAMPLES = 2
"""Of each kind: one sentence shows one wording, two show what is meant."""

RuleFile = tuple[Path, Rule]
Place = tuple[str | int, ...]
Scope = Mapping[str, frozenset[str]]
"""Key -> the values that the enclosing conditions leave to it; a key that is not there may have any."""


class Lint(Protocol):
    """One kind of mistake."""

    def find(self, rules: tuple[RuleFile, ...]) -> Iterator[Fault]:
        """Yield each place where it was made."""
        ...


class FewExamples:
    """Too few sentences to say what the rule means."""

    def find(self, rules: tuple[RuleFile, ...]) -> Iterator[Fault]:
        """Yield the lists of sentences that are too short."""
        for path, rule in rules:
            for kind in ("raises", "silent"):
                there = len(getattr(rule.examples, kind, ()))
                if there < FEWEST_EXAMPLES:
                    said = f"has {there} of at least {FEWEST_EXAMPLES} sentences; add what almost rings, or just does"
                    yield _fault(path, ("examples", kind), said)


class WhyIsTitle:
    """A reason that tells nothing."""

    def find(self, rules: tuple[RuleFile, ...]) -> Iterator[Fault]:
        """Yield each ``why`` that repeats the title."""
        for path, rule in rules:
            if fold(rule.why).rstrip(".") == fold(rule.title).rstrip("."):
                yield _fault(path, ("why",), "repeats the title; say what the desk does when it rings")


@dataclass(frozen=True, slots=True)
class Expired:
    """A rule that rings no more at ``now``."""

    now: datetime

    def find(self, rules: tuple[RuleFile, ...]) -> Iterator[Fault]:
        """Yield each ``expires`` that has passed."""
        for path, rule in rules:
            if rule.expires is not None and rule.expires < self.now:
                yield _fault(
                    path, ("expires",), f"passed on {rule.expires:%Y-%m-%d}; set a later day or remove the rule"
                )


class Twin:
    """Two rules that ask for the same: each event rings both."""

    def find(self, rules: tuple[RuleFile, ...]) -> Iterator[Fault]:
        """Yield the later of two rules with the same ``match`` and ``when``, in whatever order they are written."""
        first: dict[str, Path] = {}
        for path, rule in rules:
            asked = json.dumps([_normal(rule.match.model_dump(mode="json", by_alias=True)), rule.when.split()])
            if asked in first:
                yield _fault(path, ("match",), f"asks for the same as {first[asked]}; keep one of them")
            first.setdefault(asked, path)


class Unreachable:
    """A condition that no event can meet, by its type, subtype, status or background."""

    def find(self, rules: tuple[RuleFile, ...]) -> Iterator[Fault]:
        """Yield the nested conditions that contradict what encloses them."""
        for path, rule in rules:
            yield from _contradictions(path, rule.match, {}, ("match",))


class UnknownActor:
    """A name of an actor that the extraction does not know: an event has it only where an article writes it so."""

    def find(self, rules: tuple[RuleFile, ...]) -> Iterator[Fault]:
        """Yield each name with a capital letter that is neither known nor a group."""
        for path, rule in rules:
            for place, condition in walk(rule.match, ("match",)):
                for key, name in _named_in(condition):
                    if name != name.lower() and known_actor(name) is None and group_named(name, actor_groups()) is None:
                        said = f"{name!r} is no actor that is known; an event has it only if an article writes it so"
                        yield _fault(path, (*place, *key), said)


def lint(rules: Iterable[RuleFile], now: datetime) -> tuple[Fault, ...]:
    """Return what is doubtful in rules that load; ``now`` has a zone."""
    every = tuple(rules)
    lints: tuple[Lint, ...] = (FewExamples(), WhyIsTitle(), Expired(now), Twin(), Unreachable(), UnknownActor())
    return tuple(sorted(fault for one in lints for fault in one.find(every)))


def walk(condition: Condition, place: Place) -> Iterator[tuple[Place, Condition]]:
    """Yield a condition and every one inside it, each with its place in the file."""
    yield place, condition
    for key, inside in (("all", condition.all), ("any", condition.any), ("not", condition.not_)):
        for number, one in enumerate(inside):
            yield from walk(one, (*place, key, number))


def _named_in(condition: Condition) -> Iterator[tuple[Place, str]]:
    """Yield each actor of a condition with its place in it."""
    lists: list[tuple[Place, tuple[str, ...]]] = [((role,), condition.written(role)) for role in ROLES]
    lists.append((("actors",), condition.actors))
    lists.extend((("counts", number, "of"), counts.of) for number, counts in enumerate(condition.counts))
    lists.append((("sources", "claim"), condition.sources.claim if condition.sources else ()))
    for key, names in lists:
        for number, name in enumerate(names):
            yield (*key, number), name


def _contradictions(path: Path, condition: Condition, enclosing: Scope, place: Place) -> Iterator[Fault]:
    own = _asked(condition)
    for key, wanted in own.items():
        if not _meets(key, wanted, enclosing):
            left = ", ".join(sorted(enclosing.get(key, enclosing.get("type", frozenset()))))
            yield _fault(path, (*place, key), f"can never be met: what encloses it leaves only {left}")
            return
    scope = _narrowed(enclosing, own)
    for number, one in enumerate(condition.all):
        yield from _contradictions(path, one, scope, (*place, "all", number))
        scope = _narrowed(scope, _asked(one))
    for number, one in enumerate(condition.any):
        yield from _contradictions(path, one, scope, (*place, "any", number))
    for number, one in enumerate(condition.not_):
        if _refuses_all(one, scope):
            said = "refuses all that the rest asks for, so the rule never rings; take it out or narrow it"
            yield _fault(path, (*place, "not", number), said)


def _asked(condition: Condition) -> dict[str, frozenset[str]]:
    given = {key: frozenset(map(str, getattr(condition, key))) for key in ("type", "subtype", "status")}
    if isinstance(condition.background, bool):
        given["background"] = frozenset({str(condition.background).lower()})
    return {key: values for key, values in given.items() if values}


def _meets(key: str, wanted: frozenset[str], enclosing: Scope) -> bool:
    if key in enclosing and not wanted & enclosing[key]:
        return False
    if key == "subtype" and "type" in enclosing:
        return any(wanted & SUBTYPES.get(EventType(one), frozenset()) for one in enclosing["type"])
    return True


def _narrowed(scope: Scope, asked: Scope) -> Scope:
    return {**scope, **{key: values & scope.get(key, values) for key, values in asked.items()}}


def _refuses_all(condition: Condition, scope: Scope) -> bool:
    """Is each key of a refused condition met by whatever the scope leaves?"""
    asked = _asked(condition)
    if condition.model_fields_set - asked.keys():
        return False
    return all(key in scope and scope[key] <= values for key, values in asked.items())


def _normal(value: Any) -> Any:
    """Return a value in which the order of lists and the case of texts make no difference."""
    if isinstance(value, dict):
        return {key: _normal(one) for key, one in sorted(value.items())}
    if isinstance(value, list):
        return sorted((_normal(one) for one in value), key=json.dumps)
    return fold(value) if isinstance(value, str) else value


def _fault(path: Path, place: Place, said: str) -> Fault:
    line, column = position(path, *place)
    return Fault(str(path), line, column, f"{'.'.join(map(str, place))}: {said}")
