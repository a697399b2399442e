import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.test_matching import a_rule, matches, nested, telling
from tocsin.matching.rule import SubscriberRule
from tocsin.matching.shelf import Shelf


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(matches(), telling(), nested()), min_size=1, max_size=6), st.integers(0, 3))
def test_a_rule_comes_back_as_it_was_whether_kept_open_or_folded(asked: list[dict[str, object]], most: int) -> None:
    shelf = Shelf(most_open=most)
    rules = {number: a_rule(number, match) for number, match in enumerate(asked)}
    for number, rule in rules.items():
        shelf.add(number, rule)
    for _ in range(2):  # the second time from what was unfolded
        assert {number: shelf.get(number) for number in rules} == rules


@pytest.mark.parametrize("most_open", [0, 1])
def test_a_rule_of_a_subscriber_is_known_again_whether_kept_open_or_folded(most_open: int) -> None:
    shelf = Shelf(most_open=most_open)
    asked = {
        "id": "a",
        "title": "T",
        "severity": "low",
        "why": "W",
        "match": {"type": "attack"},
        "expires": "2027-01-31",
    }
    shelf.add(7, SubscriberRule.model_validate(asked))
    assert shelf.has(7, SubscriberRule.model_validate(asked))
    assert not shelf.has(7, SubscriberRule.model_validate(asked | {"title": "Another"}))


def test_what_was_taken_out_is_gone_and_its_number_can_be_given_again() -> None:
    shelf = Shelf(most_open=0)
    first, second = a_rule(1, {"type": "attack"}), a_rule(2, {"type": "talks"})
    shelf.add(7, first)
    assert shelf.get(7) == first
    shelf.remove(7)
    with pytest.raises(KeyError):
        shelf.get(7)
    shelf.add(7, second)
    assert shelf.get(7) == second
