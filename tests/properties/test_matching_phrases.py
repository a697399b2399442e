"""Finding many phrases at once agrees with looking for each as whole words."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tocsin.matching.phrases import PhraseFinder, fold, stands_in

PIECES = st.text(alphabet="ab1é-_ '.", min_size=1, max_size=4).map(fold).filter(bool)
TEXTS = st.text(alphabet="aB1É-_ '’.\n", max_size=30).map(fold)


@given(st.lists(PIECES, max_size=6), TEXTS)
def test_many_phrases_are_found_as_each_alone_is(phrases: list[str], text: str) -> None:
    expected = {phrase for phrase in phrases if stands_in(phrase, text)}
    assert PhraseFinder(phrases).find(text) == expected


@given(st.lists(st.tuples(st.booleans(), PIECES, TEXTS), max_size=40))
def test_phrases_that_come_and_go_are_found_while_they_are_there(steps: list[tuple[bool, str, str]]) -> None:
    finder, there = PhraseFinder(), set[str]()
    for searches, phrase, text in steps:
        if phrase in there:
            finder.discard([phrase])
        else:
            finder.add([phrase])
        there ^= {phrase}
        if searches:
            assert finder.find(text) == {one for one in there if stands_in(one, text)}


@given(PIECES, TEXTS)
def test_a_phrase_stands_in_a_text_where_no_word_goes_on_at_its_ends(phrase: str, text: str) -> None:
    begins = r"(?<!\w)" if re.match(r"\w", phrase) else ""
    ends = r"(?!\w)" if re.search(r"\w$", phrase) else ""
    assert stands_in(phrase, text) == bool(re.search(begins + re.escape(phrase) + ends, text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
