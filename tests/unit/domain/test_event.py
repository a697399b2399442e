import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.builders import an_event
from tocsin.domain.event import Count, Event


def test_an_event_survives_its_own_json():
    event = an_event(counts=[{"what": "killed", "n": [6, None], "of": None, "approx": True}], **{"with": ["USA"]})

    assert Event.model_validate_json(json.dumps(event.as_json())) == event


def test_json_has_the_keys_of_the_vocabulary():
    shown = an_event().as_json()

    assert {"type", "with", "counts", "evidence"} <= set(shown)
    assert "with_" not in shown
    assert shown["counts"] == [{"what": "killed", "n": 12, "of": "UKR"}]


def test_an_event_without_evidence_is_an_error():
    with pytest.raises(ValidationError, match="evidence"):
        an_event(evidence=[])


def test_a_subtype_of_another_type_is_an_error():
    with pytest.raises(ValidationError, match="attack has no subtype negotiation"):
        an_event(subtype="negotiation")


@pytest.mark.parametrize("bounds", [[None, None], [5, 3]])
def test_bounds_that_bound_nothing_are_an_error(bounds):
    with pytest.raises(ValidationError, match="bound"):
        Count(what="killed", n=bounds)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_low_bound_is_what_the_text_vouches_for(one, other):
    low, high = sorted((one, other))

    assert Count(what="killed", n=(low, high)).low == low
    assert Count(what="killed", n=(None, high)).low == 0
    assert Count(what="killed", n=one).low == one


def test_actors_are_named_once_in_the_order_of_the_roles():
    assert an_event(by=["RUS"], to=["UKR", "RUS"], via=["USA"]).actors == ("RUS", "UKR", "USA")
