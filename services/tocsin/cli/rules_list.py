"""``tocsin rules list``: the rules of the files and those made at run time, and which of them ring."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from tocsin.cli.broker import Wait
from tocsin.cli.rules_on_topic import OnTopic, RuleToolSettings, on_topic
from tocsin.cli.terminal import console, printable
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.kafka.topics import load_topics
from tocsin.matching.rule import Rule
from tocsin.matching.rule_files import load_rules


@dataclass(frozen=True, slots=True)
class Row:
    """One rule and where it lives: ``place`` is its file, or ``topic``."""

    id: str
    severity: str
    title: str
    place: str
    state: str


def list_(
    as_json: Annotated[  # noqa: FBT002, RUF100  # an option, never a position
        bool, typer.Option("--json", help="One JSON object a line, for scripts.")
    ] = False,
    wait: Wait = 30,
) -> None:
    """Show every rule of TOCSIN_RULES_DIRECTORY and every one made at run time, and whether it is in force.

    Where both have an id, the file's is in force. Faults of files are said on standard error, and the exit status is
    then 1: what a running detector has of them is its last good set.
    """
    settings = RuleToolSettings.load()
    made = on_topic(settings, load_topics(settings.topics_directory), wait_s=wait)
    files: tuple[tuple[Path, Rule], ...] = ()
    faults: tuple[Fault, ...] = ()
    try:
        files = load_rules(settings.rules_directory)
    except DeclarationError as error:
        faults = error.faults
    rows = sorted(_rows(files, made, datetime.now(UTC)), key=lambda row: (row.id, row.place == "topic"))
    if as_json:
        for row in rows:
            typer.echo(json.dumps(asdict(row), ensure_ascii=False))
    else:
        _show(rows)
    for fault in faults:
        typer.echo(printable(str(fault)), err=True)
    raise typer.Exit(1 if faults else 0)


def _rows(files: tuple[tuple[Path, Rule], ...], made: OnTopic, now: datetime) -> Iterator[Row]:
    places = {rule.id: str(path) for path, rule in files}
    for path, rule in files:
        yield Row(rule.id, rule.severity.value, rule.title, str(path), _state(rule, now))
    for rule_id, rule in made.rules.items():
        shadowed = places.get(rule_id)
        state = f"silent: {shadowed} goes first" if shadowed else _state(rule, now)
        yield Row(rule_id, rule.severity.value, rule.title, "topic", state)
    for rule_id, reason in made.no_rules.items():
        yield Row(rule_id, "", "", "topic", f"no rule: {reason}")


def _state(rule: Rule, now: datetime) -> str:
    if not rule.enabled:
        return "switched off"
    return "in force" if rule.is_live(now) else "expired"


def _show(rows: list[Row]) -> None:
    table = Table("id", "severity", "title", "place", "state", box=None, pad_edge=False, header_style="bold")
    for row in rows:
        cells = (row.id, row.severity, row.title, row.place, row.state)
        table.add_row(*(Text(printable(cell)) for cell in cells))  # as they are: no markup
    console().print(table)
    living = sum(row.state == "in force" for row in rows)
    typer.echo(f"{len(rows)} rules, {living} in force.")


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("list")(list_)
