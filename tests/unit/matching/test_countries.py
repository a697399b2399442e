import pytest

from tocsin.matching.countries import closest_countries, country_meant, country_names


@pytest.mark.parametrize(
    ("code", "name"), [("UKR", "Ukraine"), ("XKX", "Kosovo"), ("DEU", "Germany"), ("COD", "Congo - Kinshasa")]
)
def test_states_are_known_by_their_code(code: str, name: str) -> None:
    assert country_names()[code] == name


@pytest.mark.parametrize("code", ["DDR", "ZAR", "EUE", "XXX", "AAA"])
def test_codes_of_no_state_of_today_are_unknown(code: str) -> None:
    assert code not in country_names()


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("UA", "UKR"),
        ("US", "USA"),
        ("UK", "GBR"),
        ("Russia", "RUS"),
        ("ukraine", "UKR"),
        ("Turkey", "TUR"),
        ("Kosovo", "XKX"),
    ],
)
def test_another_spelling_of_a_state_is_understood(word: str, code: str) -> None:
    assert country_meant(word) == code


@pytest.mark.parametrize("word", ["EU", "UN", "NATO", "Hamas", "gunmen"])
def test_organisations_and_groups_are_no_states(word: str) -> None:
    assert country_meant(word) is None


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("UKN", ("UKR",)),
        ("ukr", ("UKR",)),
        ("Ukrain", ("UKR",)),
        ("Grmany", ("DEU",)),
        ("Korea", ("PRK", "KOR")),
        ("Guinea", ("GNQ", "GIN", "PNG")),
        ("Islands", ()),
        ("zzzzzz", ()),
    ],
)
def test_the_closest_states_are_suggested(word: str, codes: tuple[str, ...]) -> None:
    assert closest_countries(word) == codes
