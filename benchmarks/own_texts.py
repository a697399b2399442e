"""Files of this repository -> the annotated texts in them, and what the extraction finds there."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from benchmarks.event_scores import Event, Scores, score

from tocsin.domain.article import ArticleText
from tocsin.extraction.reader import Reader

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text and the events that its annotator sees in it, as JSON objects of docs/events.md."""

    text: ArticleText
    events: Sequence[Event]


def training_texts(name: str) -> tuple[AnnotatedText, ...]:
    """Return the texts of training/texts/``name``.jsonl."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in _lines(ROOT / f"training/texts/{name}.jsonl")]
    return tuple(
        AnnotatedText(
            ArticleText(row["id"], None, row["text"], date.fromisoformat(row["date"]), "en"),
            row["events"],
        )
        for row in rows
    )


def _lines(file: Path) -> list[str]:
    # Not splitlines(): article text may hold U+2028, which JSON leaves as it is.
    return [line for line in file.read_text(encoding="utf8").split("\n") if line.strip()]


def sample_articles() -> tuple[AnnotatedText, ...]:
    """Return the articles of samples/, which no training has seen."""
    return tuple(_sample(file) for file in sorted((ROOT / "samples/expected").glob("*.json")))


def _sample(expected: Path) -> AnnotatedText:
    article = json.loads((ROOT / "samples/articles" / expected.name).read_text(encoding="utf8"))
    day = datetime.fromisoformat(article["datePublished"]).date()
    text = ArticleText(article["id"], article["headline"], article["body"], day, article.get("language"))
    return AnnotatedText(text, json.loads(expected.read_text(encoding="utf8"))["events"])


def scores_of(reader: Reader, texts: Iterable[AnnotatedText]) -> Scores:
    """Return how well ``reader`` reads annotated texts."""
    return score(
        (one.text.whole, one.events, [event.as_json() for event in reader.read(one.text).events]) for one in texts
    )
