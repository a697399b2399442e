"""Rules and events of workloads -> how long matching takes, beside walking every rule as a compiled Python closure.

    python -m benchmarks.matching.workload --rules 100000 --events 1100 --seed 7 --out DIR
    python -m benchmarks.matching_speed DIR [DIR ...] [--conditions]

A line for each folder. "Numbers" is the time until the rules that ring are known as a bitmap of their numbers, from an
event without any preparation (``when`` is not asked); "ids" until their ids are a list; "with why" until each has its
reasons. The ids must be those that the closures find, for the first events, or the run stops.

An event is timed in several rounds and its shortest time counts, since other work on the machine only ever adds; p50
and p95 are over the events. Loading is the processor's time; memory is what the process grew by.
"""

import argparse
import gc
import json
import resource
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.matching import reference
from benchmarks.matching.workload import RuleLine, read_events, read_rules

from tocsin.detector.heap import long_lived
from tocsin.domain.detection import ArticleReference
from tocsin.domain.event import Event
from tocsin.matching.facts import Facts, Page
from tocsin.matching.rule import Rule
from tocsin.matching.rulebook import RuleBook

_REFERENCE = ArticleReference.model_validate(
    {"id": "a", "url": "", "headline": "", "published": "2026-02-06T00:00:00Z", "fetched": "2026-02-06T00:00:00Z"}
)
PAGE = Page(_REFERENCE, _REFERENCE.fetched)
_ABOUT = {"title": "A rule of the workload", "severity": "low", "why": "To be measured."}
_MB = 1024.0  # Linux counts the resident set in kilobytes
COLUMNS = (
    *("rules", "rung by", "numbers p50", "numbers p95", "ids p50", "ids p95", "with why p50"),
    *("closures p50", "times as fast", "add", "remove", "load s", "of it checking", "memory MB"),
)
_MOST_WITH_WHY = 100  # events: reasons for thousands of rules take long


def as_rule(line: RuleLine) -> Rule:
    """Return a line of a workload as a rule; raises pydantic's ValidationError where it is none."""
    return Rule.model_validate(_ABOUT | line)


def loaded(lines: Iterable[RuleLine], book: RuleBook) -> tuple[float, float]:
    """Check and add every rule; return the processor's seconds for both, and for the checking alone."""
    start, checking = time.process_time(), 0.0
    with long_lived():  # as in the detector
        for line in lines:
            before = time.process_time()
            rule = as_rule(line)
            checking += time.process_time() - before
            book.add(rule)
    return time.process_time() - start, checking


def shortest(work: Callable[[Event], object], events: Sequence[Event], rounds: int) -> list[float]:
    """Return the microseconds of each event in its shortest round, ascending."""
    times = [[0.0] * len(events) for _ in range(rounds)]
    for taken in times:
        for number, event in enumerate(events):
            start = time.perf_counter_ns()
            work(event)
            taken[number] = (time.perf_counter_ns() - start) / 1e3
    return sorted(map(min, zip(*times, strict=True)))


def changes(book: RuleBook, lines: Sequence[RuleLine], events: Sequence[Event]) -> tuple[float, float]:
    """Take rules out of a full book and put them back, an event between; return the medians of add and remove in µs."""
    added, removed = [], []
    for line, event in zip(lines, events, strict=False):
        rule = as_rule(line)
        start = time.perf_counter_ns()
        book.remove(rule.id)
        between = time.perf_counter_ns()
        book.ids_rung_by(event, PAGE)
        again = time.perf_counter_ns()
        book.add(rule)
        added.append((time.perf_counter_ns() - again) / 1e3)
        removed.append((between - start) / 1e3)
    return statistics.median(added), statistics.median(removed)


def measure(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of one workload by the names of ``COLUMNS``."""
    lines = list(read_rules(folder / ("rules_when.jsonl" if given.conditions else "rules.jsonl")))
    events = list(read_events(folder / "events.jsonl"))[: given.events]
    gc.collect()
    gc.freeze()  # the workload itself would else be walked by each collection
    before = _resident()
    book = RuleBook()
    load, checking = loaded(lines, book)
    book.ids_rung_by(events[0], PAGE)  # builds the automata of phrases
    memory = _resident() - before
    checked = events[: given.check]
    closures = [(line["id"], reference.compiled(line["match"])) for line in lines] if checked else []
    if not given.conditions:
        agree(book, closures, checked)
    walk = shortest(lambda event: reference.ringing(closures, event), checked, 1) if checked else []
    numbers = shortest(lambda event: book.index.met_by(Facts.of(event, PAGE)), events, given.rounds)
    ids = shortest(lambda event: book.ids_rung_by(event, PAGE), events, given.rounds)
    why = shortest(lambda event: book.rung_by(event, PAGE), events[:_MOST_WITH_WHY], 1)
    add, remove = changes(book, lines[:: max(1, len(lines) // 500)], events)
    rung_by = f"{statistics.mean(len(book.ids_rung_by(event, PAGE)) for event in events):,.0f}"
    found = (rung_by, *(_at(times, share) for times in (numbers, ids) for share in (0.5, 0.95)))
    plain = (_at(walk, 0.5), f"{statistics.median(walk) / statistics.median(ids):,.0f}") if walk else ("-", "-")
    rest = (f"{add:.1f}", f"{remove:.1f}", f"{load:.1f}", f"{checking:.1f}", f"{memory:,.0f}")
    values = (f"{len(lines):,}", *found, _at(why, 0.5), *plain, *rest)
    return dict(zip(COLUMNS, values, strict=True))


def agree(book: RuleBook, closures: Sequence[tuple[str, reference.Check]], events: Sequence[Event]) -> None:
    """Raise SystemExit where the book names other rules than the closures do."""
    for event in events:
        right, found = set(reference.ringing(closures, event)), set(book.ids_rung_by(event, PAGE))
        if right != found:
            raise SystemExit(f"{event.id}: lacks {sorted(right - found)[:3]} and has {sorted(found - right)[:3]}")


def _at(ascending: Sequence[float], share: float) -> str:
    return f"{ascending[int(len(ascending) * share)]:,.0f}"


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folders", type=Path, nargs="+", help="folders that benchmarks.matching.workload wrote")
    options.add_argument("--conditions", action="store_true", help="a tenth of the rules with a condition in CEL")
    options.add_argument("--events", type=int, default=1_000, help="the first of the workload's events")
    options.add_argument("--check", type=int, default=20, help="events that every rule is asked about as well; 0: none")
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    for folder in given.folders:
        print(
            json.dumps({"workload": folder.name, "conditions": given.conditions} | measure(folder, given)), flush=True
        )


if __name__ == "__main__":
    main()
