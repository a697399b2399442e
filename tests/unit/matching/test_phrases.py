import pytest

from tocsin.matching.phrases import PhraseFinder, fold, fold_sentences, stands_in


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("drone", "A DRONE hit the depot."),
        ("iran", "pro-Iran militias"),
        ("f-16", "an F\u201116 took off"),
        ("kyiv's", "Kyiv\u2019s mayor"),
        ("up from", "40, up\n  from 12"),
        ("café", "outside a CAFÉ."),
        ("5%", "rose 5% on Friday"),
    ],
)
def test_a_phrase_is_found_whatever_its_case_quotes_hyphens_and_spaces(phrase: str, text: str) -> None:
    assert stands_in(phrase, fold(text))
    assert PhraseFinder([phrase]).find(fold(text)) == {phrase}


@pytest.mark.parametrize(
    ("phrase", "text"), [("drone", "hydrone"), ("drone", "drones"), ("iran", "Tirana"), ("war", "award"), ("1", "12")]
)
def test_a_phrase_inside_a_word_is_not_found(phrase: str, text: str) -> None:
    assert not stands_in(phrase, fold(text))
    assert not PhraseFinder([phrase]).find(fold(text))


def test_a_phrase_inside_another_is_found_as_well() -> None:
    assert PhraseFinder(["drone", "drone attack", "attack"]).find("a drone attack") == {
        "drone",
        "drone attack",
        "attack",
    }


def test_a_phrase_does_not_reach_from_one_sentence_into_the_next() -> None:
    assert not stands_in("up from", fold_sentences(["It went up", "from here"]))


def test_the_second_place_counts_where_the_first_is_inside_a_word() -> None:
    assert stands_in("drone", "hydrone and drone")
    assert PhraseFinder(["drone"]).find("hydrone and drone") == {"drone"}


def test_a_finder_of_nothing_finds_nothing() -> None:
    assert PhraseFinder([]).find("anything") == frozenset()
