"""``tocsin extract``: articles -> the events in them."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.articles_in import ArticleFiles, NoArticle, articles_in
from tocsin.domain.article import ArticleText

if TYPE_CHECKING:  # loading spaCy takes longer than `tocsin --help`
    from tocsin.extraction.explanation import Explanation
    from tocsin.extraction.reader import Reader


Explained = Annotated[bool, typer.Option("--explain", help="Say why instead: each trigger, candidate and decision.")]
AsJson = Annotated[bool, typer.Option("--json", help="With --explain: one JSON object a line, for scripts.")]
HtmlFile = Annotated[
    Path | None,
    typer.Option(
        "--html", metavar="FILE", help="With --explain: write a page with the spans coloured.", show_default="none"
    ),
]


def extract(
    files: ArticleFiles = None, *, explain: Explained = False, as_json: AsJson = False, html: HtmlFile = None
) -> None:
    """Write one JSON line per article: its id and its events, in the order of the articles.

    Needs no broker and no database. A line that is no article gets an "error" in its place, and the exit status is 1
    at the end; the others are read all the same. Articles that are not in English have no events.
    """
    from tocsin.extraction.reader import Reader

    if (as_json or html) and not explain:
        raise typer.BadParameter("it goes with --explain", param_hint="--json" if as_json else "--html")
    if as_json and html:
        raise typer.BadParameter("give either --json or --html", param_hint="--html")
    reader = Reader()
    failed: list[NoArticle] = []
    articles = _with_progress(articles_in(files))
    if html:
        _write_page(html, (reader.explain(article) for article in _read(articles, failed)))
    elif explain and not as_json:
        _show(reader.explain(article) for article in _read(articles, failed))
    else:
        for article in articles:
            typer.echo(json.dumps(_line(article, reader, failed, explain=explain), ensure_ascii=False))
    if failed:
        raise typer.Exit(1)


def _line(article: ArticleText | NoArticle, reader: "Reader", failed: list[NoArticle], *, explain: bool) -> Any:
    """What is written of an article; what is none is added to ``failed``."""
    if isinstance(article, NoArticle):
        failed.append(article)
        return {"id": article.id, "error": article.error}
    if explain:
        return reader.explain(article).as_json()
    return {"id": article.id, "events": [event.as_json() for event in reader.read(article).events]}


def _read(articles: Iterable[ArticleText | NoArticle], failed: list[NoArticle]) -> Iterator[ArticleText]:
    """Yield the articles; say on standard error what is none, and add it to ``failed``."""
    for article in articles:
        if isinstance(article, NoArticle):
            failed.append(article)
            typer.echo(f"{article.id}: {article.error}", err=True)
        else:
            yield article


def _show(explanations: "Iterable[Explanation]") -> None:
    from tocsin.cli.explained import show
    from tocsin.cli.terminal import console

    out = console()
    for explanation in explanations:
        show(explanation, out)


def _write_page(file: Path, explanations: "Iterable[Explanation]") -> None:
    from tocsin.extraction.explain_html import pages_of

    try:
        page = file.open("w", encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be written: {error.strerror}", param_hint="--html") from error
    with page:
        page.writelines(pages_of(explanations))


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
