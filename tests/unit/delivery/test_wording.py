from typing import Any

import pytest

from tests.builders import an_event
from tocsin.delivery.country_names import name_of
from tocsin.delivery.wording import count_text, headline, when_text, where_text, who_text
from tocsin.domain.event import Count, Event


def a_bare_event(**given: Any) -> Event:
    """Nothing but what is given."""
    empty: dict[str, Any] = {"by": (), "to": (), "counts": (), "place": None, "country": None, "date": None}
    return an_event(**empty | given)


def test_an_event_is_told_in_one_line() -> None:
    line = "Attack (missile) · Russia → Ukraine · 12 killed · Kharkiv, Ukraine · 5 Feb 2026"
    assert headline(an_event()) == line


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"type": "protest"}, "Protest"),
        ({"type": "talks", "subtype": "call", "status": "planned"}, "Talks (call), planned"),
        ({"type": "deployment", "subtype": "weapon_test", "status": "denied"}, "Deployment (weapon test), denied"),
        ({"type": "prisoner_exchange", "background": True}, "Prisoner exchange, recalled"),
        ({"type": "disaster", "status": "possible", "country": "JPN"}, "Disaster, possible · Japan"),
    ],
)
def test_what_an_event_does_not_say_is_left_out(given: dict[str, Any], line: str) -> None:
    assert headline(a_bare_event(**given)) == line


@pytest.mark.parametrize(
    ("given", "who"),
    [
        ({"by": ["RUS"], "to": ["UKR"]}, "Russia → Ukraine"),
        ({"by": ["gunmen"]}, "gunmen"),
        ({"to": ["UKR"]}, "→ Ukraine"),
        (
            {"with": ["RUS", "UKR", "USA"], "via": ["ARE"]},
            "Russia, Ukraine and United States, via United Arab Emirates",
        ),
        ({"by": ["USA", "EU"], "to": ["RSF"]}, "United States and EU → RSF"),
        ({"by": list("abcdefg")}, "a, b, c, d, e and 2 more"),
        ({"names": ["Rustem Umerov"]}, ""),
        ({"type": "arrest", "by": ["FRA"], "names": ["A. B.", "C. D."]}, "France, A. B. and C. D."),
        ({"by": ["\u202eSUR\u202c \n<x>"]}, "SUR <x>"),
        ({"by": ["x" * 100]}, "x" * 59 + "…"),
    ],
)
def test_actors_are_named_in_their_roles(given: dict[str, Any], who: str) -> None:
    assert who_text(a_bare_event(**given)) == who


@pytest.mark.parametrize(
    ("count", "text"),
    [
        ({"what": "killed", "n": 12}, "12 killed"),
        ({"what": "killed", "n": 1}, "1 killed"),
        ({"what": "killed", "n": (20, None)}, "at least 20 killed"),
        ({"what": "killed", "n": 55000, "approx": True}, "about 55,000 killed"),
        ({"what": "drones", "n": (90, 100)}, "90 to 100 drones"),
        ({"what": "drones", "n": (90, 100), "approx": True}, "about 90 to 100 drones"),
        ({"what": "drones", "n": (41, None), "approx": True}, "at least 41 drones"),
        ({"what": "people", "n": (None, 150)}, "up to 150 people"),
        ({"what": "people", "n": 1}, "1 person"),
        ({"what": "bodies", "n": 1}, "1 body"),
        ({"what": "days", "n": (3, 3)}, "3 days"),
        ({"what": "shot_down", "n": 95}, "95 shot down"),
        ({"what": "aircraft", "n": 1}, "1 aircraft"),
        ({"what": "amount", "n": 1_500_000_000, "unit": "USD"}, "1.5 billion USD"),
        ({"what": "amount", "n": 90_000_000_000, "unit": "EUR", "approx": True}, "about 90 billion EUR"),
        ({"what": "amount", "n": (1_000_000, 2_000_000), "unit": "USD"}, "1 million to 2 million USD"),
        ({"what": "amount", "n": 1_234_567, "unit": "EUR"}, "1,234,567 EUR"),
        ({"what": "amount", "n": 300, "unit": "MW"}, "300 MW"),
        ({"what": "amount", "n": 7}, "7 in all"),
        ({"what": "killed", "n": 1_000_000}, "1,000,000 killed"),
        ({"what": "killed", "n": 10**40}, "over 1,000,000,000,000,000 killed"),
        ({"what": "amount", "n": 10**400, "unit": "USD"}, "over 1,000,000,000,000,000 USD"),
    ],
)
def test_a_count_is_said_with_its_bounds_and_unit(count: dict[str, Any], text: str) -> None:
    assert count_text(Count.model_validate(count)) == text


def test_the_side_of_a_count_is_said_where_the_actors_do_not_say_it() -> None:
    exchange = {"counts": [{"what": "exchanged", "n": 157, "of": "RUS"}, {"what": "exchanged", "n": 150, "of": "UKR"}]}
    event = a_bare_event(type="prisoner_exchange", **exchange)
    assert headline(event) == "Prisoner exchange · 157 exchanged to Russia, 150 exchanged to Ukraine"
    toll = a_bare_event(type="casualties", counts=[{"what": "killed", "n": 9, "of": "UKR"}])
    assert headline(toll) == "Casualties · 9 killed (Ukraine)"


def test_more_than_four_counts_are_summed_up() -> None:
    event = a_bare_event(type="attack", counts=[{"what": "killed", "n": n} for n in range(2, 7)])
    assert headline(event) == "Attack · 2 killed, 3 killed, 4 killed, 5 killed, 1 more figure"


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (None, ""),
        ("2026-02-05", "5 Feb 2026"),
        (("2026-02-05", "2026-02-05"), "5 Feb 2026"),
        (("2026-02-03", "2026-02-05"), "3–5 Feb 2026"),
        (("2026-02-28", "2026-03-02"), "28 Feb – 2 Mar 2026"),
        (("2025-12-30", "2026-01-02"), "30 Dec 2025 – 2 Jan 2026"),
        ("2026-02-30", "2026-02-30"),
        (("2026-02-28", "2026-02-30"), "28–2026-02-30"),
    ],
)
def test_days_are_written_out_and_ranges_shortened(date: Any, text: str) -> None:
    assert when_text(a_bare_event(date=date)) == text


@pytest.mark.parametrize(
    ("place", "country", "text"),
    [
        ("Kharkiv", "UKR", "Kharkiv, Ukraine"),
        ("Lebanon", "LBN", "Lebanon"),
        (None, "CIV", "Côte d’Ivoire"),
        ("Gaza", None, "Gaza"),
        ("Nowhere", "ZZZ", "Nowhere, ZZZ"),
        (None, None, ""),
    ],
)
def test_a_place_is_told_with_its_country_once(place: str | None, country: str | None, text: str) -> None:
    assert where_text(a_bare_event(place=place, country=country)) == text


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("UKR", "Ukraine"),
        ("ZAF", "South Africa"),
        ("QAT", "Qatar"),
        ("COD", "DR Congo"),
        ("PSE", "Palestine"),
        ("XKX", "Kosovo"),
        ("TTO", "Trinidad and Tobago"),
    ],
)
def test_states_have_the_names_that_the_press_uses(code: str, name: str) -> None:
    assert name_of(code) == name


@pytest.mark.parametrize(
    "code", ["", "UA", "ukr", "UN", "NATO", "RSF", "ICC", "TTP", "SDF", "ELN", "PKK", "PIJ", "QUU", "XAA", "ZZZ", "SUN"]
)
def test_what_is_no_state_of_today_has_no_name(code: str) -> None:
    assert name_of(code) is None
