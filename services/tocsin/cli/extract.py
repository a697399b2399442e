"""``tocsin extract``: articles -> the events in them."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import typer

from tocsin.cli.articles_in import ArticleFiles, NoArticle, articles_in
from tocsin.domain.article import ArticleText


def extract(files: ArticleFiles = None) -> None:
    """Write one JSON line per article: its id and its events, in the order of the articles.

    Needs no broker and no database. A line that is no article gets an "error" in its place, and the exit status is 1
    at the end; the others are read all the same. Articles that are not in English have no events.
    """
    from tocsin.extraction.reader import Reader

    reader = Reader()
    all_read = True
    for article in _with_progress(articles_in(files)):
        line: dict[str, Any]
        if isinstance(article, NoArticle):
            all_read = False
            line = {"id": article.id, "error": article.error}
        else:
            line = {"id": article.id, "events": [event.as_json() for event in reader.read(article).events]}
        typer.echo(json.dumps(line, ensure_ascii=False))
    if not all_read:
        raise typer.Exit(1)


def _with_progress(articles: Iterable[ArticleText | NoArticle]) -> Iterator[ArticleText | NoArticle]:
    """Show how many articles are done where a person looks at standard error and the lines go elsewhere."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from articles
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} articles read"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("articles", total=None)
        for article in articles:
            yield article
            progress.advance(task)


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("extract")(extract)
