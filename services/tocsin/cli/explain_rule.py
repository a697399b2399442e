"""``tocsin rules explain``: a rule and articles -> for each event why it rings, or what keeps it from ringing."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.articles_in import NoArticle, articles_in
from tocsin.cli.judgement import Judgement, judged, kept_silent_by, nearest_first
from tocsin.cli.terminal import console, printable
from tocsin.domain.article import ArticleText
from tocsin.matching.pages import page_of
from tocsin.matching.rule import Rule
from tocsin.matching.rule_files import load_rule

if TYPE_CHECKING:  # loading spaCy takes longer than `tocsin --help`
    from rich.console import Console

    from tocsin.extraction.explanation import Explanation


def explain(
    rule: Annotated[Path, typer.Argument(metavar="RULE", help="The rule file.")],
    articles: Annotated[
        list[Path],
        typer.Option("--article", metavar="FILE", help="Articles as for extract; can be given more than once."),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an article, for scripts.")] = False,
) -> None:
    """Say of each event of an article whether it rings the rule, and which condition is met or not, nearest first.

    A line that is no article is said on standard error (with --json: in its place), and the exit status is 1 at the
    end. An article without a date is judged as one of today.
    """
    from tocsin.extraction.reader import Reader

    checked = load_rule(rule)
    reader, out, all_read = Reader(), console(), True
    for article in articles_in(articles):
        if isinstance(article, NoArticle):
            all_read = False
            if as_json:
                typer.echo(json.dumps({"id": article.id, "error": article.error}, ensure_ascii=False))
            else:
                typer.echo(f"{printable(article.id)}: {article.error}", err=True)
            continue
        told = reader.explain(article)
        judgements, silent = _judged(checked, article, told, datetime.now(UTC))
        if as_json:
            typer.echo(json.dumps(_as_json(checked, told, judgements, silent), ensure_ascii=False))
        else:
            _show(checked, told, judgements, silent, out)
    if not all_read:
        raise typer.Exit(1)


def _judged(
    rule: Rule, article: ArticleText, told: "Explanation", now: datetime
) -> tuple[tuple[Judgement, ...], str | None]:
    page = page_of(article, told.language)
    if article.day is None:
        page = replace(page, asked=now)
    return nearest_first(judged(rule, told.events, page)), kept_silent_by(rule, page.asked)


def _show(
    rule: Rule, told: "Explanation", judgements: tuple[Judgement, ...], silent: str | None, out: "Console"
) -> None:
    from rich.text import Text

    from tocsin.cli.explained_rules import show_nearness, why_no_event

    rings = silent is None and any(judgement.rings for judgement in judgements)
    outcome = ("rings", "bold green") if rings else ("is silent", "bold red")
    out.print(Text.assemble((rule.id, "bold"), " ", outcome, f" on {printable(told.article)}"))
    if silent:
        out.print(Text(f"  {silent}"))
    if not judgements:
        for line in why_no_event(told, rule):
            out.print(Text(f"  {printable(line)}"))
    for judgement in judgements:
        show_nearness(judgement, told, out)
    out.print()


def _as_json(rule: Rule, told: "Explanation", judgements: tuple[Judgement, ...], silent: str | None) -> dict[str, Any]:
    from tocsin.cli.explained_rules import as_json, why_no_event

    return {
        "id": told.article,
        "rule": rule.id,
        "rings": silent is None and any(judgement.rings for judgement in judgements),
        "silenced": silent,
        "notes": [] if judgements else list(why_no_event(told, rule)),
        "events": [as_json(judgement, told) for judgement in judgements],
    }
