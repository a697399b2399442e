"""Is a condition met by every event that meets others? Certain where it says so; where it cannot tell, it says no."""

from collections.abc import Callable, Iterable, Mapping

from tocsin.domain.event import ROLES
from tocsin.matching.condition import Condition, Counts, Keywords
from tocsin.matching.phrases import fold, stands_in

Met = tuple[Condition, ...]
Left = Mapping[str, frozenset[str]]
"""Key of which an event has one value -> the values that those who meet the others can have."""


def is_implied(condition: Condition, met: Met, left: Left) -> bool:
    """Does each event that meets all of ``met``, with values as in ``left``, meet the condition as well?"""
    return all(check(condition, met, left) for check in _CHECKS)


def single_values(condition: Condition) -> dict[str, frozenset[str]]:
    """Return the keys of a condition of which an event has one value, with the values that it accepts."""
    given = {key: frozenset(map(str, getattr(condition, key))) for key in ("type", "subtype", "status", "languages")}
    if isinstance(condition.background, bool):
        given["background"] = frozenset({str(condition.background).lower()})
    if condition.sources:
        given["publisher"] = frozenset(map(fold, condition.sources.publisher))
        given["claim"] = condition.sources.claimants
    return {key: values for key, values in given.items() if values}


def _single(condition: Condition, _: Met, left: Left) -> bool:
    return all(key in left and left[key] <= values for key, values in single_values(condition).items())


def _parties(condition: Condition, met: Met, _: Left) -> bool:
    for role in ROLES:
        if not _covered(condition.role(role), (one.role(role) for one in met)):
            return False
    anybody = (actors for one in met for actors in (one.anybody, *map(one.role, ROLES)))
    return _covered(condition.anybody, anybody) and _covered(condition.states, (one.states for one in met))


def _covered(wanted: frozenset[str], there: Iterable[frozenset[str]]) -> bool:
    return not wanted or any(values and values <= wanted for values in there)


def _places(condition: Condition, met: Met, _: Left) -> bool:
    return not condition.places or any(one.places and _each_holds(one.places, condition.places) for one in met)


def _counts(condition: Condition, met: Met, _: Left) -> bool:
    if not condition.counts:
        return True
    return any(
        one.counts and all(any(_reaches_too(given, wanted) for wanted in condition.counts) for given in one.counts)
        for one in met
    )


def _reaches_too(given: Counts, wanted: Counts) -> bool:
    """Does every number that reaches ``given`` reach ``wanted``?"""
    of_it = set(given.what) <= set(wanted.what) and wanted.unit in ("", given.unit)
    of_side = not wanted.of or (bool(given.of) and given.sides <= wanted.sides)
    above = wanted.min == 0 or (wanted.min <= given.min and (wanted.possible or not given.possible))
    below = wanted.max is None or (given.max is not None and given.max <= wanted.max)
    return of_it and of_side and above and below


def _keywords(condition: Condition, met: Met, _: Left) -> bool:
    wanted = condition.keywords
    if wanted is None:
        return True
    if wanted.not_:
        return False
    there = [one.keywords for one in met if one.keywords and one.keywords.in_ == wanted.in_]
    every = all(any(_needs(one, (phrase,)) for one in there) for phrase in wanted.all)
    return every and (not wanted.any or any(_needs(one, wanted.any) for one in there))


def _needs(there: Keywords, wanted: tuple[str, ...]) -> bool:
    """Does a text with the words of ``there`` hold one of the wanted?"""
    in_all = any(_each_holds((phrase,), wanted) for phrase in there.all)
    return in_all or (bool(there.any) and _each_holds(there.any, wanted))


def _each_holds(phrases: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return all(any(stands_in(fold(one), fold(phrase)) for one in wanted) for phrase in phrases)


def _confidence(condition: Condition, met: Met, _: Left) -> bool:
    wanted = condition.confidence
    return wanted is None or any(one.confidence is not None and one.confidence >= wanted for one in met)


def _nested(condition: Condition, met: Met, left: Left) -> bool:
    if condition.not_:
        return False
    every = all(is_implied(one, met, left) for one in condition.all)
    return every and (not condition.any or any(is_implied(one, met, left) for one in condition.any))


_CHECKS: tuple[Callable[[Condition, Met, Left], bool], ...] = (
    _single,
    _parties,
    _places,
    _counts,
    _keywords,
    _confidence,
    _nested,
)
