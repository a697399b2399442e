"""Annotated texts -> what each part of the extraction brings, and how far its confidence can be trusted.

    python -m benchmarks.model_parts SCORER ANNOTATED [ANNOTATED ...]

SCORER is a Python program that is called with an annotated and a predicted file and ``--json``. ANNOTATED holds one
text a line, with its events. Calibration: of the events found, the mean over ten bins of confidence of the distance
between the confidence and the share of events whose type and sentence are annotated.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from spacy.language import Language

from tocsin.domain.article import ArticleText
from tocsin.domain.event import Event
from tocsin.extraction.cleaning import clean
from tocsin.extraction.drafts import Draft
from tocsin.extraction.extract import Join, extract
from tocsin.extraction.merge import add
from tocsin.extraction.model.encoder import Encoder
from tocsin.extraction.model.heads import Heads
from tocsin.extraction.model.judge import Judge
from tocsin.extraction.model.manifest import Manifest, load_manifest, shipped
from tocsin.extraction.pipeline import build_pipeline

Row = dict[str, Any]
_BINS = 10


def ways() -> Iterator[tuple[str, Judge | None, Join]]:
    data = shipped()
    encoder, heads, manifest = Encoder(data), Heads.stored(data), load_manifest(data)
    candidates, used = Judge(encoder, heads, _with(manifest, frozenset())), Judge(encoder, heads, manifest)
    yield "lexicon alone", None, apart
    yield "lexicon and merging, no model", None, add
    yield "+ trigger model", candidates, apart
    yield f"+ candidate model ({', '.join(sorted(manifest.heads))})", used, apart
    yield "+ merging: the whole", used, add


def _with(manifest: Manifest, heads: frozenset[Any]) -> Manifest:
    return manifest.model_copy(update={"heads": heads})


def apart(kept: list[Draft], one: Draft) -> tuple[int, None]:
    """Keep every draft by itself: what is left when nothing is merged."""
    kept.append(one)
    return len(kept) - 1, None


def events_of(row: Row, pipeline: Language, judge: Judge | None, join: Join) -> tuple[Event, ...]:
    article = ArticleText(row["id"], None, row["text"], date.fromisoformat(row["date"]), "en")
    doc = pipeline(clean(article.whole))
    return extract(doc if judge is None else judge(doc), article, join=join)


def scores(scorer: Path, annotated: Path, found: Sequence[Row]) -> Row:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(row) + "\n" for row in found)
        file.flush()
        command = [sys.executable, str(scorer), str(annotated), file.name, "--json"]
        scored: Row = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return scored


def calibration_error(rows: Sequence[Row], found: Sequence[Row]) -> float:
    told = [
        (event["confidence"], _is_annotated(event, row))
        for row, one in zip(rows, found, strict=True)
        for event in one["events"]
    ]
    error = 0.0
    for low in range(_BINS):
        inside = [(sure, right) for sure, right in told if low / _BINS < sure <= (low + 1) / _BINS]
        if inside:
            error += abs(sum(sure for sure, _ in inside) - sum(right for _, right in inside)) / len(told)
    return error


def _is_annotated(event: Row, row: Row) -> bool:
    return any(
        known["type"] == event["type"]
        and any(one in other or other in one for one in event["evidence"] for other in _evidence(known))
        for known in row["events"]
    )


def _evidence(event: Row) -> list[str]:
    told = event["evidence"]
    return [told] if isinstance(told, str) else told


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("scorer", type=Path)
    options.add_argument("annotated", type=Path, nargs="+")
    given = options.parse_args()
    pipeline = build_pipeline(judged=False)
    columns = "texts part precision recall F1 alerts status background country subtype roles counts".split()
    print(f"| {' | '.join(columns)} |")
    print("| --- " * 12 + "|")
    for file in given.annotated:
        rows = [json.loads(line) for line in file.read_text(encoding="utf8").splitlines() if line.strip()]
        for name, judge, join in ways():
            found = [
                {
                    "id": row["id"],
                    "events": [
                        {**event.as_json(), "confidence": event.confidence}
                        for event in events_of(row, pipeline, judge, join)
                    ],
                }
                for row in rows
            ]
            got = scores(given.scorer, file, found)
            figures = [got["events"][key] for key in ("p", "r", "f1")] + [got["alerts_micro_f1"]]
            figures += [got["details"][key] for key in ("status", "background", "country", "subtype")]
            figures += [got["details"][key]["f1"] for key in ("roles", "counts")]
            print(f"| {file.stem} | {name} | {' | '.join(f'{figure:.3f}' for figure in figures)} |", flush=True)
        print(f"calibration error of {file.stem}: {calibration_error(rows, found):.3f}")


if __name__ == "__main__":
    main()
