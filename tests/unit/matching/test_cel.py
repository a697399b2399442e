import pytest
from structlog.testing import capture_logs

from tests.builders import an_article, an_event
from tocsin.domain.detection import ArticleReference
from tocsin.matching.cel import BoundEvent, Condition, compile_condition

ARTICLE = ArticleReference.of(an_article())


def a_condition(text: str) -> Condition:
    condition = compile_condition(text)
    assert isinstance(condition, Condition), condition
    return condition


@pytest.mark.parametrize(
    "text",
    [
        'event.type == "attack" && event.subtype == "missile"',
        'event.status == "happened" && !event.background',
        '"RUS" in event.by && "UKR" in event.to && event.with.size() == 0 && event.via.size() == 0',
        '"RUS" in event.actors && event.names.size() == 0',
        'event.place == "Kharkiv" && event.country == "UKR" && event.source == "UKR"',
        '"killed" in event.counts && event.counts["killed"] >= 10',
        'event.evidence.exists(sentence, sentence.contains("missile")) && event.trigger == "missile strike"',
        'article.headline.startsWith("Twelve") && article.publisher == ""',
        'article.published > timestamp("2026-02-06T00:00:00Z")',
    ],
)
def test_a_condition_sees_every_part_of_an_event(text: str) -> None:
    assert a_condition(text).holds(BoundEvent(an_event(), ARTICLE))


def test_a_condition_that_is_false_does_not_hold() -> None:
    assert not a_condition("event.background").holds(BoundEvent(an_event(), ARTICLE))


def test_a_condition_can_ask_how_sure_an_event_is() -> None:
    condition = a_condition("event.confidence > 0.9")
    assert condition.holds(BoundEvent(an_event(confidence=0.95), ARTICLE))
    assert not condition.holds(BoundEvent(an_event(confidence=0.85), ARTICLE))


def test_a_condition_on_a_count_that_is_not_there_does_not_hold_and_is_logged_once() -> None:
    condition = a_condition('event.counts["drones"] > 3')
    with capture_logs() as logs:
        assert not condition.holds(BoundEvent(an_event(), ARTICLE))
        assert not condition.holds(BoundEvent(an_event(), ARTICLE))
    assert [entry["problem"] for entry in logs] == ["NOT_FOUND"]


def test_a_pattern_from_the_article_is_not_logged() -> None:
    condition = a_condition('"a".matches(event.trigger)')
    with capture_logs() as logs:
        assert not condition.holds(BoundEvent(an_event(trigger="secret ("), ARTICLE))
    assert len(logs) == 1
    assert "secret" not in str(logs)


def test_a_condition_that_would_run_for_ever_is_stopped() -> None:
    names = ["x"] * 2000
    text = "event.names.all(a, event.names.all(b, event.names.all(c, a != '')))"
    with capture_logs() as logs:
        assert not a_condition(text).holds(BoundEvent(an_event(names=names), ARTICLE))
    assert len(logs) == 1


def test_a_number_beyond_what_cel_counts_is_the_highest_it_counts() -> None:
    event = an_event(counts=[{"what": "people", "n": 10**30}])
    assert a_condition('event.counts["people"] > 1000000').holds(BoundEvent(event, ARTICLE))


def test_missing_values_are_empty_texts() -> None:
    event = an_event(subtype=None, place=None, country=None, source=None)
    text = 'event.subtype == "" && event.place == "" && event.country == "" && event.source == ""'
    assert a_condition(text).holds(BoundEvent(event, ARTICLE))
