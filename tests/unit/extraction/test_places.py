import pytest

from tocsin.extraction.places import find_places


def found(text: str) -> list[tuple[str, str | None, str]]:
    return [(place.text, place.country, place.kind) for place in find_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Drones hit Kharkiv.", [("Kharkiv", "UKR", "city")]),
        ("A strike in Gaza City.", [("Gaza City", "PSE", "city")]),
        ("Fighting in the Kursk region.", [("Kursk region", "RUS", "region")]),
        ("Attacks in southern Lebanon.", [("southern Lebanon", "LBN", "area")]),
        ("Ships in the Strait of Hormuz.", [("Strait of Hormuz", None, "area")]),
        ("Shelling in Donbas and Crimea.", [("Donbas", "UKR", "area"), ("Crimea", "UKR", "area")]),
        ("Talks in Kosovo.", [("Kosovo", "XKX", "country")]),
        ("A fire at Testville International Airport.", [("Testville International Airport", None, "facility")]),
    ],
)
def test_places_come_with_country_and_kind(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert found(text) == expected


def test_a_chain_of_names_hands_its_country_down() -> None:
    assert found("Gunmen attacked near Qwertyuhill, Kebbi State, Nigeria.") == [
        ("Qwertyuhill", "NGA", "city"),
        ("Kebbi State", "NGA", "region"),
        ("Nigeria", "NGA", "country"),
    ]


def test_the_same_name_means_the_town_in_the_state_that_follows() -> None:
    assert ("Paris", "USA", "city") in found("A tornado hit Paris, Texas.")
    assert ("Paris", "FRA", "city") in found("Leaders met in Paris.")


def test_a_state_named_elsewhere_in_the_text_settles_an_ambiguous_name() -> None:
    assert ("Tripoli", "LBN", "city") in found("Lebanese troops entered Tripoli.")
    assert ("Tripoli", "LBY", "city") in found("Militias clashed in Tripoli.")


@pytest.mark.parametrize("text", ["In March, Rubio said so.", "He met Reading Police.", "Split opinions, Nice words."])
def test_words_and_surnames_that_are_also_towns_are_no_places(text: str) -> None:
    assert found(text) == []


def test_an_ambiguous_name_is_a_place_after_a_preposition() -> None:
    assert found("A train stopped in Reading.") == [("Reading", "GBR", "city")]


def test_weekdays_before_a_state_are_not_taken_for_towns() -> None:
    assert [name for name, _, _ in found("It was attacked on Monday, Israel said.")] == ["Israel"]


def test_a_town_that_we_do_not_know_is_found_where_it_is_introduced_as_one() -> None:
    assert found("A train derailed in Qwertyuville, Spain. Nobody was hurt in Qwertyuham.") == [
        ("Qwertyuville", "ESP", "city"),
        ("Spain", "ESP", "country"),
        ("Qwertyuham", "ESP", "city"),
    ]


@pytest.mark.parametrize("text", ["He spoke in English.", "It met in Congress.", "The US State Department agreed."])
def test_what_is_introduced_like_a_town_and_is_none_is_left_out(text: str) -> None:
    assert found(text) == [] or [kind for _, _, kind in found(text)] == ["country"]
