"""Command line -> the process or tool that it names."""

import sys
from typing import Annotated

import typer

from tocsin import __version__
from tocsin.cli import (
    console,
    database,
    dead_letters,
    deliveries,
    demo,
    detector,
    extract,
    match,
    notifier,
    publish,
    rules,
    subscriptions,
    topics,
)
from tocsin.domain.errors import DeclarationError, TocsinError

app = typer.Typer(
    name="tocsin",
    help="Streaming news alerts: articles in, events read, rules matched, signed webhooks and Slack messages out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _show_version(value: bool) -> None:  # noqa: FBT001, RUF100  # Typer calls it so
    if value:
        typer.echo(f"tocsin {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[  # noqa: ARG001, RUF100  # its callback acts
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Streaming news alerts: articles in, events read, rules matched, signed webhooks and Slack messages out."""


console.register(app)
demo.register(app)
detector.register(app)
publish.register(app)
topics.register(app)
dead_letters.register(app)
extract.register(app)
match.register(app)
rules.register(app)
notifier.register(app)
subscriptions.register(app)
deliveries.register(app)
database.register(app)


def main() -> None:
    """Run the command; an error of ours is said in one line, or in one line a fault, and exits with 2."""
    try:
        app()
    except DeclarationError as error:
        for fault in error.faults:
            typer.echo(_printable(str(fault)), err=True)
        count = len(error.faults)
        typer.echo(f"{count} fault{'s' if count != 1 else ''}: nothing was done.", err=True)
        sys.exit(2)
    except TocsinError as error:
        typer.echo(f"tocsin: {error}", err=True)
        sys.exit(2)


def _printable(text: str) -> str:
    """Return the text without what could steer a terminal: a file may be called anything."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
