"""``tocsin match``: articles -> the rules that each of them rings, and why."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from tocsin.cli.articles_in import ArticleFiles, NoArticle, articles_in
from tocsin.domain.article import ArticleText
from tocsin.domain.detection import RungRule
from tocsin.domain.event import Event
from tocsin.matching.rulebook import RuleBook, load_rulebook

RulesDirectory = Annotated[
    Path, typer.Option("--rules", metavar="DIR", help="The folder of rule files.", show_default=True)
]


def match(files: ArticleFiles = None, rules: RulesDirectory = Path("rules")) -> None:
    """Write one JSON line per article: the rules that it rings, the reasons and the sentences.

    A line that is no article gets an "error" in its place, and the exit status is 1 at the end.
    """
    from tocsin.cli.rehearsal import Reads
    from tocsin.extraction.reader import Reader

    book = load_rulebook(rules)
    reader: Reads = Reader()
    all_read = True
    for article in articles_in(files):
        if isinstance(article, NoArticle):
            all_read = False
            line: dict[str, Any] = {"id": article.id, "error": article.error}
        else:
            line = {"id": article.id, "rules": rules_rung(article, reader.read(article).events, book)}
        typer.echo(json.dumps(line, ensure_ascii=False))
    if not all_read:
        raise typer.Exit(1)


def rules_rung(article: ArticleText, events: tuple[Event, ...], book: RuleBook) -> list[dict[str, Any]]:
    """Return the rules that the events of one article ring, in the order of the events and then of the ids."""
    from tocsin.cli.rehearsal import page_of

    page = page_of(article)
    return [_shown(rung, event) for event in events for rung in book.rung_by(event, page)]


def _shown(rung: RungRule, event: Event) -> dict[str, Any]:
    return {**rung.model_dump(mode="json"), "event": event.id, "evidence": list(event.evidence)}


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("match")(match)
