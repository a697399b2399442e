"""A workload's rules and events -> how long Lucene Monitor takes on them, as JSON.

    python -m benchmarks.matching.lucene DIR [--presearcher 3] [--lucene 9.11.1] [--java-home FOLDER]

Rules become Lucene queries and events documents (lucene/PercolateBench.java), on one thread and one core. The rules
that each event rings must be those of the plain check in reference.py, or the run stops. Needs Java and Maven; jars and
classes are kept in .cache/lucene-VERSION. Lucene 10 needs Java 21 or newer.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.matching import reference
from benchmarks.matching.workload import read_events, read_rules

from tocsin.domain.event import Event

SOURCES = Path(__file__).parent / "lucene"
CACHE = Path(__file__).parents[2] / ".cache"
OR = "\x1f"


def rule_line(name: str, match: dict[str, Any]) -> str:
    """Return a rule as the Java program reads it."""
    wanted = reference.asked(match)
    return _line(name, {key: _written(key, values) for key, values in wanted.items()})


def event_line(event: Event) -> str:
    """Return an event as the Java program reads it."""
    known = reference.facts(event)
    fields: dict[str, Iterable[str]] = {key: sorted(values) for key, values in known.values.items()}
    fields |= {key: [text.strip() for text in texts] for key, texts in known.texts.items()}
    fields["counts"] = [f"{what}:{low}:{'' if high is None else high}" for what, low, high in known.numbers]
    return _line(event.id, fields)


def _written(key: str, values: Sequence[Any]) -> list[str]:
    if key == "counts":
        return [f"{value['what']}:{value.get('min', 0)}:{value.get('max', '')}" for value in values]
    return [value.strip() for value in values]


def _line(name: str, fields: dict[str, Iterable[str]]) -> str:
    shown = (f"{key}={OR.join(values)}" for key, values in fields.items() if any(values))
    return "\t".join((name, *shown))


def built(version: str, java_home: str | None) -> tuple[list[str], str]:
    """Fetch the jars, once, and compile; return the command that starts Java and the class path."""
    folder = CACHE / f"lucene-{version}"
    program = (lambda name: str(Path(java_home) / "bin" / name)) if java_home else (lambda name: name)
    if not (folder / "jars").exists():
        command = ["mvn", "-B", "-q", "-f", str(SOURCES / "pom.xml"), f"-Dlucene.version={version}"]
        subprocess.run([*command, "dependency:copy-dependencies", f"-DoutputDirectory={folder / 'jars'}"], check=True)
    jars = os.pathsep.join(map(str, sorted((folder / "jars").glob("*.jar"))))
    subprocess.run([program("javac"), "-cp", jars, "-d", str(folder), str(SOURCES / "PercolateBench.java")], check=True)
    return [program("java")], os.pathsep.join((str(folder), jars))


def measure(workload: Path, java: Sequence[str], class_path: str, given: argparse.Namespace) -> dict[str, Any]:
    """Run the Java program on a workload and check what it found; times in microseconds, see its keys."""
    rules = [(rule["id"], rule["match"]) for rule in read_rules(workload / "rules.jsonl")]
    events = list(read_events(workload / "events.jsonl"))[: given.events]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "rules", (rule_line(*rule) for rule in rules))
        _write(folder / "events", map(event_line, events))
        files = [str(folder / name) for name in ("rules", "events", "matches")]
        options = [f"-Xmx{given.heap}", "-XX:+UseSerialGC", "-cp", class_path, "PercolateBench"]
        one_core = ["taskset", "-c", str(given.core)]
        command = [*one_core, *java, *options, *files, given.presearcher, str(given.warm_up)]
        runs = [
            json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            for _ in range(given.runs)
        ]
        found = [set(line.rstrip("\n").split("\t")[1].split()) for line in (folder / "matches").open(encoding="utf-8")]
    _agree(rules, events[: given.check], found)
    medians = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    counted = {"rules": len(rules), "events": len(events), "rung_by": round(statistics.mean(map(len, found)), 1)}
    return counted | medians | {"checked_events": min(given.check, len(events)), "runs": given.runs}


def _agree(rules: Sequence[tuple[str, dict[str, Any]]], events: Sequence[Event], found: Sequence[set[str]]) -> None:
    checks = [(name, reference.compiled(match)) for name, match in rules]
    for event, own in zip(events, found, strict=False):
        right = set(reference.ringing(checks, event))
        if right != own:
            missing, extra = sorted(right - own)[:3], sorted(own - right)[:3]
            raise SystemExit(f"{event.id}: Lucene lacks {missing} and has {extra} of {len(right)} rules that ring")


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("workload", type=Path, help="folder that benchmarks.matching.workload wrote")
    options.add_argument("--presearcher", default="3", help="default, rarest, or a number of passes")
    options.add_argument("--lucene", default="9.11.1", help="version")
    options.add_argument("--java-home", default=None, help="folder of the Java to run; default: the one on the path")
    options.add_argument("--heap", default="8g")
    options.add_argument("--events", type=int, default=1_000, help="the first of the workload's events")
    options.add_argument("--check", type=int, default=100, help="events compared with the plain check")
    options.add_argument("--warm-up", type=float, default=10, help="seconds")
    options.add_argument("--runs", type=int, default=3, help="of which medians are shown")
    options.add_argument("--core", type=int, default=1)
    given = options.parse_args()
    java, class_path = built(given.lucene, given.java_home)
    settings = {"lucene": given.lucene, "presearcher": given.presearcher}
    print(json.dumps(settings | measure(given.workload, java, class_path, given)))


if __name__ == "__main__":
    main()
