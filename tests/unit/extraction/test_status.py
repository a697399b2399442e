"""Tests of status and background: what the words around an act make of it."""

import functools
from datetime import date

import pytest

from tocsin.domain.article import ArticleText
from tocsin.domain.event import Event, EventType
from tocsin.extraction.reader import Reader

DAY = date(2026, 2, 6)  # a Friday


@functools.cache
def reader() -> Reader:
    return Reader(judged=False)


def told(body: str, kind: str) -> Event:
    events = reader().read(ArticleText("a-1", None, body, DAY, "en")).events
    (event,) = (one for one in events if one.type is EventType(kind))
    return event


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Israel didn't strike Beirut on Friday.", "attack", "denied"),
        ("Russia won’t withdraw its troops from Moldova.", "territory", "denied"),
        ("Russia denied on Friday that it had agreed to reopen a military channel with NATO.", "talks", "denied"),
        ("Pyongyang denied on Friday that it was preparing a nuclear test.", "deployment", "denied"),
        ("Mexico rejected a US offer to host talks with Cuba.", "talks", "denied"),
        ("Germany has not ruled out sending troops to Ukraine.", "deployment", "possible"),
        ("A ceasefire could be agreed within days, diplomats said.", "ceasefire", "possible"),
        ("The rebels will release all the people they have abducted.", "attack", "happened"),
        ("The minister might resign to protest the assassination of the general.", "attack", "happened"),
        ("The attacks could have been carried out by the PKK, officials said.", "attack", "happened"),
        ("Gunfire could be heard in Conakry on Friday.", "attack", "happened"),
        ("Police arrest two men who were planning attacks on a market in Bonn.", "attack", "denied"),
        ("The president orders the release of 40 prisoners.", "release", "planned"),
        ("Sweden approves the deployment of two frigates to the Red Sea.", "deployment", "planned"),
        ("Two men on the list of most wanted fugitives are arrested in Mexico.", "arrest", "happened"),
        ("Iran closes its airspace for two hours due to an exercise.", "disruption", "happened"),
    ],
)
def test_status_comes_from_the_words_that_govern_the_act_and_from_no_others(text: str, kind: str, status: str) -> None:
    assert told(text, kind).status.value == status


@pytest.mark.parametrize(
    ("text", "kind", "recalled"),
    [
        ("Margaret Thatcher resigned as prime minister in November 1990.", "leadership", True),
        ("In January 2017 more than 400,000 people marched in Washington.", "protest", True),
        ("The ICC issued an arrest warrant for Vladimir Putin in March 2023.", "verdict", True),
        ("The 2010 earthquake in Haiti killed more than 200,000 people.", "disaster", True),
        ("Soldiers overthrew the president of Niger in July 2023.", "leadership", True),
        ("Floods displaced 12,000 people in the north in March 2019.", "disaster", True),
        ("The airliner was shot down over Donbas in July 2014.", "attack", True),
        ("The ceasefire of November 2024 collapsed on Friday.", "ceasefire", False),
        ("A court in Lima convicts him of bribes that were paid in 2014.", "verdict", False),
        (
            "Gaza's health ministry said that 71,000 Palestinians have been killed since the war began.",
            "casualties",
            False,
        ),
    ],
)
def test_a_date_long_past_recalls_what_its_clause_tells(text: str, kind: str, recalled: bool) -> None:
    assert told(text, kind).background is recalled


@pytest.mark.parametrize(
    ("text", "kind", "background"),
    [
        ("A court in Lyon sentences three men to life in prison for the bombing of a market.", "attack", True),
        ("Nigeria secures the release of 100 pupils abducted from a school.", "attack", True),
        ("The activist was released and later abducted by masked men.", "attack", False),
        ("Rebels free two nurses whom they abducted in Lagos on 2 January.", "release", False),
        ("Guards shot a farmer near Lalmonirhat only last week.", "attack", True),
    ],
)
def test_what_a_court_or_a_release_answers_and_what_is_dated_earlier_is_recalled(
    text: str, kind: str, background: bool
) -> None:
    assert told(text, kind).background is background
