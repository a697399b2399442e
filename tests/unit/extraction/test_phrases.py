"""Tests of the phrase language of the lexicon."""

import pytest

from tocsin.extraction.phrases import parse, verb_forms

NOTHING: frozenset[str] = frozenset()
IRREGULAR = {"strike": ["struck"], "withdraw": ["withdrew", "withdrawn"]}


def end_of(written: str, text: str, *, numbers: tuple[int, ...] = ()) -> int | None:
    row = text.split()
    kinds = [frozenset({"<number>"}) if at in numbers else NOTHING for at in range(len(row))]
    return parse(written, IRREGULAR).match(row, kinds, 0)


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("sign", {"sign", "signs", "signed", "signing"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
        ("ratify", {"ratify", "ratifies", "ratified", "ratifying"}),
        ("ban", {"ban", "bans", "banned", "banning"}),
        ("expel", {"expel", "expels", "expelled", "expelling"}),
        ("strike", {"strike", "strikes", "striking", "struck"}),
        ("launch", {"launch", "launches", "launched", "launching"}),
    ],
)
def test_a_verb_stands_for_all_its_forms(verb: str, forms: set[str]) -> None:
    assert verb_forms(verb, IRREGULAR) == forms


def test_an_optional_part_may_be_there_or_not() -> None:
    assert end_of("~sign (an) agreement", "signed an agreement") == 3
    assert end_of("~sign (an) agreement", "signed agreement") == 2


def test_a_short_gap_holds_up_to_three_words() -> None:
    assert end_of("~sign .. deal|pact", "signed a new peace deal") == 5
    assert end_of("~sign .. deal|pact", "signed a brand new peace deal") is None


def test_a_gap_does_not_cross_the_end_of_a_clause() -> None:
    assert end_of("~sign .. deal", "signed ; the deal") is None


def test_a_kind_stands_for_a_word_of_such_a_mention() -> None:
    assert end_of("~launch <number> missiles", "launched 29 missiles", numbers=(1,)) == 3
    assert end_of("~launch <number> missiles", "launched the missiles") is None


def test_a_phrase_that_begins_with_a_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="must begin with a word"):
        parse(".. deal", IRREGULAR)
