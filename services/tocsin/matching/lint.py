"""Rules with their files -> what is allowed and yet most likely a mistake, each as path:line:col."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from tocsin.declarations import position
from tocsin.domain.errors import Fault
from tocsin.domain.event import ROLES
from tocsin.matching.condition import Condition
from tocsin.matching.doubts import doubts, doubts_of_when
from tocsin.matching.phrases import fold
from tocsin.matching.reach import Place, Scope, contradictions
from tocsin.matching.rule import Rule

FEWEST_EXAMPLES = 2
"""Of each kind: one sentence shows one wording, two show what is meant."""

FEWEST_WORDS = 3
"""Of a reason."""

RuleFile = tuple[Path, Rule]


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


class RepeatedExample:
    """A sentence that stands twice, or that must ring and must not."""

    def find(self, rules: tuple[RuleFile, ...]) -> Iterator[Fault]:
        """Yield each sentence that has stood before in the same rule."""
        for path, rule in rules:
            first: dict[str, str] = {}
            for kind in ("raises", "silent"):
                for number, sentence in enumerate(getattr(rule.examples, kind, ())):
                    place = first.setdefault(fold(sentence), f"examples.{kind}.{number}")
                    if place != f"examples.{kind}.{number}":
                        yield _fault(path, ("examples", kind, number), f"stands in {place} already")


class EmptyWhy:
    """A reason that tells nothing."""

    def find(self, rules: tuple[RuleFile, ...]) -> Iterator[Fault]:
        """Yield each ``why`` that repeats the title or is a word or two."""
        for path, rule in rules:
            if fold(rule.why).rstrip(".") == fold(rule.title).rstrip("."):
                yield _fault(path, ("why",), "repeats the title; say what the desk does when it rings")
            elif len(rule.why.split()) < FEWEST_WORDS:
                yield _fault(path, ("why",), "is too short; say what the desk does when it rings")


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
            asked = json.dumps([_normal(_spelled_out(rule.match)), rule.when.split()])
            if asked in first:
                yield _fault(path, ("match",), f"asks for the same as {first[asked]}; keep one of them")
            first.setdefault(asked, path)


class Unreachable:
    """A condition that no event can meet, because of what encloses it."""

    def find(self, rules: tuple[RuleFile, ...]) -> Iterator[Fault]:
        """Yield the nested conditions that contradict what encloses them."""
        for path, rule in rules:
            for place, said in contradictions(rule.match, Scope(), ("match",)):
                yield _fault(path, place, said)


class Doubtful:
    """What events hardly ever have: unknown names, roles and counts of other types, opposed counts."""

    def find(self, rules: tuple[RuleFile, ...]) -> Iterator[Fault]:
        """Yield each part of a condition that is allowed and yet most likely a mistake."""
        for path, rule in rules:
            for place, said in doubts(rule.match, Scope(), ("match",)):
                yield _fault(path, place, said)
            for said in doubts_of_when(rule):
                yield _fault(path, ("when",), said)


def lint(rules: Iterable[RuleFile], now: datetime) -> tuple[Fault, ...]:
    """Return what is doubtful in rules that load; ``now`` has a zone."""
    every = tuple(rules)
    of_words: tuple[Lint, ...] = (FewExamples(), RepeatedExample(), EmptyWhy())
    of_conditions: tuple[Lint, ...] = (Expired(now), Twin(), Unreachable(), Doubtful())
    lints = (*of_words, *of_conditions)
    return tuple(sorted(fault for one in lints for fault in one.find(every)))


def _spelled_out(condition: Condition) -> dict[str, Any]:
    """Return what is asked for with each group replaced by its members."""
    given: dict[str, Any] = condition.model_dump(mode="json", by_alias=True, exclude={"all", "any", "not_"})
    given |= {role: sorted(condition.role(role)) for role in ROLES}
    given |= {"actors": sorted(condition.anybody), "countries": sorted(condition.states)}
    given["counts"] = [
        one.model_dump(mode="json", exclude={"of"}) | {"of": sorted(one.sides)} for one in condition.counts
    ]
    if condition.sources:
        given["sources"] |= {"claim": sorted(condition.sources.claimants)}
    nested = (("all", condition.all), ("any", condition.any), ("not", condition.not_))
    return given | {key: list(map(_spelled_out, inside)) for key, inside in nested}


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
