"""Where it happened: the place that the sentence gives, or the country that the type of the event suggests."""

import functools
from datetime import date

import pytest

from tocsin.domain.article import ArticleText
from tocsin.extraction.places import find_places
from tocsin.extraction.reader import Reader

DAY = date(2026, 2, 6)


@functools.cache
def reader() -> Reader:
    return Reader(judged=False)


def country_of(text: str, event_type: str) -> str | None:
    events = reader().read(ArticleText("a-1", None, text, DAY, "en")).events
    return next(event.country for event in events if event.type == event_type)


@pytest.mark.parametrize(
    ("text", "event_type", "country"),
    [
        ("France withdraws its last troops from Chad.", "territory", "TCD"),
        ("Poland deploys 300 soldiers to Lithuania.", "deployment", "LTU"),
        ("Iberia suspends all flights to Venezuela.", "disruption", "VEN"),
    ],
)
def test_a_word_of_motion_holds_the_place_of_the_types_that_move(text: str, event_type: str, country: str) -> None:
    assert country_of(text, event_type) == country


@pytest.mark.parametrize(
    ("text", "event_type", "country"),
    [
        ("A Kenyan court sentences two men to ten years in prison.", "verdict", "KEN"),
        ("Chad closes its airspace.", "disruption", "TCD"),
        ("Former Ghanaian minister Kofi Adu is arrested.", "arrest", "GHA"),
    ],
)
def test_what_a_state_does_at_home_happened_there(text: str, event_type: str, country: str) -> None:
    assert country_of(text, event_type) == country


def test_a_truce_between_two_states_has_no_country() -> None:
    text = "Pakistan and Afghanistan agree to a ceasefire after talks in Doha."
    assert country_of(text, "ceasefire") is None


def test_a_truce_of_a_state_and_a_group_at_home_there_has_its_country() -> None:
    text = "The Sudanese government agrees to a ceasefire with the Rapid Support Forces."
    assert country_of(text, "ceasefire") == "SDN"


def test_sanctions_have_no_country_wherever_those_they_hit_are() -> None:
    assert country_of("The United States imposes sanctions on three banks in Serbia.", "sanctions") is None


def test_an_arrest_is_where_the_police_are_where_another_place_stands_in_a_clause_of_its_own() -> None:
    text = "Moldovan police detain 20 people who had received training in Serbia."
    assert country_of(text, "arrest") == "MDA"


def test_an_adjective_before_a_word_for_ground_is_a_place() -> None:
    assert country_of("Three people are killed in airstrikes on southern Lebanese villages.", "attack") == "LBN"


def test_a_possessive_of_a_state_is_a_place_only_before_ground() -> None:
    text = "Two people are killed in a storm in Peru's north."
    assert country_of(text, "disaster") == "PER"
    assert country_of("Peru cuts ties with Mexico over meddling in Peru's internal affairs.", "diplomacy") is None


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A quake hits San Marcos, Guerrero, Mexico.", "San Marcos", "MEX"),
        ("A strike in Choueifat, Mount Lebanon Governorate, Lebanon.", "Choueifat", "LBN"),
        ("Protests in London, Paris and Berlin.", "London", "GBR"),
        ("Troops entered Melitopol, Russia's news agency said.", "Melitopol", "UKR"),
        ("Troops clash on the Israel-Lebanon border.", "Israel-Lebanon border", None),
    ],
)
def test_what_follows_a_place_tells_its_country_but_a_list_of_cities_does_not(
    text: str, name: str, country: str | None
) -> None:
    assert next(place.country for place in find_places(text) if place.text == name) == country


def test_an_act_without_a_place_lies_where_the_story_does() -> None:
    text = "Puerto Rican police find cocaine on a boat. Three suspects are arrested."
    assert country_of(text, "arrest") == "PRI"


def test_a_state_that_closes_its_own_border_does_so_at_home() -> None:
    assert country_of("Uganda closes its border with Rwanda.", "disruption") == "UGA"
