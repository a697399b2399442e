"""Tests of where in a text the words stand that met a condition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_page, an_event
from tocsin.cli.met_words import Words, in_article, in_sentence, places_of, without_overlaps
from tocsin.domain.article import ArticleText
from tocsin.extraction.reader import Reader
from tocsin.matching.condition import Condition
from tocsin.matching.facts import Facts
from tocsin.matching.findings import findings

TEXT = (
    "Russian forces launched 95 drones at Kyiv overnight, killing 12 people. Iran and Russia will hold talks in Geneva."
)


@pytest.fixture(scope="module")
def told():
    return Reader().explain(ArticleText(id="a", headline=None, body=TEXT, day=None))


@pytest.mark.parametrize(
    ("event", "condition", "words"),
    [
        (0, {"type": "attack"}, ["launched 95 drones at"]),
        (0, {"by": "RUS"}, ["Russian"]),
        (0, {"actors": "RUS"}, ["Russian"]),
        (0, {"countries": "UKR"}, ["Kyiv"]),
        (0, {"places": "Kyiv"}, ["Kyiv"]),
        (0, {"counts": {"what": "killed", "min": 10}}, ["12"]),
        (0, {"keywords": "overnight"}, ["overnight"]),
        (0, {"keywords": {"any": "hold talks", "in": "article"}}, ["hold talks"]),
        (0, {"confidence": 0.1}, []),
        (1, {"status": "planned"}, ["will"]),
        (1, {"with": "IRN"}, ["Iran"]),
    ],
)
def test_a_condition_is_met_by_the_words_that_the_event_was_read_from(told, event, condition, words):
    facts = Facts.of(told.events[event], a_page(TEXT))
    (finding,) = findings(Condition.model_validate(condition), facts)
    assert finding.met
    assert [one.text for one in in_article(finding, event, told)] == words


def test_the_words_of_an_event_alone_are_found_in_its_evidence():
    event = an_event()
    condition = Condition.model_validate({"type": "attack", "by": "RUS", "counts": {"what": "killed", "min": 10}})
    found = [in_sentence(one, event, event.evidence[0]) for one in findings(condition, Facts.of(event, a_page()))]
    assert [[one.text for one in words] for words in found] == [["missile strike"], [], ["12"]]


def test_of_words_over_each_other_the_longest_are_marked():
    long, short, apart = Words(0, 9, "abcdefghi"), Words(3, 5, "de"), Words(9, 12, "jkl")
    assert without_overlaps([short, apart, long]) == (long, apart)


def test_a_phrase_is_found_across_a_line_break_and_in_any_case():
    assert [
        ("Cease\u2011Fire\n talks"[start:end])
        for start, end in places_of("cease-fire talks", "Cease\u2011Fire\n talks")
    ] == ["Cease\u2011Fire\n talks"]
    assert list(places_of("drone", "drones")) == []


@given(before=st.text(max_size=20), phrase=st.text("ßéẞİa", min_size=1, max_size=5), after=st.text(max_size=20))
def test_a_phrase_between_blanks_is_found_where_it_stands(before, phrase, after):
    text = f"{before} {phrase} {after}"
    assert (len(before) + 1, len(before) + 1 + len(phrase)) in list(places_of(phrase, text))
