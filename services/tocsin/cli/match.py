"""``tocsin match``: articles -> the rules that each of them rings, and why."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.articles_in import ArticleFiles, NoArticle, articles_in
from tocsin.domain.article import ArticleText
from tocsin.domain.detection import RungRule
from tocsin.domain.event import Event
from tocsin.matching.pages import page_of
from tocsin.matching.rule_files import load_rulebook
from tocsin.matching.rulebook import RuleBook

if TYPE_CHECKING:  # loading spaCy takes longer than `tocsin --help`
    from rich.console import Console

    from tocsin.extraction.explanation import Explanation
    from tocsin.extraction.reader import Reader

RulesPath = Annotated[
    Path, typer.Option("--rules", metavar="RULES", help="The folder of rule files, or one file.", show_default=True)
]
Explained = Annotated[
    bool, typer.Option("--explain", help="Say why instead: each condition of a rung rule, and the words that met it.")
]


def match(files: ArticleFiles = None, rules: RulesPath = Path("rules"), *, explain: Explained = False) -> None:
    """Write one JSON line per article: the rules that it rings, the reasons and the sentences.

    A line that is no article gets an "error" in its place, and the exit status is 1 at the end.
    """
    from tocsin.extraction.reader import Reader

    book = load_rulebook(rules)
    all_read = _explain(files, book, Reader()) if explain else _match(files, book, Reader())
    if not all_read:
        raise typer.Exit(1)


def _match(files: list[Path] | None, book: RuleBook, reader: "Reader") -> bool:
    """Write the lines; tell whether all was articles."""
    all_read = True
    for article in articles_in(files):
        if isinstance(article, NoArticle):
            all_read = False
            line: dict[str, Any] = {"id": article.id, "error": article.error}
        else:
            reading = reader.read(article)
            line = {"id": article.id, "rules": rules_rung(article, reading.events, book, reading.language)}
        typer.echo(json.dumps(line, ensure_ascii=False))
    return all_read


def _explain(files: list[Path] | None, book: RuleBook, reader: "Reader") -> bool:
    """Print why each article rings what it rings; tell whether all was articles."""
    from tocsin.cli.terminal import console, printable

    out, all_read = console(), True
    for article in articles_in(files):
        if isinstance(article, NoArticle):
            all_read = False
            typer.echo(f"{printable(article.id)}: {article.error}", err=True)
        else:
            _show(article, reader.explain(article), book, out)
    return all_read


def _show(article: ArticleText, told: "Explanation", book: RuleBook, out: "Console") -> None:
    from rich.text import Text

    from tocsin.cli.explained_rules import show_rung, why_no_event
    from tocsin.cli.judgement import judged
    from tocsin.cli.terminal import printable

    out.print(Text(printable(article.id), style="bold"))
    page = page_of(article, told.language)
    rules = {rule.id: rule for rule in book.rules}
    rung = [(rules[one.id], number) for number, event in enumerate(told.events) for one in book.rung_by(event, page)]
    for rule, number in rung:
        show_rung(rule, judged(rule, told.events, page)[number], told, out)
    if not told.events:
        out.print(Text(f"  {printable(next(iter(why_no_event(told))))}"))
    elif not rung:
        out.print(Text(f"  rings no rule; its events: {len(told.events)} (tocsin rules explain says what one lacks)"))
    out.print()


def rules_rung(
    article: ArticleText, events: tuple[Event, ...], book: RuleBook, language: str = "en"
) -> list[dict[str, Any]]:
    """Return the rules that the events of one article ring, in the order of the events and then of the ids."""
    page = page_of(article, language)
    return [_shown(rung, event) for event in events for rung in book.rung_by(event, page)]


def _shown(rung: RungRule, event: Event) -> dict[str, Any]:
    return {**rung.model_dump(mode="json"), "event": event.id, "evidence": list(event.evidence)}


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("match")(match)
