"""Tests of the splitter for press text."""

import pytest

from tocsin.extraction.sentences import LONGEST_SENTENCE, split


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Navy and Gen. Smith met Mr. Jones on Feb. 14 in St. Petersburg.",
        "A spokesman for the U.N. Security Council spoke.",
        "George W. Bush went home.",
        "The price rose 3.5 percent to No. 4.",
    ],
)
def test_an_abbreviation_or_initial_ends_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_an_abbreviation_can_end_a_sentence_where_the_next_word_opens_one() -> None:
    assert sentences("It flew to the U.S. The crew was well.") == ["It flew to the U.S.", "The crew was well."]


def test_a_closing_quote_belongs_to_the_sentence_it_closes() -> None:
    assert sentences("“We will go.” He left.") == ["“We will go.”", "He left."]


def test_a_headline_and_each_bullet_are_sentences_of_their_own() -> None:
    assert sentences("Two die in Kyiv\n\n* One\n* Two") == ["Two die in Kyiv", "* One", "* Two"]


def test_a_text_without_stops_is_cut_into_bearable_pieces() -> None:
    pieces = sentences("word " * 2_000)
    assert all(len(piece) <= LONGEST_SENTENCE for piece in pieces)
    assert sum(piece.count("word") for piece in pieces) == 2_000
