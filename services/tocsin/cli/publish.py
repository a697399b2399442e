"""``tocsin publish``: articles from files onto the topic."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from tocsin.cli.broker import Wait, connected
from tocsin.domain.article import Article
from tocsin.domain.errors import BadMessage
from tocsin.kafka.codec import decode
from tocsin.kafka.completion import complete
from tocsin.kafka.settings import ToolSettings
from tocsin.kafka.topics import load_topics

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Piece:
    """What may be one article. ``place`` is ``FILE:LINE``, or the file where it holds a single one."""

    place: str
    raw: bytes


def publish(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            help="JSON lines, or .json files with one article each; - or none is standard input.",
            allow_dash=True,
            show_default="standard input",
        ),
    ] = None,
    source: Annotated[str, typer.Option(help="Source id of articles in the short form.")] = "publish",
    wait: Wait = 30,
) -> None:
    """Publish articles, each as the message of topics/schemas or in the short form {"id", "text", "date"}.

    A line that is no article is told with its place and the others are published all the same; the exit status is
    then 1.
    """
    from tocsin.kafka import tools

    total_bytes = _bytes_of(files)
    settings = ToolSettings.load()
    topics = load_topics(settings.topics_directory)
    size = topics.largest_request_bytes
    with connected(lambda: tools.producer(settings, size), settings, wait_s=wait) as producer, _progress() as progress:
        task = Publication(producer, topics.articles.name, source)
        bar = progress.add_task("publishing", total=total_bytes)
        for piece in pieces(files or [STANDARD_INPUT]):
            task.publish(piece)
            progress.update(bar, advance=len(piece.raw))
        producer.flush()
        progress.update(bar, total=1, completed=1)
    for error in task.errors:
        typer.echo(error, err=True)
    typer.echo(f"{task.sent - task.refused} published, {len(task.errors)} not.", err=True)
    raise typer.Exit(1 if task.errors else 0)


class Publication:
    """Pieces on their way to the topic, and what went wrong with them."""

    def __init__(self, producer: Any, topic: str, source: str) -> None:
        self._producer, self._topic, self._source = producer, topic, source
        self.sent = 0
        self.refused = 0
        self.errors: list[str] = []

    def publish(self, piece: Piece) -> None:
        """Hand the piece to the producer; what is no article is added to ``errors``."""
        try:
            key, value = message(piece.raw, now=datetime.now(UTC), source=self._source)
        except BadMessage as error:  # said at the end; the other lines are published
            self.errors.append(f"{piece.place}: {error}")
            return
        self.sent += 1
        self._producer.send(self._topic, key=key, value=value).add_errback(self._refuse, piece.place)

    def _refuse(self, place: str, error: Exception) -> None:
        self.refused += 1
        self.errors.append(f"{place}: the broker refuses it: {error}")


def message(raw: bytes, *, now: datetime, source: str) -> tuple[bytes, bytes]:
    """Return key and value of the message for an article in either form.

    Raises:
        BadMessage: It is no article; says why.
    """
    try:
        found = json.loads(raw)
    except UnicodeDecodeError as error:
        raise BadMessage("not UTF-8") from error
    except json.JSONDecodeError as error:
        raise BadMessage(f"not JSON: line {error.lineno} column {error.colno}") from error
    except RecursionError as error:
        raise BadMessage("not JSON: nested too deeply") from error
    if not isinstance(found, dict):
        raise BadMessage("another shape: a JSON object is right")
    value = json.dumps(complete(found, now=now, source=source), ensure_ascii=False, separators=(",", ":"))
    try:
        encoded = value.encode()
    except UnicodeEncodeError as error:
        raise BadMessage("half of a surrogate pair in a text") from error
    return decode(encoded, Article).id.encode(), encoded


def pieces(files: Sequence[Path]) -> Iterator[Piece]:
    """Yield what may be articles: the whole of a .json file, each line that is not empty of any other."""
    for file in files:
        if file == STANDARD_INPUT:
            yield from _lines("standard input", sys.stdin.buffer)
        elif file.suffix == ".json":
            yield Piece(str(file), _readable(file).read_bytes())
        else:
            with _readable(file).open("rb") as lines:
                yield from _lines(str(file), lines)


def _lines(name: str, lines: Any) -> Iterator[Piece]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield Piece(f"{name}:{number}", line)


def _readable(file: Path) -> Path:
    if not file.is_file():
        raise typer.BadParameter(f"{file} is no file", param_hint="FILE")
    return file


def _bytes_of(files: Sequence[Path] | None) -> int | None:
    return sum(_readable(file).stat().st_size for file in files if file != STANDARD_INPUT) or None if files else None


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("publish")(publish)
