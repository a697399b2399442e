"""``tocsin rules backtest``: rules and past articles -> how often each rule would have rung, as text or a page."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.articles_in import NoArticle, articles_in
from tocsin.domain.article import ArticleText
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.matching.rule import Rule
from tocsin.matching.rule_files import load_rule, load_rules
from tocsin.matching.rulebook import RuleBook

if TYPE_CHECKING:  # what reads and draws is loaded when there is something to read
    from tocsin.backtest.comparison import Comparison
    from tocsin.backtest.event_store import EventStore
    from tocsin.backtest.history import History
    from tocsin.backtest.reading import NotRead

_SAMPLES = 5
_MOST_SAID = 10  # lines that are no article, or could not be read

RuleFiles = Annotated[list[Path], typer.Argument(metavar="RULE...", help="Rule files, or folders of them.")]
ArticlesOption = Annotated[
    list[Path],
    typer.Option(
        "--articles",
        metavar="FILE",
        help="Articles as for extract; can be given more than once. A publisher in them is what `sources` asks for.",
        allow_dash=True,
    ),
]
Out = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write the report as one HTML page.", show_default="none")
]
Against = Annotated[
    Path | None,
    typer.Option(
        metavar="OLD", help="An older rule file or folder: also show what is gained and lost.", show_default="none"
    ),
]
Samples = Annotated[
    int | None,
    typer.Option(min=0, help="How many rings to show of each rule.", show_default="5; 0 on the terminal for many"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON object instead of the table, for scripts.")]
CacheFile = Annotated[
    Path | None,
    typer.Option("--cache", metavar="FILE", help="Keep events here.", show_default="the user's folder for caches"),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Read every article anew and keep no events.")]
Processes = Annotated[
    int | None, typer.Option(min=1, help="How many articles to read at a time.", show_default="one a processor")
]


def backtest(
    rules: RuleFiles,
    articles: ArticlesOption,
    out: Out = None,
    against: Against = None,
    samples: Samples = None,
    *,
    as_json: AsJson = False,
    cache: CacheFile = None,
    no_cache: NoCache = False,
    processes: Processes = None,
) -> None:
    """Show how often rules would have rung on past articles, with samples, and which never do, always, or together.

    Events are read once and kept on disk, so that a changed rule costs seconds. Each article is judged as of its day.
    A line that is no article is said on standard error; the others are read all the same.
    """
    book = _book(rules)
    old = _book([against]) if against else None
    _check(articles, out, cache)
    kept_in = None if no_cache else cache or _default()
    history, before = _histories(articles, book, old, kept_in, processes)
    _say_what_was_not_read(history)
    _tell(history, before, Telling(samples, as_json=as_json, out=out, against=str(against or "")))


@dataclass(frozen=True, slots=True)
class Telling:
    """How the user wants to be told."""

    samples: int | None
    as_json: bool
    out: Path | None
    against: str


def _tell(history: "History", before: "History | None", how: Telling) -> None:
    from tocsin.backtest.as_json import as_json
    from tocsin.backtest.comparison import compare

    comparison = compare(before, history) if before else None
    if how.as_json:
        typer.echo(json.dumps(as_json(history, comparison), ensure_ascii=False))
    else:
        _show(history, comparison, how.samples)
    if how.out:
        from tocsin.backtest.report import report

        many = _SAMPLES if how.samples is None else how.samples
        _write(how.out, report(history, samples=many, comparison=comparison, against=how.against))


def _book(paths: Sequence[Path]) -> RuleBook:
    """The rules of files and folders; one that is named twice, by itself and by its folder, counts once."""
    found: dict[Path, Rule] = {}
    faults: list[Fault] = []
    for path in paths:
        try:
            loaded = load_rules(path) if path.is_dir() else ((path, load_rule(path)),)
        except DeclarationError as error:
            faults.extend(error.faults)
        else:
            found.update({file.resolve(): rule for file, rule in loaded})
    places: dict[str, Path] = {}
    for file, rule in found.items():
        if rule.id in places:
            said = f"id: {rule.id!r} also stands in {places[rule.id]}; give one of them"
            faults.append(Fault(str(file), 0, 0, said))
        places.setdefault(rule.id, file)
    if faults:
        raise DeclarationError(sorted(set(faults)))
    return RuleBook.from_rules(found.values())


def _check(articles: Sequence[Path], out: Path | None, cache: Path | None) -> None:
    """Find out what would fail after a long time before it begins."""
    for file in articles:
        if str(file) != "-" and (file.is_dir() or not os.access(file, os.R_OK)):
            raise typer.BadParameter(f"{file} is no file that can be read", param_hint="--articles")
    for written, option in ((out, "--out"), (cache, "--cache")):
        if written and written.is_dir():
            raise typer.BadParameter(f"{written} is a folder; name a file in it", param_hint=option)
        if written and written.resolve() in {file.resolve() for file in articles}:
            raise typer.BadParameter(f"{written} holds the articles", param_hint=option)
    if out and not os.access(out if out.exists() else out.parent, os.W_OK):
        why = "it may not be written" if out.parent.is_dir() else "its folder does not exist"
        raise typer.BadParameter(f"{out}: {why}", param_hint="--out")


def _default() -> Path | None:
    from tocsin.backtest.event_store import default_file

    return default_file()


def _histories(
    files: Sequence[Path], book: RuleBook, old: RuleBook | None, cache: Path | None, processes: int | None
) -> "tuple[History, History | None]":
    from tocsin.backtest.readers import Children, read_all
    from tocsin.backtest.replay import Recorder
    from tocsin.cli.backtest_progress import ReadingProgress
    from tocsin.detector.processors import usable_processors

    recorders = [Recorder(one) for one in (book, old) if one is not None]
    progress = ReadingProgress(_how_many(files))
    try:
        with _store(cache) as store, progress, Children(processes or usable_processors()) as children:
            for read in read_all(_given(files), store, children, progress):
                for recorder in recorders:
                    recorder.hear(read)
    except KeyboardInterrupt:
        kept = "" if cache is None else "; their events are kept for the next time"
        typer.echo(f"stopped after {progress.done:,} articles{kept}", err=True)
        raise typer.Exit(130) from None
    histories = [recorder.history() for recorder in recorders]
    return histories[0], histories[1] if old is not None else None


@contextmanager
def _store(cache: Path | None) -> "Iterator[EventStore]":
    from tocsin.backtest.event_store import NoStore, open_store
    from tocsin.backtest.fingerprint import reader_fingerprint

    if cache is None:
        yield NoStore()
        return
    store = open_store(cache, reader_fingerprint(), lambda said: typer.echo(said, err=True))
    try:
        yield store
    finally:
        store.close()


def _given(files: Sequence[Path]) -> "Iterator[ArticleText | NotRead]":
    from tocsin.backtest.reading import NotRead

    for article in articles_in(files):
        yield NotRead(article.id, article.error) if isinstance(article, NoArticle) else article


def _how_many(files: Sequence[Path]) -> int | None:
    """How many articles there are to read, None where they come through a pipe and nobody knows."""
    total = 0
    for file in files:
        if str(file) == "-" or not file.is_file():
            return None
        if file.suffix in {".txt", ".json"}:
            total += 1
        else:
            with file.open("rb") as lines:
                total += sum(1 for line in lines if line.strip())
    return total


def _say_what_was_not_read(history: "History") -> None:
    from tocsin.cli.terminal import printable

    for one in history.not_read[:_MOST_SAID]:
        typer.echo(f"{printable(one.place)}: {printable(one.why)}", err=True)
    if len(history.not_read) > _MOST_SAID:
        typer.echo(f"and {len(history.not_read) - _MOST_SAID:,} more that could not be read", err=True)


def _show(history: "History", comparison: "Comparison | None", samples: int | None) -> None:
    from tocsin.cli.backtest import shown, shown_changes
    from tocsin.cli.terminal import console

    many = _SAMPLES if samples is None else samples
    of_each = many if samples is not None or len(history.rules) == 1 else 0
    out = console()
    out.print(shown(history, samples=of_each))
    if comparison is not None:
        out.print(shown_changes(comparison, samples=many))


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be written: {error.strerror}", param_hint="--out") from error
    typer.echo(f"the report is in {file}", err=True)


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("backtest")(backtest)
