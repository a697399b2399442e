"""Tests of joining what several sentences tell of one thing."""

import functools
from datetime import date

from tocsin.domain.article import ArticleText
from tocsin.extraction.reader import Reader

DAY = date(2026, 2, 6)  # a Friday


@functools.cache
def reader() -> Reader:
    return Reader(judged=False)


def told(body: str) -> list[tuple[str, str | None]]:
    events = reader().read(ArticleText("a-1", None, body, DAY, "en")).events
    return [(event.type.value, event.subtype) for event in events]


def test_a_delegation_is_no_toll_of_the_attack_before_it() -> None:
    found = told("Russia attacked Kyiv on Thursday. The delegation was headed by Rustem Umerov.")
    assert found == [("attack", None), ("talks", "negotiation")]


def test_a_toll_joins_the_attack_before_it_and_leaves_it_an_attack() -> None:
    found = told("A Russian missile struck Kharkiv on Thursday. Twelve people died and forty were hurt.")
    assert found == [("attack", "missile")]


def test_a_bare_noun_that_points_back_is_no_second_event() -> None:
    found = told("Gunmen attacked a market in Kano on Friday. Police said that the attack was the work of Boko Haram.")
    assert [type_ for type_, _ in found] == ["attack"]


def test_a_noun_that_says_what_it_hit_is_an_event_of_its_own() -> None:
    found = told("Russia attacked Kyiv on Thursday. Poland condemned the attack on Israel by Iran on Friday.")
    assert [type_ for type_, _ in found] == ["attack", "attack"]
