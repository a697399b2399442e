"""Tests of saying why with the model that the package carries."""

import functools
from pathlib import Path

import pytest

from tocsin.cli.articles_in import articles_in
from tocsin.domain.article import ArticleText
from tocsin.extraction.explanation import Candidate, ExplainedTrigger
from tocsin.extraction.reader import Reader

SAMPLES = sorted((Path(__file__).parents[3] / "samples" / "articles").glob("*.json"))


@functools.cache
def reader() -> Reader:
    return Reader(judged=True)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_the_events_explained_are_the_events_read_and_every_score_is_a_probability(file: Path) -> None:
    (article,) = articles_in([file])
    assert isinstance(article, ArticleText)
    told = reader().explain(article)
    assert told.events == reader().read(article).events
    triggers = [trigger for sentence in told.sentences for trigger in sentence.triggers]
    assert [one.start for one in triggers if one.opens] == [event.trigger_span.start for event in told.events]
    scored: list[ExplainedTrigger | Candidate] = [*triggers, *(one for each in triggers for one in each.candidates)]
    likely = [one.probability for one in scored if one.probability is not None]
    assert all(0 <= one <= 1 for one in likely)
    assert likely or not told.events
