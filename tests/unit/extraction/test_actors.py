import pytest

from tocsin.extraction.actors import find_actors, find_names


def codes(text: str) -> list[str]:
    return [mention.code for mention in find_actors(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine and the Russian Federation met.", ["UKR", "RUS"]),
        ("Ukrainians, Britons and Turks protested.", ["UKR", "GBR", "TUR"]),
        ("The U.S., the UK, the UAE and the DPRK voted.", ["USA", "GBR", "ARE", "PRK"]),
        ("A US-brokered deal told us nothing.", ["USA"]),
        ("US$9 billion was pledged.", []),
        ("The Syrian Democratic Forces left.", ["SDF"]),
        ("The Rapid Support Forces (RSF) shelled El Fasher.", ["RSF", "RSF"]),
        ("The IDF, the IRGC, CENTCOM and the FSB said so.", ["ISR", "IRN", "USA", "RUS"]),
        ("The Russian National Guard was sent.", ["RUS"]),
        ("The Washington Post and New South Wales wrote of the Indian Ocean.", []),
        ("Jordan Bardella flew to Jordan.", ["JOR"]),
        ("MOSCOW (AP) - Talks ended.", ["RUS"]),
        ("Kata’ib Hezbollah fired rockets.", ["Kata'ib Hezbollah"]),
    ],
)
def test_actors_are_found_by_name_adjective_demonym_and_abbreviation(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_capital_is_told_apart_from_the_name_of_its_state() -> None:
    kinds = [mention.kind for mention in find_actors("Moscow said Russia and the Kremlin agreed.")]
    assert kinds == ["capital", "state", "capital"]


def test_a_person_is_known_by_the_office_told_before_the_name() -> None:
    (mention,) = find_actors("Turkish foreign minister Ali Yildizhan spoke.")
    assert (mention.code, mention.kind, mention.name) == ("TUR", "person", "Ali Yildizhan")


def test_a_person_is_known_by_the_office_told_after_the_name() -> None:
    (mention,) = find_actors("Ali Yildizhan, Turkey's foreign minister, spoke.")
    assert (mention.code, mention.name) == ("TUR", "Ali Yildizhan")


def test_a_person_told_in_full_is_found_by_surname_later_and_not_before() -> None:
    text = "Yildizhan came. Turkish envoy Ali Yildizhan spoke. Then Yildizhan left."
    assert [(mention.text, mention.code) for mention in find_actors(text)] == [
        ("Turkish envoy Ali Yildizhan", "TUR"),
        ("Yildizhan", "TUR"),
    ]


def test_a_relative_with_the_same_surname_is_somebody_else() -> None:
    assert codes("Steve Witkoff came. Anna Witkoff did not.") == ["USA"]


@pytest.mark.parametrize(
    "text", ["Former Malaysian prime minister Najib Razak was sentenced.", "Former president Joe Biden spoke."]
)
def test_who_held_an_office_once_acts_for_nobody(text: str) -> None:
    assert codes(text) == []


def test_the_office_of_another_state_is_not_taken_for_this_ones() -> None:
    assert codes("France restricts United States ambassador Paul Testname.") == ["FRA", "USA"]


def test_a_verb_between_state_and_office_parts_them() -> None:
    (mention,) = find_actors("Israel kills commander Karim Testname.")
    assert (mention.kind, mention.text) == ("state", "Israel")


def test_names_spelt_with_and_without_diacritics_are_the_same_person() -> None:
    assert codes("Nicolás Maduro") == codes("Nicolas Maduro") == ["VEN"]


def test_mentions_quote_the_text_as_it_stands() -> None:
    text = "Iran’s minister met “Côte d’Ivoire” officials near N’Djamena."
    assert all(text[mention.start : mention.end] == mention.text for mention in find_actors(text))


def test_names_of_persons_are_found_whoever_they_act_for() -> None:
    text = "Turkish foreign minister Ali Yildizhan said so. Maria Testname, 45, was hurt."
    assert [name.text for name in find_names(text)] == ["Ali Yildizhan", "Maria Testname"]
