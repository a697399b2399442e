"""Annotated texts -> how well the extraction reads them, as rows of the table in docs/extraction.md.

    python benchmarks/extraction_scores.py FOLDER SCORER [--version NAME]

FOLDER holds items.jsonl, items_2.jsonl and articles.jsonl: one annotated text a line. SCORER is a Python program
that is called with an annotated and a predicted file and ``--json``, and prints events, details and alerts.
Parts that were kept unseen while the rules were written (the last quarter of items.jsonl by date, the odd lines of
articles.jsonl) are scored apart.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.domain.article import ArticleText
from tocsin.extraction.reader import Reader

Row = dict[str, Any]


def rows_of(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text(encoding="utf8").splitlines() if line.strip()]


def parts(folder: Path) -> dict[str, list[Row]]:
    items = sorted(rows_of(folder / "items.jsonl"), key=lambda row: str(row["date"]))
    articles = rows_of(folder / "articles.jsonl")
    seen = 3 * len(items) // 4
    return {
        "items, seen": items[:seen],
        "items, unseen": items[seen:],
        "items_2, seen": rows_of(folder / "items_2.jsonl"),
        "articles, seen": articles[::2],
        "articles, unseen": articles[1::2],
    }


def predicted(reader: Reader, rows: Sequence[Row]) -> list[Row]:
    found = []
    for row in rows:
        text = ArticleText(row["id"], None, row["text"], date.fromisoformat(row["date"]), "en")
        found.append({"id": row["id"], "events": [event.as_json() for event in reader.read(text).events]})
    return found


def scored(scorer: Path, rows: Sequence[Row], found: Sequence[Row]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, content in (("annotated", rows), ("predicted", found)):
            file = Path(folder, f"{name}.jsonl")
            file.write_text("".join(json.dumps(row) + "\n" for row in content), encoding="utf8")
            files.append(str(file))
        command = [sys.executable, str(scorer), *files, "--json"]
        answer: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return answer


def table_row(version: str, name: str, score: dict[str, Any]) -> str:
    events, details = score["events"], score["details"]
    cells = (
        version,
        f"{name} ({score['texts']})",
        f"{events['p']:.3f}",
        f"{events['r']:.3f}",
        f"**{events['f1']:.3f}**",
        f"**{score['alerts_micro_f1']:.3f}**",
        f"{score['alerts_macro_f1']:.3f}",
        *(f"{details[key]:.3f}" for key in ("status", "background", "country", "subtype")),
        *(f"{details[key]['f1']:.3f}" for key in ("roles", "counts")),
    )
    return f"| {' | '.join(cells)} |"


HEAD = (
    "| version | texts | P | R | events F1 | alerts F1 | macro | status | background | country | subtype | roles "
    "| counts |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("scorer", type=Path)
    options.add_argument("--version", default="rules")
    given = options.parse_args()
    reader = Reader()
    print(HEAD)
    for name, rows in parts(given.folder).items():
        print(table_row(given.version, name, scored(given.scorer, rows, predicted(reader, rows))), flush=True)


if __name__ == "__main__":
    main()
