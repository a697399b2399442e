from datetime import date

import pytest

from tocsin.extraction.dates import find_dates, resolve

FRIDAY = date(2026, 2, 6)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on Thursday", "2026-02-05", "2026-02-05"),
        ("Friday morning", "2026-02-06", "2026-02-06"),
        ("last Friday", "2026-01-30", "2026-01-30"),
        ("next Friday", "2026-02-13", "2026-02-13"),
        ("Thursday and Friday", "2026-02-05", "2026-02-06"),
        ("Saturday night into Sunday", "2026-01-31", "2026-02-01"),
        ("overnight", "2026-02-06", "2026-02-06"),
        ("yesterday", "2026-02-05", "2026-02-05"),
        ("tomorrow", "2026-02-07", "2026-02-07"),
        ("last month", "2026-01-01", "2026-01-31"),
        ("earlier this month", "2026-02-01", "2026-02-05"),
        ("earlier this week", "2026-02-02", "2026-02-05"),
        ("next week", "2026-02-09", "2026-02-15"),
        ("this year", "2026-01-01", "2026-02-06"),
        ("three days ago", "2026-02-03", "2026-02-03"),
        ("two weeks ago", "2026-01-19", "2026-01-25"),
        ("November 14", "2025-11-14", "2025-11-14"),
        ("14 November 2021", "2021-11-14", "2021-11-14"),
        ("Tuesday, Feb. 3, 2026", "2026-02-03", "2026-02-03"),
        ("the night of 19-20 November", "2025-11-19", "2025-11-20"),
        ("in March 2025", "2025-03-01", "2025-03-31"),
        ("in July", "2025-07-01", "2025-07-31"),
        ("February last year", "2025-02-01", "2025-02-28"),
        ("late 2021", "2021-10-01", "2021-12-31"),
        ("since 2022", "2022-01-01", "2026-02-06"),
        ("mid-January", "2026-01-11", "2026-01-20"),
        ("the 2026 summit", "2026-01-01", "2026-12-31"),
        ("over the weekend", "2026-01-31", "2026-02-01"),
        ("within 48 hours", "2026-02-06", "2026-02-08"),
        ("by March", "2026-02-06", "2026-03-31"),
        ("6.2.2026", "2026-02-06", "2026-02-06"),
        ("2026-02-05", "2026-02-05", "2026-02-05"),
    ],
)
def test_time_words_become_days_with_the_past_preferred(text: str, first: str, last: str) -> None:
    assert [(str(when.first), str(when.last)) for when in find_dates(text, FRIDAY)] == [(first, last)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on Sunday", "2026-02-08", "2026-02-08"),
        ("on Friday", "2026-02-06", "2026-02-06"),
        ("this week", "2026-02-06", "2026-02-08"),
        ("in July", "2026-07-01", "2026-07-31"),
        ("12 May", "2026-05-12", "2026-05-12"),
        ("last week", "2026-01-26", "2026-02-01"),
    ],
)
def test_a_clause_about_the_future_moves_only_what_may_be_either(text: str, first: str, last: str) -> None:
    (when,) = find_dates(text, FRIDAY)
    moved = resolve(when, FRIDAY, future=True)
    assert (str(moved.first), str(moved.last)) == (first, last)


@pytest.mark.parametrize("text", ["it may march", "2000 people", "30 February", "May he rest", "99.99.2026"])
def test_what_is_no_date_gives_none(text: str) -> None:
    assert find_dates(text, FRIDAY) == ()


def test_words_that_point_ahead_or_back_say_so() -> None:
    pointing = {when.text: when.future for when in find_dates("tomorrow, last month, on Monday", FRIDAY)}
    assert pointing == {"tomorrow": True, "last month": False, "on Monday": None}
