"""The extraction reads this repository's own articles no worse than it did.

``python -m benchmarks.per_type_table`` writes the figures anew; the difference is then for a reviewer to read.
"""

import json

import pytest
from benchmarks.own_texts import sample_articles, scores_of, training_texts
from benchmarks.per_type_table import COMMITTED, committed_figures

from tocsin.extraction.reader import Reader

MOST_LOST = 0.01


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    reader = Reader()
    return committed_figures(scores_of(reader, training_texts("articles")), scores_of(reader, sample_articles()))


@pytest.mark.parametrize("name", json.loads(COMMITTED.read_text(encoding="utf8")))
def test_no_score_on_our_own_articles_falls_by_more_than_a_hundredth(name: str, figures: dict[str, float]) -> None:
    committed = json.loads(COMMITTED.read_text(encoding="utf8"))[name]
    assert figures[name] >= committed - MOST_LOST, f"{name} fell from {committed} to {figures[name]}"


def test_every_figure_that_is_measured_is_committed(figures: dict[str, float]) -> None:
    assert set(figures) == set(json.loads(COMMITTED.read_text(encoding="utf8")))
