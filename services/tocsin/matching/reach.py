"""Nested conditions -> those that no event can meet, because of what encloses them.

What is said here is certain: of what an event has several of (actors, countries, counts), two conditions that look
opposed can both be met, and nothing is said.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tocsin.domain.event import SUBTYPES, EventType
from tocsin.matching.condition import Condition, Keywords
from tocsin.matching.implied import is_implied, single_values
from tocsin.matching.phrases import fold, stands_in

Place = tuple[str | int, ...]
Values = Mapping[str, frozenset[str]]
_WHERE: dict[str, Place] = {"publisher": ("sources", "publisher"), "claim": ("sources", "claim")}


@dataclass(frozen=True, slots=True)
class Scope:
    """What the enclosing conditions leave, all of which are met.

    ``left``: of each key that an event has one value of, the values that are left; a key that is not there may have
    any. ``refused``: the values that a ``not`` excludes. ``met``: the conditions themselves; ``unmet``: refused ones.
    """

    left: Values = field(default_factory=dict)
    refused: Values = field(default_factory=dict)
    met: tuple[Condition, ...] = ()
    unmet: tuple[Condition, ...] = ()

    def within(self, condition: Condition) -> "Scope":
        """Return the scope in which the condition is met, too."""
        left = {
            **self.left,
            **{key: values & self.left.get(key, values) for key, values in single_values(condition).items()},
        }
        return replace(self, left=left, met=(*self.met, condition))

    def without(self, condition: Condition) -> "Scope":
        """Return the scope in which the condition is not met; one that asks for a single key excludes its values."""
        own = single_values(condition) if len(condition.model_fields_set) == 1 else {}
        refused = (
            {key: self.refused.get(key, frozenset()) | values for key, values in own.items()} if len(own) == 1 else {}
        )
        return replace(self, refused={**self.refused, **refused}, unmet=(*self.unmet, condition))

    def values_of(self, key: str) -> frozenset[str] | None:
        """Return the values that are left to a key, or None where it may have any that is not refused."""
        return self.left[key] - self.refused.get(key, frozenset()) if key in self.left else None

    def must_meet(self, condition: Condition) -> bool:
        """Does every event that meets all of ``met`` meet this condition as well?"""
        known = {key: values for key in single_values(condition) if (values := self.values_of(key)) is not None}
        return is_implied(condition, self.met, known)


def contradictions(condition: Condition, scope: Scope, place: Place) -> Iterator[tuple[Place, str]]:
    """Yield the place of each condition that cannot be met in its scope, and why; what is inside it is passed over."""
    impossible = _impossible_key(condition, scope)
    if impossible:
        key, said = impossible
        yield (*place, *_WHERE.get(key, (key,))), said
        return
    scope = scope.within(condition)
    if any(map(scope.must_meet, scope.unmet)):
        yield place, "can never be met: the rule refuses what it asks for"
        return
    for number, one in enumerate(condition.not_):
        if scope.must_meet(one):
            said = "refuses all that the rest asks for, so the rule never rings; take it out or narrow it"
            yield (*place, "not", number), said
        scope = scope.without(one)
    for number, one in enumerate(condition.all):
        yield from contradictions(one, scope, (*place, "all", number))
        scope = scope.within(one)
    for number, one in enumerate(condition.any):
        yield from contradictions(one, scope, (*place, "any", number))


def _impossible_key(condition: Condition, scope: Scope) -> tuple[str, str] | None:
    for key, wanted in single_values(condition).items():
        left = scope.values_of(key)
        if left is not None and not wanted & left:
            return key, f"can never be met: what encloses it leaves only {_listed(left)}"
        if wanted <= scope.refused.get(key, frozenset()):
            return key, f"can never be met: the rule refuses {_listed(wanted)}"
        if key == "subtype" and _belongs_to_none(wanted, types := scope.within(condition).values_of("type")):
            return key, f"can never be met: what encloses it leaves only {_listed(types or ())}"
    both = _both_wanted_and_refused((*scope.met, condition))
    if both:
        return "keywords", f"can never be met: {both!r} is wanted, and what it holds is refused"
    return None


def _belongs_to_none(subtypes: frozenset[str], types: frozenset[str] | None) -> bool:
    return types is not None and not any(subtypes & SUBTYPES.get(EventType(one), frozenset()) for one in types)


def _both_wanted_and_refused(met: Iterable[Condition]) -> str | None:
    """Return a phrase that must stand in a text and holds one that must not, or None."""
    words = [one.keywords for one in met if one.keywords]
    for text in ("evidence", "article"):
        there = [one for one in words if one.in_ == text]
        refused = [fold(phrase) for one in there for phrase in one.not_]
        for phrases in _wanted(there) if refused else ():
            if all(any(stands_in(one, fold(phrase)) for one in refused) for phrase in phrases):
                return phrases[0]
    return None


def _wanted(words: Iterable[Keywords]) -> Iterator[tuple[str, ...]]:
    """Yield lists of phrases, one of each of which must be there."""
    for one in words:
        yield from ((phrase,) for phrase in one.all)
        if one.any:
            yield one.any


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(values)) or "nothing"
