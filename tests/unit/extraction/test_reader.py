"""Tests of reading whole articles: roles, status, counts, dates, and what hostile text does."""

import functools
from datetime import date
from typing import Any

import pytest

from tocsin.domain.article import BODY_LIMIT, ArticleText
from tocsin.extraction.lexicon import load_lexicon
from tocsin.extraction.pipeline import build_pipeline
from tocsin.extraction.reader import Reader, Reading

DAY = date(2026, 2, 6)  # a Friday


@functools.cache
def reader() -> Reader:
    return Reader(judged=False)


def reading_of(body: str, *, headline: str | None = None, language: str | None = "en") -> Reading:
    return reader().read(ArticleText("a-1", headline, body, DAY, language))


def events_of(body: str) -> list[dict[str, Any]]:
    return [event.as_json() for event in reading_of(body).events]


def only_event_of(body: str) -> dict[str, Any]:
    (event,) = events_of(body)
    return event


def test_an_attack_has_its_sides_toll_place_and_day() -> None:
    event = only_event_of("A Russian missile strike killed at least 12 people in Kharkiv on Thursday, officials said.")
    assert (event["type"], event["subtype"], event["by"], event["to"]) == ("attack", "missile", ["RUS"], ["UKR"])
    assert event["counts"] == [{"what": "killed", "n": [12, None], "of": "UKR"}]
    assert (event["place"], event["country"], event["date"]) == ("Kharkiv", "UKR", "2026-02-05")


def test_the_agent_of_a_passive_stands_after_by() -> None:
    event = only_event_of("Three Ukrainian soldiers were captured by Russian forces near Pokrovsk.")
    assert (event["by"], event["to"]) == (["RUS"], ["UKR"])


def test_who_mediates_is_no_party() -> None:
    event = only_event_of("Armenia and Azerbaijan signed a peace agreement brokered by the United States on Monday.")
    assert (sorted(event["with"]), event["via"]) == (["ARM", "AZE"], ["USA"])


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("France imposed sanctions on Belarus.", "happened"),
        ("France will impose sanctions on Belarus.", "planned"),
        ("France may impose sanctions on Belarus.", "possible"),
        ("France refused to impose sanctions on Belarus.", "denied"),
    ],
)
def test_the_words_before_a_trigger_give_its_status(text: str, status: str) -> None:
    assert only_event_of(text)["status"] == status


def test_what_happened_long_before_the_article_is_background() -> None:
    assert only_event_of("Russia and Ukraine had exchanged prisoners in March 2022.")["background"]


def test_a_part_of_a_count_is_no_count_of_its_own() -> None:
    event = only_event_of("An Israeli airstrike killed 30 people, including 11 children, in Gaza City.")
    assert [count["n"] for count in event["counts"]] == [30]


def test_a_toll_told_later_belongs_to_the_attack_before_it() -> None:
    event = only_event_of("Russian drones struck Odesa overnight. At least five people were wounded, the mayor said.")
    assert {"what": "injured", "n": [5, None], "of": "UKR"} in event["counts"]
    assert len(event["evidence"]) == 2


def test_a_headline_and_the_body_tell_one_event() -> None:
    found = reading_of(
        "A Russian missile strike killed 12 people in Kharkiv on Thursday.", headline="Russian missile strike kills 12"
    ).events
    assert [event.type.value for event in found] == ["attack"]
    assert found[0].evidence[0] == "Russian missile strike kills 12"


def test_a_strike_and_the_retaliation_are_two_events() -> None:
    found = events_of("Russian missiles struck Kyiv on Thursday. Ukrainian drones struck Moscow on Friday.")
    assert [event["by"] for event in found] == [["RUS"], ["UKR"]]


@pytest.mark.parametrize(
    "text",
    [
        "He died of a heart attack.",
        "Shares rallied after the market crash.",
        "Arsenal struck twice and shot down the visitors' hopes.",
        "Amid the protests, the band released a new album.",
        "Subscribe to our newsletter and read more about the war in Ukraine.",
    ],
)
def test_words_of_war_in_other_matters_are_no_events(text: str) -> None:
    assert events_of(text) == []


def test_a_text_in_another_language_has_no_events_but_a_language() -> None:
    german = "Russland hat in der Nacht die Stadt Charkiw mit Raketen angegriffen und zwölf Menschen getötet. " * 4
    reading = reading_of(german, language=None)
    assert (reading.events, reading.language) == ((), "de")


def test_a_body_over_the_limit_is_cut_and_says_so() -> None:
    sentence = "Russia launched a missile strike on Kharkiv, killing 12 people. "
    reading = reading_of(sentence + "Nothing else happened on that day. " * 10_000)
    assert reading.truncated
    assert [event.truncated for event in reading.events] == [True]


@pytest.mark.parametrize(
    "body",
    [
        "a" * (BODY_LIMIT + 1),
        " ".join(map(str, range(50_000))),
        "attack killed strike missile " * 7_000,
        "(" * 100_000,
        "\0" * 1_000,
        "<script>attack()</script>" * 100,
        "\u202eRussia attacked Kyiv\u202c",
        "\ud800 Russia attacked Kyiv.",
        "",
    ],
    ids=[
        "one letter",
        "numbers",
        "triggers",
        "brackets",
        "null bytes",
        "markup",
        "bidi controls",
        "surrogate",
        "empty",
    ],
)
@pytest.mark.timeout(20)
def test_hostile_text_is_read_without_a_crash(body: str) -> None:
    for event in reading_of(body).events:
        event.model_dump_json()


def test_an_article_without_a_date_has_events_without_dates() -> None:
    found = reader().read(ArticleText("a-1", None, "Russia attacked Kyiv on Thursday.", None, "en")).events
    assert [event.date for event in found] == [None]


def test_the_same_article_gives_the_same_ids() -> None:
    text = "Russia attacked Kyiv on Thursday, killing 3 people."
    assert [event.id for event in reading_of(text).events] == [event.id for event in reading_of(text).events]


def test_every_phrase_of_the_lexicon_can_be_read() -> None:
    assert load_lexicon().triggers is not None


def test_the_pipeline_shows_its_triggers_as_labelled_spans() -> None:
    doc = build_pipeline()("Russia attacked Kyiv on Thursday.")
    assert [(span.text, span.label_) for span in doc.spans["triggers"]] == [("attacked Kyiv", "attack")]
