import pytest

from tocsin.extraction.cleaning import clean, cut


@pytest.mark.parametrize(
    ("hostile", "expected"),
    [
        ("a\x00b", "a b"),
        ("a\u202eb\u200bc", "a b c"),
        ("a\ud800b", "a b"),
        ("<b>Kyiv</b>", "   Kyiv    "),
        ("x<!-- hidden -->y", "x               y"),
        ("x<script>alert(1)</script>y", "x" + " " * 25 + "y"),
        ("a &amp; b", "a       b"),
        ("it&rsquo;s", "it\u2019      s"),
        ("a < b and c > d", "a < b and c > d"),
        ("line\u2028break\nkept", "line\nbreak\nkept"),
        ("x" * 200, "x" * 200),
        ("x" * 201, " " * 201),
    ],
)
def test_what_is_no_text_becomes_blank(hostile: str, expected: str) -> None:
    assert clean(hostile) == expected


def test_scripts_written_without_blanks_stay_whole() -> None:
    chinese = "\u4e4c\u514b\u5170" * 100
    assert clean(chinese) == chinese


def test_a_script_that_never_ends_loses_its_tag_only() -> None:
    assert clean("<script>Kyiv").strip() == "Kyiv"


def test_a_body_is_cut_after_the_last_whole_sentence() -> None:
    assert cut('One. "Two." Three is long.', 15) == ('One. "Two."', True)


def test_a_body_within_the_limit_is_not_cut() -> None:
    assert cut("One. Two.", 9) == ("One. Two.", False)


def test_a_body_without_sentences_is_cut_between_words_or_at_the_limit() -> None:
    assert cut("one two three", 9) == ("one two", True)
    assert cut("a" * 20, 10) == ("a" * 10, True)
