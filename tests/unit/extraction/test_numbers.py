import pytest

from tocsin.extraction.numbers import find_quantities


def amounts(text: str) -> list[object]:
    return [quantity.n for quantity in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("12,345 people", 12_345),
        ("1.2 million people", 1_200_000),
        ("twenty-five miners", 25),
        ("two hundred and fifty troops", 250),
        ("two dozen men", 24),
        ("half a million people", 500_000),
        ("at least 20 people", (20, None)),
        ("nearly 100 drones", (90, 100)),
        ("more than 40 people", (41, None)),
        ("over 40 people", (41, None)),
        ("up to 150 people", (None, 150)),
        ("fewer than 20 people", (None, 19)),
        ("two to three soldiers", (2, 3)),
        ("two to three million people", (2_000_000, 3_000_000)),
        ("between 5 and 7 people", (5, 7)),
        ("20-30 people", (20, 30)),
        ("20–30 people", (20, 30)),
        ("several soldiers", (3, 9)),
        ("dozens of civilians", (24, 99)),
        ("at least several soldiers", (3, None)),
        ("tens of thousands of people", (20_000, 99_999)),
        ("No one was hurt", 0),
        ("5 or more soldiers", (5, None)),
        ("A Palestinian is killed", 1),
        ("an Israeli soldier", 1),
    ],
)
def test_a_quantity_is_read_with_its_bounds(text: str, n: object) -> None:
    assert amounts(text) == [n]


@pytest.mark.parametrize(
    "text",
    [
        "F-16", "COVID-19", "Su-34", "the 31st", "EF5", "in 2021", "at 10:30", "aged 45", "a 45-year-old", "48%",
        "5 percent", "won 3-1", "a vote of 124–0", "magnitude 6.1", "Section 123", "Interstate 95", "Boeing 737",
        "November 14", "14 November", "Feb. 14", "two weeks ago", "a five-year deal", "one-third", "the 2026 summit",
        "at 7 p.m.", "one of the largest", "Maria Testname, 45, said",
    ],
)  # fmt: skip
def test_designators_dates_ages_shares_and_scores_count_nothing(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("157 Russian servicemen were freed", "serviceman"),
        ("two people were killed", "people"),
        ("183 drones and", "drone"),
        ("six U.S. service members", "member"),
        ("two police officers", "officer"),
        ("35 others are injured", "other"),
        ("20 of the victims", "victim"),
        ("10 seriously wounded", None),
        ("two injured in Kyiv", None),
    ],
)
def test_the_noun_is_the_head_of_what_is_counted(text: str, noun: str | None) -> None:
    assert [quantity.noun for quantity in find_quantities(text)] == [noun]


@pytest.mark.parametrize(
    ("text", "n", "unit"),
    [
        ("$1.2 billion", 1_200_000_000, "USD"),
        ("up to US$9 billion", (None, 9_000_000_000), "USD"),
        ("€17 million", 17_000_000, "EUR"),
        ("5 million euros", 5_000_000, "EUR"),
        ("A$2.5 billion", 2_500_000_000, "AUD"),
        ("three billion Canadian dollars", 3_000_000_000, "CAD"),
        ("300 MW", 300, "MW"),
    ],
)
def test_money_and_power_carry_their_unit(text: str, n: object, unit: str) -> None:
    assert [(quantity.n, quantity.unit) for quantity in find_quantities(text)] == [(n, unit)]


@pytest.mark.parametrize(
    ("text", "days"), [("a three-day blockade", 3), ("a 48-hour ultimatum", 2), ("at least 72 hours", (3, None))]
)
def test_durations_are_told_in_days(text: str, days: object) -> None:
    assert [(quantity.n, quantity.noun) for quantity in find_quantities(text)] == [(days, "day")]


def test_about_leaves_the_number_and_marks_it() -> None:
    (quantity,) = find_quantities("about 55,000 soldiers")
    assert (quantity.n, quantity.approx, quantity.text) == (55_000, True, "about 55,000")


def test_the_second_day_of_talks_is_an_ordinal() -> None:
    (quantity,) = find_quantities("the second day of talks")
    assert (quantity.n, quantity.ordinal, quantity.noun) == (2, True, "day")
