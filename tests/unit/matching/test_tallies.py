import pytest

from tests.builders import an_event
from tocsin.domain.event import Counted
from tocsin.matching.tallies import tallies


@pytest.mark.parametrize(
    ("n", "low", "high", "said"),
    [
        (12, 12, 12, "12"),
        ([20, None], 20, None, "20 or more"),
        ([None, 150], 0, 150, "150 or less"),
        ([24, 99], 24, 99, "24 to 99"),
        ([90, 100], 90, 100, "90 to 100"),
        (55_000, 55_000, 55_000, "55,000"),
    ],
)
def test_a_count_is_tallied_with_the_number_that_the_text_vouches_for(
    n: object, low: int, high: int | None, said: str
) -> None:
    (tally,) = tallies(an_event(counts=[{"what": "killed", "n": n}]))
    assert (tally.what, tally.low, tally.high, tally.said) == (Counted.KILLED, low, high, said)


def test_the_dead_of_both_sides_are_added_up() -> None:
    event = an_event(counts=[{"what": "killed", "n": 4, "of": "COL"}, {"what": "killed", "n": [7, None], "of": "ELN"}])
    total = tallies(event)[-1]
    assert (total.low, total.high) == (11, None)
    assert total.said == "11 or more (4 of COL and 7 or more of ELN)"


def test_two_figures_for_the_same_side_are_not_added_up() -> None:
    counts = [{"what": "killed", "n": 4, "of": "COL"}, {"what": "killed", "n": 6, "of": "COL"}]
    assert [tally.low for tally in tallies(an_event(counts=counts))] == [4, 6]


def test_a_figure_without_a_side_may_be_the_sum_and_is_not_added() -> None:
    counts = [
        {"what": "killed", "n": 11},
        {"what": "killed", "n": 4, "of": "COL"},
        {"what": "killed", "n": 7, "of": "ELN"},
    ]
    assert max(tally.low for tally in tallies(an_event(counts=counts))) == 11


def test_amounts_in_different_units_are_not_added_up() -> None:
    counts = [
        {"what": "amount", "n": 5, "unit": "USD", "of": "UKR"},
        {"what": "amount", "n": 7, "unit": "EUR", "of": "POL"},
    ]
    assert [tally.said for tally in tallies(an_event(counts=counts))] == ["5 USD", "7 EUR"]


def test_an_approximate_count_says_so() -> None:
    (tally,) = tallies(an_event(counts=[{"what": "killed", "n": 55_000, "approx": True}]))
    assert tally.said == "about 55,000"
