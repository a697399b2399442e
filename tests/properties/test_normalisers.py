from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.extraction.actors import find_actors
from tocsin.extraction.cleaning import clean, cut
from tocsin.extraction.dates import find_dates, resolve
from tocsin.extraction.language import language_of
from tocsin.extraction.numbers import find_quantities
from tocsin.extraction.places import find_places

WORDS = st.sampled_from(
    "at least 20 nearly two-to three dozen million $ € 5% 19-20 November on Thursday since 2022 May last week of in "
    "Kyiv, Kharkiv Oblast "
    "Ukrainian President Zelenskyy's U.S. U.S U.. 's — \u00a0 İ ß é 漢字 - , . \" ( ) & <b &amp; \n".split(" ")
)
NEWS = st.lists(WORDS, max_size=25).map(" ".join)
ANYTHING = st.text(st.characters(), max_size=120) | NEWS
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
LONG = ["a" * 200_000, "12345 " * 33_000, "<" * 200_000, "<div>" * 40_000, "May 19-" * 28_000, "Kyiv, " * 33_000]


@given(ANYTHING)
def test_cleaning_keeps_the_length_and_is_done_once(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned


@given(ANYTHING)
def test_cleaned_text_can_be_written_as_utf_8(text: str) -> None:
    clean(text).encode("utf-8")


@given(ANYTHING, st.integers(1, 60))
def test_a_cut_body_is_a_beginning_within_the_limit(body: str, limit: int) -> None:
    shorter, was_cut = cut(body, limit)
    assert body.startswith(shorter)
    assert len(shorter) <= limit
    assert was_cut == (shorter != body)


@given(ANYTHING)
@settings(deadline=None)
def test_spans_lie_in_the_text_in_order_and_quote_it(text: str) -> None:
    for found in (find_actors(text), find_places(text), find_quantities(text), find_dates(text, date(2026, 2, 6))):
        reached = 0
        for span in found:
            assert reached <= span.start < span.end <= len(text)
            assert span.text == text[span.start : span.end]
            reached = span.end


@given(NEWS)
def test_the_low_bound_of_a_quantity_is_never_above_the_high_one(text: str) -> None:
    for quantity in find_quantities(text):
        low, high = quantity.n if isinstance(quantity.n, tuple) else (quantity.n, quantity.n)
        assert (low, high) != (None, None)
        assert low is None or high is None or 0 <= low <= high


@given(st.integers(2, 10**12))
def test_a_number_with_separators_is_read_back(n: int) -> None:
    (quantity,) = find_quantities(f"{n:,} drones")
    assert (quantity.n, quantity.noun) == (n, "drone")


@given(NEWS, DAYS)
@settings(deadline=None)
def test_a_period_never_ends_before_it_begins_whatever_the_day(text: str, day: date) -> None:
    for when in find_dates(text, day):
        for read in (when, resolve(when, day, future=True)):
            assert read.first is None or read.last is None or read.first <= read.last


@given(DAYS, st.sampled_from("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()))
def test_a_weekday_lies_within_a_week_on_the_side_that_is_asked_for(day: date, weekday: str) -> None:
    (when,) = find_dates(f"on {weekday}", day)
    ahead = resolve(when, day, future=True)
    assert when.first is not None
    assert ahead.first is not None
    assert 0 <= (day - when.first).days < 7
    assert 0 <= (ahead.first - day).days < 7
    assert f"{when.first:%A}" == f"{ahead.first:%A}" == weekday


@given(DAYS, DAYS)
def test_a_full_date_is_read_the_same_from_every_day(written: date, day: date) -> None:
    for text in (f"{written:%B} {written.day}, {written.year}", f"{written.day} {written:%B} {written.year}"):
        assert [(when.first, when.last) for when in find_dates(text, day)] == [(written, written)]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:8])
def test_long_hostile_texts_are_read_to_the_end(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert language_of(cleaned, "en")
    for found in (
        find_actors(cleaned),
        find_places(cleaned),
        find_quantities(cleaned),
        find_dates(cleaned, date(2026, 2, 6)),
    ):
        assert all(span.end <= len(text) for span in found)
