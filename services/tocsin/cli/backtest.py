"""A rule and past articles -> how often it would have rung, when, with samples."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rich.console import Group
from rich.table import Table
from rich.text import Text

from tocsin.cli.articles_in import NoArticle
from tocsin.cli.rehearsal import Reads, page_of
from tocsin.domain.article import ArticleText
from tocsin.matching.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Ring:
    """One event that rang the rule."""

    article_id: str
    day: date | None
    because: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class History:
    """How a rule would have behaved. Days of undated articles are None."""

    articles_on: Counter[date | None]
    rings: tuple[Ring, ...]
    unread: int


def replay(articles: Iterable[ArticleText | NoArticle], book: RuleBook, reader: Reads) -> History:
    """Read the articles in order and ask the rules about each of their events."""
    articles_on: Counter[date | None] = Counter()
    rings: list[Ring] = []
    unread = 0
    for article in articles:
        if isinstance(article, NoArticle):
            unread += 1
            continue
        articles_on[article.day] += 1
        rings.extend(_rings(article, book, reader))
    return History(articles_on, tuple(rings), unread)


def _rings(article: ArticleText, book: RuleBook, reader: Reads) -> Iterator[Ring]:
    page = page_of(article)
    for event in reader.read(article).events:
        for rung in book.rung_by(event, page):
            yield Ring(article.id, article.day, rung.because, event.evidence[0])


def shown(history: History, *, samples: int) -> Group:
    """Return the table by day, the total, and the first ``samples`` rings with their evidence."""
    rung_on = Counter(day for day, _ in {(ring.day, ring.article_id) for ring in history.rings})
    table = Table("day", "articles", "that rang", box=None, pad_edge=False, header_style="bold")
    for day in sorted(history.articles_on, key=lambda day: day or date.min):
        table.add_row(day.isoformat() if day else "undated", f"{history.articles_on[day]:,}", f"{rung_on[day]:,}")
    unread = f", {history.unread:,} lines were no article" if history.unread else ""
    total = f"{rung_on.total():,} of {history.articles_on.total():,} articles would have rung{unread}"
    return Group(table, Text(total), *(_sample(ring) for ring in history.rings[:samples]))


def _sample(ring: Ring) -> Text:
    evidence = Text("    " + printable(ring.evidence), style="dim")
    return Text("\n").join((Text(f"\n{printable(ring.article_id)}: {printable('; '.join(ring.because))}"), evidence))


def printable(text: str) -> str:
    """Return the text on one line, without characters that could command a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
