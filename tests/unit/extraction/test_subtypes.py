"""Subtypes that no phrase of the lexicon names."""

import functools
from datetime import date

import pytest

from tocsin.domain.article import ArticleText
from tocsin.extraction.reader import Reader

DAY = date(2026, 2, 6)


@functools.cache
def reader() -> Reader:
    return Reader(judged=False)


def subtype_of(text: str) -> str | None:
    events = reader().read(ArticleText("a-1", None, text, DAY, "en")).events
    return next(event.subtype for event in events if event.type == "attack")


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("One person is killed in Russian drone strikes on Kherson, Ukraine.", "drone"),
        ("Three peacekeepers are injured in an Israeli missile strike in southern Lebanon.", "missile"),
        ("Russian forces launch strikes involving drones and cruise missiles across Ukraine.", "drone"),
        ("The Royal Saudi Air Force strikes the port of Mukalla, Yemen.", "airstrike"),
    ],
)
def test_an_attack_has_the_subtype_of_the_weapon_named_beside_it(text: str, subtype: str) -> None:
    assert subtype_of(text) == subtype


def test_a_weapon_in_another_clause_gives_no_subtype() -> None:
    assert subtype_of("Officials buy drones, as five people are killed in strikes on Kherson, Ukraine.") is None
