"""Random headlines of general news -> those that ring one of ten alert questions, for reading by hand.

    python -m benchmarks.headlines FOLDER [--by rules|model] [--judgements FILE] [--lines 1000] [--seed 7]

FOLDER holds headlines.jsonl.gz, one object with ``title`` and ``timestamp`` a line. FILE, by default the one beside
this program, holds what a reader decided: ``{"line": 17, "question": "attack", "is_true": false}`` for each headline
that rang. What it does not know yet is printed for reading. Headlines belong to their publishers: none is written to
any file.
"""

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.alert_questions import QUESTIONS, rung_by

from tocsin.domain.article import ArticleText
from tocsin.extraction.reader import Reader

JUDGEMENTS = Path(__file__).with_name("headlines_judgements.jsonl")

Judgements = Mapping[tuple[int, str], bool]


@dataclass(frozen=True, slots=True)
class Headline:
    """Line ``number`` of the file, counted from 1."""

    number: int
    text: ArticleText


@dataclass(frozen=True, slots=True)
class Ringing:
    """A headline that rings a question, and the words that made it."""

    headline: Headline
    question: str
    trigger: str


def drawn(folder: Path, lines: int, seed: int) -> list[Headline]:
    """Return ``lines`` random headlines in the order of the file; the same for the same seed and file."""
    rows = gzip.decompress((folder / "headlines.jsonl.gz").read_bytes()).decode("utf8").rstrip("\n").split("\n")
    numbers = sorted(random.Random(seed).sample(range(1, len(rows) + 1), lines))
    return [_headline(number, json.loads(rows[number - 1])) for number in numbers]


def _headline(number: int, row: Mapping[str, str | int]) -> Headline:
    day = datetime.fromtimestamp(int(row["timestamp"]), UTC).date()
    return Headline(number, ArticleText(f"headline-{number}", None, str(row["title"]), day, "en"))


def ringing(reader: Reader, headlines: Sequence[Headline]) -> Iterator[Ringing]:
    """Yield each question that a headline rings; a large attack rings two."""
    for headline in headlines:
        events = [event.as_json() for event in reader.read(headline.text).events]
        for question, event in rung_by(events).items():
            yield Ringing(headline, question, event["trigger"])


def read_judgements(file: Path) -> dict[tuple[int, str], bool]:
    """Return for line and question whether the headline tells what the question asks for."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf8").splitlines() if line.strip()]
    return {(row["line"], row["question"]): row["is_true"] for row in rows}


def table(rung: Sequence[Ringing], judgements: Judgements) -> str:
    """Return the counts of each question in Markdown, with the line numbers of the false alarms."""
    verdicts = Counter((one.question, judgements.get((one.headline.number, one.question))) for one in rung)
    rows = ["| question | rang | true | false | not read | lines of the false ones |", "| --- |" + " --- |" * 5]
    for question in QUESTIONS:
        true, false, unread = (verdicts[question, verdict] for verdict in (True, False, None))
        false_lines = ", ".join(map(str, false_alarms(rung, judgements, question)))
        rows.append(f"| {question} | {true + false + unread} | {true} | {false} | {unread} | {false_lines} |")
    return "\n".join(rows)


def false_alarms(rung: Sequence[Ringing], judgements: Judgements, *questions: str) -> list[int]:
    """Return the lines that rang falsely for one of ``questions``, each once, in order."""
    false = {
        one.headline.number
        for one in rung
        if one.question in questions and judgements.get((one.headline.number, one.question)) is False
    }
    return sorted(false)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--by", choices=("rules", "model"), default="rules")
    options.add_argument("--judgements", type=Path, default=JUDGEMENTS)
    options.add_argument("--lines", type=int, default=1_000)
    options.add_argument("--seed", type=int, default=7)
    given = options.parse_args()
    judgements = read_judgements(given.judgements)
    rung = list(ringing(Reader(judged=given.by == "model"), drawn(given.folder, given.lines, given.seed)))
    for one in rung:
        if (one.headline.number, one.question) not in judgements:
            print(f"{one.headline.number}\t{one.question}\t[{one.trigger}]\t{one.headline.text.body}")
    print(table(rung, judgements))
    false, lines = false_alarms(rung, judgements, *QUESTIONS), len({one.headline.number for one in rung})
    rate = f"1 in {given.lines / len(false):.0f} lines" if false else f"none in {given.lines} lines"
    print(f"\n{given.by}: {lines} of {given.lines} lines rang; false alarms: {len(false)} lines, {rate}")


if __name__ == "__main__":
    main()
