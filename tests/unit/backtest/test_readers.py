from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from tests.backtests import read
from tests.fake_reader import FakeReader
from tocsin.backtest.event_store import NoStore
from tocsin.backtest.readers import Answer, Children, read_all, told_by
from tocsin.backtest.reading import NotRead, ReadArticle, Reads, Told
from tocsin.domain.article import ArticleText
from tocsin.domain.errors import Unavailable

BROKEN = NotRead("nonsense:3", "is no JSON")


class Remembers:
    """A store in memory."""

    def __init__(self) -> None:
        self.told: dict[str, Told] = {}

    def get(self, article: ArticleText) -> Told | None:
        return self.told.get(article.id)

    def put(self, article: ArticleText, told: Told) -> None:
        self.told[article.id] = told

    def close(self) -> None:
        pass


class Later:
    """Reads nothing before it is waited for, so that every article is under way for as long as can be."""

    def __init__(self) -> None:
        self.under_way = 0
        self.most_under_way = 0
        self.read = 0

    def begin(self, article: ArticleText) -> Future[Answer]:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        return Future()

    def finish(self, article: ArticleText, begun: Future[Answer]) -> Answer:
        self.under_way -= 1
        self.read += 1
        return NotRead(article.id, "died") if article.id == "deadly" else read(article.id, 12).told


class Counts:
    """Counts as the progress bar does."""

    def __init__(self) -> None:
        self.kept: list[bool] = []

    def advance(self, *, kept: bool) -> None:
        self.kept.append(kept)


def articles(*ids: str) -> list[ArticleText | NotRead]:
    return [BROKEN if one == "broken" else read(one).article for one in ids]


def test_articles_come_in_their_order_wherever_their_events_come_from() -> None:
    store, counts = Remembers(), Counts()
    store.put(read("b").article, read("b", 40).told)
    found = list(read_all(articles("a", "b", "broken", "c"), store, Later(), counts))
    assert [one.place if isinstance(one, NotRead) else one.article.id for one in found] == ["a", "b", "nonsense:3", "c"]
    assert isinstance(found[1], ReadArticle)
    assert found[1].told == read("b", 40).told
    assert counts.kept == [False, True, False, False]


def test_a_second_run_reads_nothing_and_tells_the_same() -> None:
    store, first, second = Remembers(), Later(), Later()
    once = list(read_all(articles("a", "b"), store, first, Counts()))
    again = list(read_all(articles("a", "b"), store, second, Counts()))
    assert once == again
    assert (first.read, second.read) == (2, 0)


def test_an_article_that_could_not_be_read_is_not_kept_as_one_without_events() -> None:
    store = Remembers()
    found = list(read_all(articles("deadly", "a"), store, Later(), Counts()))
    assert found[0] == NotRead("deadly", "died")
    assert list(store.told) == ["a"]


def test_few_articles_are_held_at_a_time_however_many_there_are() -> None:
    readers = Later()

    def many() -> Iterator[ArticleText]:
        for number in range(1_000):
            yield read(f"a{number}").article

    assert sum(1 for _ in read_all(many(), NoStore(), readers, Counts())) == 1_000
    assert readers.most_under_way < 100


def test_what_was_read_before_an_interruption_is_kept() -> None:
    store = Remembers()
    run = read_all((read(f"a{number}").article for number in range(200)), store, Later(), Counts())
    for _ in range(5):
        next(run)
    run.close()
    assert list(store.told) == ["a0", "a1", "a2", "a3", "a4"]


def cannot_start() -> Reads:
    raise MemoryError("no memory for it")


class Fails:
    """A reader with a fault of ours."""

    def read(self, article: ArticleText) -> Told:
        raise KeyError(article.body)


def test_a_fault_of_ours_costs_one_article_and_quotes_none_of_it() -> None:
    assert told_by(Fails(), read("a").article) == NotRead("a", "reading it failed: KeyError")


def an_article(article_id: str, body: str) -> ArticleText:
    return ArticleText(article_id, None, body, read("a").article.day)


def test_an_article_that_ends_its_process_costs_no_other() -> None:
    bodies = ["A strike.", "DIE now.", "A strike.", "QUIET", "DIE again.", "RAISE", "A strike."]
    given = [an_article(f"a{number}", body) for number, body in enumerate(bodies)]
    store = Remembers()
    with Children(2, FakeReader) as children:
        found = list(read_all(given, store, children, Counts()))
    ended = "reading it ended the process that read it, twice"
    assert [one for one in found if isinstance(one, NotRead)] == [
        NotRead("a1", ended),
        NotRead("a4", ended),
        NotRead("a5", "reading it failed: ValueError"),
    ]
    events = {one.article.id: len(one.told.events) for one in found if isinstance(one, ReadArticle)}
    assert events == {"a0": 1, "a2": 1, "a3": 0, "a6": 1}
    assert list(store.told) == ["a0", "a2", "a3", "a6"]


def test_children_that_cannot_start_are_said(capfd: pytest.CaptureFixture[str]) -> None:
    with Children(1, cannot_start) as children, pytest.raises(Unavailable, match="does not start"):
        list(read_all([an_article("a", "A strike.")], NoStore(), children, Counts()))
    assert "no memory for it" in capfd.readouterr().err  # the child says why


@pytest.mark.slow
def test_child_processes_read_what_an_article_tells() -> None:
    body = "A Russian missile strike killed 12 people in Kharkiv on Thursday, Ukrainian officials said."
    given = [ArticleText(f"a{number}", None, body, read("a").article.day) for number in range(3)]
    with Children(2) as children:
        found = list(read_all(given, NoStore(), children, Counts()))
    assert [one.article.id for one in found if isinstance(one, ReadArticle)] == ["a0", "a1", "a2"]
    assert all(one.told.events[0].type == "attack" for one in found if isinstance(one, ReadArticle))
