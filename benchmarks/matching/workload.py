"""A seed, or events of real texts -> files of rules and events that every matcher is measured on.

    python -m benchmarks.matching.workload --rules 100000 --events 1000 --seed 7 --out DIR [--from-events FILE ...]

rules.jsonl holds ``{"id", "match"}`` a line, rules_when.jsonl the same rules of which one in ten has ``when`` as well,
and events.jsonl events as ``Event.as_json`` writes them. The first rules of a larger set are those of a smaller one.
"""

import argparse
import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.matching import drawn, synthetic
from benchmarks.matching.chance import dice_for

from tocsin.domain.event import Event

RuleLine = dict[str, Any]
"""``{"id": "rule-0", "match": {...}}``, perhaps with ``"when"``."""

CONDITIONS = (
    "event.confidence >= 0.6",
    'event.place != ""',
    'size(event.by) > 0 && event.source != "RUS"',
    '"killed" in event.counts && event.counts["killed"] >= 10',
    'event.evidence.exists(sentence, sentence.contains("said"))',
)
_SHARE_WITH_CONDITION = 0.1


def numbered(matches: Iterable[dict[str, Any]], how_many: int) -> Iterator[RuleLine]:
    """Yield rules with ids rule-0, rule-1 ..."""
    for number, match in enumerate(itertools.islice(matches, how_many)):
        yield {"id": f"rule-{number}", "match": match}


def with_conditions(rules: Iterable[RuleLine], seed: int) -> Iterator[RuleLine]:
    """Yield the same rules, one in ten with a condition in CEL."""
    dice = dice_for(seed, "conditions")
    for rule in rules:
        yield rule | {"when": dice.choice(CONDITIONS)} if dice.random() < _SHARE_WITH_CONDITION else rule


def read_rules(path: Path) -> Iterator[RuleLine]:
    """Yield the rules of rules.jsonl or rules_when.jsonl."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_events(path: Path) -> Iterator[Event]:
    """Yield the events of events.jsonl."""
    with path.open(encoding="utf-8") as lines:
        yield from map(Event.model_validate_json, lines)


def write(folder: Path, *, rules: int, events: int, seed: int, annotated: Iterable[Path] = ()) -> None:
    """Write the three files; with annotated texts the events are theirs, at most ``events`` of them."""
    folder.mkdir(parents=True, exist_ok=True)
    told = drawn.read_annotated(annotated)
    matches = drawn.matches(told, seed) if told else synthetic.matches(seed)
    some = itertools.islice(told or synthetic.events(seed), events)
    _write_lines(folder / "rules.jsonl", numbered(matches, rules))
    _write_lines(folder / "rules_when.jsonl", with_conditions(read_rules(folder / "rules.jsonl"), seed))
    _write_lines(folder / "events.jsonl", (event.as_json() for event in some))


def _write_lines(path: Path, values: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rules", type=int, default=100_000)
    options.add_argument("--events", type=int, default=1_000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--out", type=Path, required=True, help="folder for the three files")
    options.add_argument("--from-events", type=Path, nargs="+", default=[], help="annotated texts, as JSON lines")
    given = options.parse_args()
    write(given.out, rules=given.rules, events=given.events, seed=given.seed, annotated=given.from_events)


if __name__ == "__main__":
    main()
