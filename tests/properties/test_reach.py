"""What is said to be unreachable is never reached, and what is said to be implied always holds."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_page
from tests.properties.test_matching import events, matches, nested
from tocsin.domain.event import Event
from tocsin.matching.condition import Condition, Match
from tocsin.matching.facts import Facts
from tocsin.matching.findings import holds
from tocsin.matching.implied import is_implied
from tocsin.matching.reach import Place, Scope, contradictions

PAGE = a_page()


def only(asked: dict[str, Any], place: Place) -> dict[str, Any]:
    """Return the rule in which the branch at a place is the only one of each ``any`` on the way to it."""
    if not place:
        return asked
    key, *rest = place
    if key not in ("all", "any"):
        return asked
    number, *deeper = rest
    inside = asked[str(key)]
    narrowed = only(inside[int(number)], tuple(deeper))
    kept = [narrowed] if key == "any" else [*inside[: int(number)], narrowed, *inside[int(number) + 1 :]]
    return asked | {str(key): kept}


@settings(max_examples=40, deadline=None)
@given(st.lists(nested(), min_size=5, max_size=10), st.lists(events(), min_size=1, max_size=5))
def test_an_event_never_meets_what_is_said_to_be_unreachable(
    asked: list[dict[str, Any]], happened: list[Event]
) -> None:
    for one in asked:
        for place, _ in contradictions(Match.model_validate(one), Scope(), ()):
            match = Match.model_validate(only(one, place))
            assert not any(holds(match, Facts.of(event, PAGE)) for event in happened), (one, place)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(matches(), nested()), min_size=5, max_size=10), st.lists(events(), min_size=1, max_size=5))
def test_an_event_always_meets_what_is_said_to_be_implied(asked: list[dict[str, Any]], happened: list[Event]) -> None:
    conditions = [Condition.model_validate(one) for one in asked]
    for one in conditions:
        for other in conditions:
            if is_implied(other, (one,), {}):
                for event in happened:
                    facts = Facts.of(event, PAGE)
                    assert not holds(one, facts) or holds(other, facts), (one, other)
