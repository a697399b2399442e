import re

import pytest

from tocsin.extraction.gazetteer import atlas, known
from tocsin.extraction.gazetteer.data import read_text, read_yaml
from tocsin.extraction.gazetteer.matcher import Matcher, fold, longest_first

NOT_IN_THE_TABLE = {"none"}


def test_every_state_of_the_hand_made_lists_has_a_name() -> None:
    named = set(known.state_names().values())
    for file in ("states.yaml", "organs.yaml", "areas.yaml"):
        assert set(read_yaml(file)) - named - NOT_IN_THE_TABLE == set(), file


def test_everybody_in_the_list_of_persons_acts_for_a_state_or_a_listed_organisation() -> None:
    lists = read_yaml("organisations.yaml")
    codes = set(known.state_names().values()) | set(lists["organisations"]) | set(lists["groups"])
    assert set(read_yaml("persons.yaml")) <= codes


def test_the_list_of_cities_is_sorted_and_well_formed() -> None:
    rows = [line.split("\t") for line in read_text("cities.tsv").splitlines()]
    assert [fold(name) for name, _ in rows] == sorted(fold(name) for name, _ in rows)
    assert all(re.fullmatch(r"[A-Z]{3}:\d+( [A-Z]{3}:\d+){0,3}", row) for _, row in rows)


@pytest.mark.parametrize("name", ["Kyiv", "Kabul", "Maiduguri", "El Fasher"])
def test_cities_of_the_news_are_known(name: str) -> None:
    assert [hit.end for hit in atlas.places().find(fold(name))][-1:] == [len(name)]


def test_folding_keeps_the_length_and_drops_diacritics_and_typography() -> None:
    assert fold("Çavuşoğlu’s “Łódź–Øresund”\u00a0\ud800") == 'Cavusoglu\'s "Lodz-Oresund"  '


def test_only_whole_words_match_and_the_longest_wins() -> None:
    matcher = Matcher({"Niger": "NER", "Niger State": "NGA"})
    hits = longest_first(matcher.find("Nigeria, Niger State and Niger."))
    assert [(hit.start, hit.value) for hit in hits] == [(9, "NGA"), (25, "NER")]
