"""Who says so, and which words of the sentence only name him."""

import pytest
from spacy.language import Language

from tocsin.extraction.pipeline import build_pipeline
from tocsin.extraction.source import source_of


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return build_pipeline()


@pytest.mark.parametrize(
    ("text", "reporting"),
    [
        ("A missile hit Kharkiv on Thursday, Ukrainian officials said.", "Ukrainian officials said"),
        ("A missile hit Kharkiv, Ukrainian officials said on Friday.", "Ukrainian officials said"),
        ("Ukrainian officials said a missile hit Kharkiv.", "Ukrainian officials said"),
    ],
)
def test_only_the_reporting_clause_is_the_sources(pipeline: Language, text: str, reporting: str) -> None:
    (sentence,) = pipeline(text)._.sentences
    source = source_of(sentence)
    assert source.code == "UKR"
    words = range(min(source.words), max(source.words) + 1)
    assert text[sentence.starts[words[0]] : sentence.ends[words[-1]]] == reporting
