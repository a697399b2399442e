"""Tests of words of war and state in sentences that tell no event, and of plain events beside them."""

import functools
from datetime import date

import pytest

from tocsin.domain.article import ArticleText
from tocsin.extraction.reader import Reader

DAY = date(2026, 2, 6)  # a Friday


@functools.cache
def reader() -> Reader:
    return Reader(judged=False)


def types_in(body: str) -> list[str]:
    return [event.type.value for event in reader().read(ArticleText("a-1", None, body, DAY, "en")).events]


@pytest.mark.parametrize(
    "text",
    [
        "In the film, the president is overthrown by his own bodyguards.",
        "The studio released the trailer of its new thriller about a hostage crisis on Thursday.",
        "The exhibition shows paintings of the bombing of Guernica.",
        "The new series about the siege of Leningrad starts on Sunday.",
        "The referee sanctioned the goalkeeper with a red card after an hour.",
        "The new coach was appointed on Friday and will lead the team at the World Cup.",
        "The school expelled two pupils on Thursday.",
        "The drought threatens the wheat harvest in southern Australia.",
        "Shares in the carmaker jumped on Friday on rumours that it was in talks with a rival.",
        "The coalition fell from power on Friday.",
        "The opposition attacked the budget as a betrayal of pensioners.",
        "A human rights group charged that police had tortured detainees.",
        "The trial of the Manchester bombing suspect opened on Monday.",
        "A geomagnetic storm could disrupt satellites on Friday.",
        "Newly released documents show what the ministry knew.",
        "Bitcoin crashed on Friday, wiping out billions.",
        "He launched a blistering attack on the president in a speech in Ohio.",
        "The virus attacks the liver.",
        "Lawmakers clashed over the budget in parliament on Thursday.",
        "Thousands marched in the carnival parade in Cologne.",
        "The football club changed hands for 30 million euros on Thursday.",
        "She was released from hospital on Friday.",
        "A jury was sworn in on Friday for the trial of a former minister.",
        "The maker recalled 330,000 fridges for fire risks.",
        "Britain is on a collision course with Brussels over fish.",
    ],
)
def test_words_of_other_matters_are_no_events(text: str) -> None:
    assert types_in(text) == []


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("The coach crash killed three people near Lyon on Thursday.", ["disaster"]),
        ("A refinery fire in Texas injured four workers on Friday.", ["disaster"]),
        ("Workers went on strike at the Boeing plant in Seattle on Friday.", ["protest"]),
        ("Train drivers in France will strike on Monday over pensions.", ["protest"]),
        ("Three aid workers were killed in an Israeli strike on Friday.", ["attack"]),
        ("The film director was arrested in Tehran on Friday.", ["arrest"]),
        ("President Macron telephoned his Iranian counterpart on Thursday.", ["talks"]),
        ("Egypt and Ethiopia renewed negotiations over the dam on Thursday.", ["talks"]),
        ("Chad closed its borders with Sudan on Thursday.", ["disruption"]),
        ("Azerbaijan lifted its blockade of the Lachin corridor on Thursday.", ["disruption"]),
        ("The United States suspended aid to South Sudan on Friday.", ["aid"]),
        ("A truck bomb explosion killed 14 people in Mogadishu on Friday.", ["attack"]),
        ("King Harald of Norway died on Friday at the age of 88.", ["leadership"]),
        ("Hamas handed over the bodies of four hostages on Thursday.", ["prisoner_exchange"]),
        ("The EU froze the assets of ten Belarusian officials.", ["sanctions"]),
        ("A train struck a bus near Multan on Friday, killing nine people.", ["disaster"]),
        ("A double-decker bus struck pedestrians in Dublin on Friday, killing one person.", ["disaster"]),
        ("The army captured 19 border posts on Friday.", ["territory"]),
        ("The United States imposed visa bans on five Europeans on Friday.", ["sanctions"]),
        ("France called back its ambassador from Niger on Friday.", ["diplomacy"]),
        ("Unrest spread to the suburbs of Antananarivo on Friday.", ["protest"]),
        ("A court in Abuja granted bail to the former minister on Friday.", ["release"]),
        ("The president declared martial law on Friday.", ["leadership"]),
    ],
)
def test_the_same_words_in_plain_news_are_events(text: str, types: list[str]) -> None:
    assert types_in(text) == types


def test_a_small_town_lies_in_the_country_that_the_text_is_about() -> None:
    body = "Two people died when a coach overturned near Ludlow on Friday. It was on its way home from Manchester."
    (event,) = reader().read(ArticleText("a-1", None, body, DAY, "en")).events
    assert (event.place, event.country) == ("Ludlow", "GBR")
