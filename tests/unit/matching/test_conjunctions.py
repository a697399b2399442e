from typing import Any

import pytest

from tocsin.matching.condition import Match
from tocsin.matching.conjunctions import MOST_CONJUNCTIONS, Conjunction, conjunctions


def filed(**match: Any) -> tuple[Conjunction, ...]:
    return conjunctions(Match.model_validate(match))


def values(conjunction: Conjunction) -> dict[str, set[object]]:
    asked = {key: set(values) for key, values in conjunction.values.items()}
    return {key: asked[key] for key in asked.keys() - {"status", "background"}}


def test_a_plain_condition_is_one_conjunction_that_says_all_of_it() -> None:
    (only,) = filed(type="attack", by=["RUS", "Hamas"], counts={"what": "killed", "min": 10, "max": 20})
    assert only.exact
    assert values(only) == {"type": {"attack"}, "by": {"rus", "hamas"}}
    assert [(one.low, one.high) for one in only.thresholds] == [(10, 20)]


def test_alternatives_are_a_conjunction_each() -> None:
    found = filed(type="attack", any=[{"by": "RUS"}, {"to": "UKR", "places": "Kyiv"}])
    assert [values(one) for one in found] == [
        {"type": {"attack"}, "by": {"rus"}},
        {"type": {"attack"}, "to": {"ukr"}, "places": {"kyiv"}},
    ]
    assert all(one.exact for one in found)


def test_alternatives_that_exclude_what_encloses_them_are_left_out() -> None:
    (only,) = filed(type="attack", any=[{"type": "talks"}, {"by": "RUS"}])
    assert values(only) == {"type": {"attack"}, "by": {"rus"}}


def test_a_condition_that_nothing_can_meet_is_no_conjunction() -> None:
    assert filed(type="attack", all=[{"type": "talks"}]) == ()


@pytest.mark.parametrize(
    "match",
    [
        {"type": "attack", "not": {"by": "RUS"}},
        {"type": "attack", "confidence": 0.5},
        {"keywords": {"all": ["drone", "port"]}},
        {"keywords": {"any": ["drone"], "not": ["exercise"]}},
        {"type": "attack", "by": "RUS", "all": [{"by": "Hamas"}]},
        {"type": "attack", "counts": {"what": "killed", "min": 5, "of": "UKR"}},
        {"type": "attack", "counts": {"what": "killed", "min": 5, "max": 9, "possible": True}},
        {"type": "attack", "counts": [{"what": "killed", "max": 5}, {"what": "killed", "min": 50, "max": 90}]},
    ],
)
def test_what_a_conjunction_leaves_out_it_owns_up_to(match: dict[str, Any]) -> None:
    assert not any(one.exact for one in filed(**match))


def test_a_condition_of_too_many_alternatives_is_filed_by_its_outer_keys() -> None:
    many = [{"any": [{"by": "RUS"}, {"to": "UKR"}]} for _ in range(MOST_CONJUNCTIONS.bit_length())]
    (only,) = filed(type="attack", all=many)
    assert values(only) == {"type": {"attack"}}
    assert not only.exact


def test_a_condition_that_only_refuses_gives_nothing_to_look_up() -> None:
    (only,) = filed(keywords={"not": ["exercise"]})
    assert not only.is_selective
