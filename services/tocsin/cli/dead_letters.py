"""``tocsin dead-letters``: look at what was given up, and send it in again."""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, assert_never

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from tocsin.cli.broker import Wait, connected
from tocsin.kafka.settings import ToolSettings
from tocsin.kafka.topics import Topic, load_topics

if TYPE_CHECKING:
    from tocsin.kafka.letterbox import Letter

app = typer.Typer(help="Look at messages that could not be handled, and send them in again.", no_args_is_help=True)


class Stream(StrEnum):
    """Whose dead letters."""

    ARTICLES = "articles"
    ALERTS = "alerts"
    RULES = "rules"


Of = Annotated[Stream, typer.Argument(metavar="STREAM", help="Whose dead letters: articles, alerts or rules.")]
Reason = Annotated[str, typer.Option(help="Only those whose reason contains this text.", show_default="all")]


@app.command("list")
def list_(
    of: Of = Stream.ARTICLES,
    reason: Reason = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for scripts.")] = False,
    wait: Wait = 30,
) -> None:
    """Show why each message was given up and where it stood. The messages themselves are not shown."""
    settings = ToolSettings.load()
    found = [letter for letter in _letters(settings, of, wait) if reason in letter.explanation.reason]
    if as_json:
        for letter in found:
            typer.echo(json.dumps(_as_json(letter), ensure_ascii=False))
        return
    table = Table("position", Column("at", no_wrap=True), "reason", "came from", "bytes", box=None)
    for letter in found:
        table.add_row(*(Text(str(value)) for value in _as_json(letter).values()))  # as they are: no markup
    if found:
        Console().print(table)
    typer.echo(f"{len(found)} dead letter{'s' if len(found) != 1 else ''}.")


@app.command()
def replay(
    of: Of = Stream.ARTICLES,
    position: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PARTITION/OFFSET", help="As `list` shows it; can be given more than once.", show_default="all"
        ),
    ] = None,
    reason: Reason = "",
    wait: Wait = 30,
) -> None:
    """Publish dead letters again where they came from.

    They also stay where they are. Doing it twice does no harm: the same message gives the same ids.
    """
    from tocsin.kafka import tools

    settings = ToolSettings.load()
    target, _ = _topics(settings, of)
    chosen = [
        letter
        for letter in _letters(settings, of, wait)
        if reason in letter.explanation.reason and (not position or letter.position in position)
    ]
    size = load_topics(settings.topics_directory).largest_request_bytes
    with connected(lambda: tools.producer(settings, size), settings, wait_s=wait) as producer:
        sent = [
            producer.send(target.name, key=letter.key, value=letter.value)
            for letter in chosen
            if not letter.explanation.cut
        ]
        for one in sent:
            one.get(60)
    cut = len(chosen) - len(sent)
    typer.echo(f"{len(sent)} published again" + (f", {cut} not: only a part of them was kept." if cut else "."))
    raise typer.Exit(1 if cut else 0)


def _letters(settings: ToolSettings, of: Stream, wait_s: float) -> "Iterator[Letter]":
    from tocsin.kafka import tools
    from tocsin.kafka.letterbox import letters

    with connected(lambda: tools.reader(settings), settings, wait_s=wait_s) as consumer:
        yield from letters(consumer, _topics(settings, of)[1].name)


def _topics(settings: ToolSettings, of: Stream) -> tuple[Topic[Any], Topic[bytes]]:
    """Return where the messages came from, and where their dead letters are."""
    topics = load_topics(settings.topics_directory)
    match of:
        case Stream.ARTICLES:
            return topics.articles, topics.articles_dead_letters
        case Stream.ALERTS:
            return topics.alerts, topics.alerts_dead_letters
        case Stream.RULES:
            return topics.rules, topics.rules_dead_letters
        case _:
            assert_never(of)


def _as_json(letter: "Letter") -> dict[str, Any]:
    said = letter.explanation
    return {
        "position": letter.position,
        "at": said.at,
        "reason": said.reason,
        "source": str(said.source) if said.source else None,
        "bytes": len(letter.value),
    }


def register(parent: typer.Typer) -> None:
    """Add the commands to ``parent``."""
    parent.add_typer(app, name="dead-letters")
