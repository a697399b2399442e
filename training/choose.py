"""Weights and the texts kept for choosing -> data/model.json: where to draw the line, and what confidence means.

    python -m training.choose --data DATA --annotated A.jsonl [--annotated B.jsonl ...] --scores DATA/scores.json

Only texts that ``training.kept`` keeps from training are used. The threshold is the one with the best F1 of events; the
heads are those that do better than the rules in the scores; temperature and shift are those under which the events
found are likeliest right as often as they say.
"""

import argparse
import functools
import json
import math
from collections.abc import Sequence
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from training.examples import read_annotated
from training.kept import is_dev

from tocsin.domain.article import ArticleText
from tocsin.extraction.cleaning import clean
from tocsin.extraction.extract import extract
from tocsin.extraction.model.encoder import Encoder
from tocsin.extraction.model.heads import Heads
from tocsin.extraction.model.judge import Judge
from tocsin.extraction.model.manifest import Manifest
from tocsin.extraction.pipeline import build_pipeline

LINES = tuple((line, unseen) for line in (0.3, 0.4, 0.5) for unseen in (0.4, 0.5, 0.6, 0.7, 0.8) if unseen >= line)
CLOSE = 0.008
"""Of thresholds that differ by less in F1, the one that rings less for what no rule sees is chosen."""
TEMPERATURES = tuple(at / 4 for at in range(2, 17))
SHIFTS = tuple(at / 4 for at in range(-8, 5))
GAIN = 0.02
"""A head is used where it is right that much oftener than the rules: less is lost again in joining events."""
UNREAD = 0.6
"""Precision of the rules alone on press articles: what they find where the model does not read."""
_OF_HEAD = {
    "status": "status",
    "background": "background",
    "subtype": "subtype",
    "roles": "roles",
    "source": "source",
    "country": "country",
    "counts": "counts",
}

Told = tuple[float, bool]


def choose(data: Path, rows: Sequence[dict[str, Any]], scores: dict[str, dict[str, float]], recipe: str) -> Manifest:
    """Return the manifest for the weights in ``data``, chosen on annotated ``rows``."""
    plain = Manifest(threshold=0.5, unseen=0.5, temperature=1, shift=0, unread=UNREAD, heads=frozenset(), recipe=recipe)
    tried: list[tuple[float, float, float, list[Told]]] = []
    for line, unseen in LINES:
        told, annotated = found(data, rows, plain.model_copy(update={"threshold": line, "unseen": unseen}))
        tried.append((2 * sum(right for _, right in told) / max(1, len(told) + annotated), line, unseen, told))
    best = max(f1 for f1, *_ in tried)
    _, line, unseen, told = max((one for one in tried if one[0] > best - CLOSE), key=lambda one: one[2])
    temperature, shift = _calibrated(told)
    heads = {name for name, score in _OF_HEAD.items() if scores[score]["model"] > scores[score]["rules"] + GAIN}
    return Manifest.model_validate(
        {
            "threshold": round(_sigmoid(_logit(line) / temperature + shift), 4),
            "unseen": round(_sigmoid(_logit(unseen) / temperature + shift), 4),
            "temperature": temperature,
            "shift": shift,
            "unread": UNREAD,
            "heads": heads,
            "recipe": recipe,
        }
    )


@functools.cache
def _rules() -> Language:
    return build_pipeline(judged=False)


@functools.cache
def _encoder(data: Path) -> Encoder:
    return Encoder(data)


def found(data: Path, rows: Sequence[dict[str, Any]], manifest: Manifest) -> tuple[list[Told], int]:
    """Of each event found, its confidence and whether it is annotated; and how many are annotated."""
    judge, pipeline = Judge(_encoder(data), Heads.stored(data), manifest), _rules()
    told: list[Told] = []
    for row in rows:
        article = ArticleText(row["id"], None, row["text"], date.fromisoformat(row["date"]), "en")
        left = [(event["type"], event["evidence"]) for event in row["events"]]
        for event in extract(judge(pipeline(clean(article.whole))), article):
            match = next((one for one in left if one[0] == event.type and _overlap(event.evidence, one[1])), None)
            if match is not None:
                left.remove(match)
            told.append((event.confidence, match is not None))
    return told, sum(len(row["events"]) for row in rows)


def _overlap(first: Sequence[str], second: str | Sequence[str]) -> bool:
    known = [second] if isinstance(second, str) else second
    return any(one in other or other in one for one in first for other in known)


def _calibrated(told: Sequence[Told]) -> tuple[float, float]:
    logits = np.array([_logit(confidence) for confidence, _ in told])
    right = np.array([float(one) for _, one in told])

    def loss(pair: tuple[float, float]) -> float:
        sure = 1 / (1 + np.exp(-(logits / pair[0] + pair[1])))
        return float(-(right * np.log(sure + 1e-9) + (1 - right) * np.log(1 - sure + 1e-9)).mean())

    return min(product(TEMPERATURES, SHIFTS), key=loss)


def _logit(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def main() -> None:
    """Write model.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--annotated", type=Path, action="append", required=True)
    parser.add_argument("--scores", type=Path, required=True)
    parser.add_argument("--recipe", default="docs/extraction.md")
    options = parser.parse_args()
    rows = [row for row in read_annotated(options.annotated) if is_dev(row["id"])]
    manifest = choose(options.data, rows, json.loads(options.scores.read_text(encoding="utf-8")), options.recipe)
    (options.data / "model.json").write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
    print(manifest)  # noqa: T201


if __name__ == "__main__":
    main()
