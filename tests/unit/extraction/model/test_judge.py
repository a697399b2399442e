from datetime import date

import pytest

from tocsin.domain.article import ArticleText
from tocsin.domain.event import Event
from tocsin.extraction.model.judge import MOST_READ
from tocsin.extraction.pipeline import build_pipeline
from tocsin.extraction.reader import Reader

DAY = date(2026, 2, 6)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(judged=True)


def events_in(text: str, reader: Reader) -> tuple[Event, ...]:
    return reader.read(ArticleText("a", None, text, DAY, "en")).events


def test_a_judged_event_says_how_likely_it_is(reader: Reader) -> None:
    (event,) = events_in("A Russian missile strike killed 12 people in Kharkiv on Thursday.", reader)
    assert 0.5 < event.confidence < 1


def test_rules_alone_are_certain() -> None:
    (event,) = events_in("A Russian missile strike killed 12 people in Kharkiv on Thursday.", Reader(judged=False))
    assert event.confidence == 1


def test_the_same_article_gives_the_same_events_twice(reader: Reader) -> None:
    text = "Russia struck Kyiv overnight. Talks between Israel and Hamas resume in Doha. Police arrest 12 in Rome."
    assert events_in(text, reader) == events_in(text, reader)


def test_sentences_beyond_what_the_model_reads_are_left_to_the_rules(reader: Reader) -> None:
    text = "\n".join(
        f"Russian missiles struck town {at} on Thursday, killing {at + 2} people." for at in range(2 * MOST_READ)
    )
    doc = build_pipeline(judged=True)(text)
    assert len(doc._.reading.states) == MOST_READ
    judged = [trigger.probability is not None for trigger in doc._.triggers]
    assert judged[0]
    assert not judged[-1]


def test_every_trigger_is_a_span_of_the_text(reader: Reader) -> None:
    text = "🚨 Russia struck Kyiv overnight – “a massive attack”, officials said."
    for event in events_in(text, reader):
        assert text[event.trigger_span.start : event.trigger_span.end] == event.trigger
        assert all(one in text for one in event.evidence)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "1", "attack" * 300, "attack " * 3000])
def test_hostile_texts_are_read_without_a_fault(text: str, reader: Reader) -> None:
    events_in(text, reader)
