"""``tocsin rules``: check rule files, try their examples, write their schema; more commands in modules of their own."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from tocsin.cli import rules_backtest, rules_list, rules_put
from tocsin.cli.explain_rule import explain
from tocsin.cli.terminal import console, printable
from tocsin.domain.errors import DeclarationError
from tocsin.matching.condition import Counts
from tocsin.matching.lint import lint
from tocsin.matching.rule import Rule
from tocsin.matching.rule_files import load_rulebook, load_rules_at
from tocsin.matching.rulebook import RuleBook
from tocsin.matching.schema import rule_schema

app = typer.Typer(help="Check, try and measure alert rules; make and end some at run time.", no_args_is_help=True)
app.command("explain")(explain)
rules_backtest.register(app)
rules_put.register(app)
rules_list.register(app)

Rules = Annotated[
    Path, typer.Argument(metavar="RULES", help="The folder of rule files, or one file.", show_default=True)
]
_RULES = Path("rules")
_MANY_FILES = 500  # read in half a second


@app.command()
def check(
    path: Rules = _RULES,
    strict: Annotated[  # noqa: FBT002, RUF100  # an option, never a position
        bool, typer.Option("--strict", help="Also refuse what is most likely a mistake, such as twins.")
    ] = False,
) -> None:
    """Load every rule and show them; print each fault as path:line:col and exit with 2 if there are any."""
    rules = load_rules_at(path, _tracked)
    doubtful = lint(rules, datetime.now(UTC)) if strict else ()
    if doubtful:
        raise DeclarationError(doubtful)
    book = RuleBook.from_rules(rule for _, rule in rules)
    table = Table("id", "severity", "asks for", "examples", box=None, pad_edge=False, header_style="bold")
    for rule in book.rules:
        raises = sum(must_ring for must_ring, _ in rule.trials)
        examples = f"{raises} + {len(rule.trials) - raises}"
        table.add_row(rule.id, rule.severity.value, Text(_asks_for(rule)), examples)
    out = console()
    out.print(table)
    out.print(f"{_counted(len(book.rules), 'rule')}, no faults")


@app.command("test")
def try_examples(path: Rules = _RULES) -> None:
    """Read every example as an article and match it; show what went otherwise and exit with 1 if anything did."""
    from tocsin.backtest.reading import Reads
    from tocsin.cli.rehearsal import Trial, rehearse
    from tocsin.extraction.reader import Reader

    book = load_rulebook(path)
    reader: Reads = Reader()
    trials: list[Trial] = [trial for rule in book.rules for trial in rehearse(rule, reader)]
    failed = [trial for trial in trials if not trial.holds]
    for trial in failed:
        wanted = "must ring" if trial.must_ring else "must stay silent"
        typer.echo(f"{trial.rule.id} {wanted}: {printable(trial.sentence)}")
        for reason in trial.reasons:
            typer.echo(f"    {printable(reason)}")
    typer.echo(f"{len(trials) - len(failed)} of {len(trials)} examples of {_counted(len(book.rules), 'rule')} hold")
    if failed:
        raise typer.Exit(1)


@app.command()
def schema() -> None:
    """Write the JSON Schema of a rule file, for editors; kept as rules/rule.schema.json."""
    typer.echo(json.dumps(rule_schema(), indent=2, ensure_ascii=False))


def _counted(many: int, what: str) -> str:
    return f"{many:,} {what}{'s' if many != 1 else ''}"


def _tracked(paths: Sequence[Path]) -> Iterable[Path]:
    """Show on a terminal how far the reading is, where it takes long enough to wonder."""
    return track(
        paths,
        "Reading the rules",
        console=Console(stderr=True),
        transient=True,
        disable=len(paths) < _MANY_FILES or not sys.stderr.isatty(),
    )


def _asks_for(rule: Rule) -> str:
    """Return the keys of ``match:`` in short: ``type attack; counts drones from 100, killed from 10``."""
    asked = rule.match.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    parts = [f"{key} {_short(value)}" for key, value in asked.items() if key != "counts"]
    if rule.match.counts:
        parts.append("counts " + ", ".join(map(_threshold, rule.match.counts)))
    return "; ".join([*parts, "and a condition"] if rule.when else parts)


def _short(value: object, at_most: int = 4) -> str:
    match value:
        case {"any": words, **more} if not more:  # keywords as most people write them
            return _short(words)
        case dict():
            return f"({'; '.join(f'{key} {_short(one)}' for key, one in value.items())})"
        case list() | tuple():
            left = f" and {len(value) - at_most} more" if len(value) > at_most else ""
            return ", ".join(map(_short, value[:at_most])) + left
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _threshold(counts: Counts) -> str:
    what = " or ".join(counts.what)
    upper = f" to {counts.max:,}" if counts.max is not None else ""
    lower = f" from {counts.min:,}" if counts.min else ""
    return f"{what}{lower}{upper} {counts.unit}".rstrip()


def register(parent: typer.Typer) -> None:
    """Add the group to ``parent``."""
    parent.add_typer(app, name="rules")
