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


def subtype_of(text: str, kind: str = "attack") -> str | None:
    events = reader().read(ArticleText("a-1", None, text, DAY, "en")).events
    return next(event.subtype for event in events if event.type == kind)


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("One person is killed in Russian drone strikes on Kherson, Ukraine.", "drone"),
        ("Three peacekeepers are injured in an Israeli missile strike in southern Lebanon.", "missile"),
        ("Russian forces launch strikes involving drones and cruise missiles across Ukraine.", "drone"),
        ("A series of drone and rocket attacks by Hezbollah hits Israel.", "drone"),
        ("Israeli air and ground raids kill 41 people in Baalbek, Lebanon.", "airstrike"),
        ("The Royal Saudi Air Force strikes the port of Mukalla, Yemen.", "airstrike"),
    ],
)
def test_an_attack_has_the_subtype_of_the_weapon_named_beside_it(text: str, subtype: str) -> None:
    assert subtype_of(text) == subtype


def test_a_weapon_in_another_clause_gives_no_subtype() -> None:
    assert subtype_of("Officials buy drones, as five people are killed in strikes on Kherson, Ukraine.") is None


@pytest.mark.parametrize(
    ("text", "kind", "subtype"),
    [
        ("Armed bandits attack a village in Borno State, Nigeria, killing 20 people.", "attack", "ground"),
        ("Fifty pupils are kidnapped in Niger State, Nigeria.", "attack", "other"),
        ("Chad and Sudan agree to an extended ceasefire.", "ceasefire", "extended"),
        ("A ceasefire between Chad and Sudan collapses.", "ceasefire", "ended"),
        ("Five people are killed as protests in Ladakh, India, turn violent.", "protest", "riot"),
        ("Thousands protest in Athens, where unions hold a general strike.", "protest", "strike"),
        ("Iran closes the Strait of Hormuz.", "disruption", "transport"),
    ],
)
def test_words_beside_the_act_tell_its_kind(text: str, kind: str, subtype: str) -> None:
    assert subtype_of(text, kind) == subtype
