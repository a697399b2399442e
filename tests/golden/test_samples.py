"""The sample articles, read whole: what a person has marked in them against what the extraction finds."""

import functools
import json
from pathlib import Path

import pytest

from tests.golden.comparison import Comparison, Events, compare
from tocsin.domain.article import Article
from tocsin.extraction.reader import Reader

SAMPLES = Path(__file__).parents[2] / "samples"
KEY_TEXTS = ("military-channel", "military-channel-retold")
OTHER_TEXTS = tuple(
    sorted(file.stem for file in (SAMPLES / "expected").glob("*.json") if file.stem not in KEY_TEXTS),
)


@functools.cache
def reader() -> Reader:
    return Reader()


def comparison_of(name: str) -> Comparison:
    article = Article.model_validate_json((SAMPLES / "articles" / f"{name}.json").read_bytes())
    expected: Events = json.loads((SAMPLES / "expected" / f"{name}.json").read_bytes())["events"]
    found = [event.as_json() for event in reader().read(article.text).events]
    return compare(expected, found, article.text.whole)


@pytest.mark.parametrize("name", KEY_TEXTS)
def test_both_tellings_of_the_military_channel_are_read_field_by_field(name: str) -> None:
    assert comparison_of(name).differences == []


def test_most_of_what_the_other_samples_tell_is_found() -> None:
    comparisons = [comparison_of(name) for name in OTHER_TEXTS]
    expected = sum(len(one.pairs) + len(one.missed) for one in comparisons)
    found = sum(len(one.pairs) for one in comparisons)
    assert found >= 0.8 * expected, [line for one in comparisons for line in one.differences]


def test_the_other_samples_ring_little_that_nobody_marked() -> None:
    comparisons = [comparison_of(name) for name in OTHER_TEXTS]
    surplus = sum(len(one.surplus) for one in comparisons)
    assert surplus <= 0.2 * sum(len(one.pairs) + len(one.surplus) for one in comparisons)


@pytest.mark.parametrize("name", [*KEY_TEXTS, *OTHER_TEXTS])
def test_every_piece_of_evidence_stands_in_the_article(name: str) -> None:
    article = Article.model_validate_json((SAMPLES / "articles" / f"{name}.json").read_bytes())
    whole = article.text.whole
    for event in reader().read(article.text).events:
        assert all(sentence in whole for sentence in event.evidence)
        assert whole[event.trigger_span.start : event.trigger_span.end] == event.trigger


def test_a_missed_event_and_a_wrong_field_are_both_told() -> None:
    event = {"type": "attack", "trigger": "strike", "status": "happened", "evidence": ["A strike."], "by": ["RUS"]}
    other = {**event, "by": ["UKR"]}
    alone = {"type": "talks", "trigger": "met", "evidence": ["They met."]}
    found = compare([event, alone], [other], "A strike. They met.")
    assert found.differences == ["'strike' by: expected ['RUS'], found ['UKR']", "missed: talks 'met'"]
