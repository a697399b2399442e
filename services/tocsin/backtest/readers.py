"""Articles -> articles with their events, in their order: kept events first, the rest read by child processes."""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from types import TracebackType
from typing import Protocol, Self

from tocsin import lifeline
from tocsin.backtest.event_store import EventStore
from tocsin.backtest.reading import NotRead, ReadArticle, Reads, Told
from tocsin.domain.article import ArticleText
from tocsin.domain.errors import Unavailable

_AHEAD = 64  # articles between the one that is waited for and the last that was handed out: all that is held in memory

Answer = Told | NotRead


class Readers(Protocol):
    """Whoever reads articles, several at a time."""

    def begin(self, article: ArticleText) -> Future[Answer]:
        """Begin to read an article."""

    def finish(self, article: ArticleText, begun: Future[Answer]) -> Answer:
        """Return what came of it, once it is there."""


class Counter(Protocol):
    """Hears how far the reading is."""

    def advance(self, *, kept: bool) -> None:
        """One more article is done; ``kept`` says that its events were known."""


def read_all(
    articles: Iterable[ArticleText | NotRead], store: EventStore, readers: Readers, counter: Counter
) -> Iterator[ReadArticle | NotRead]:
    """Yield each article with its events, in order; what is read anew is kept as it comes.

    Raises:
        Unavailable: No reading process can be started.
    """
    waiting: deque[tuple[ArticleText, Future[Answer] | Answer] | NotRead] = deque()
    for article in articles:
        waiting.append(article if isinstance(article, NotRead) else (article, _begun(article, store, readers)))
        while len(waiting) > _AHEAD or (waiting and _is_there(waiting[0])):
            yield _finished(waiting.popleft(), store, readers, counter)
    while waiting:
        yield _finished(waiting.popleft(), store, readers, counter)


def _begun(article: ArticleText, store: EventStore, readers: Readers) -> Future[Answer] | Answer:
    return store.get(article) or readers.begin(article)


def _is_there(one: tuple[ArticleText, Future[Answer] | Answer] | NotRead) -> bool:
    return isinstance(one, NotRead) or not isinstance(one[1], Future) or one[1].done()


def _finished(
    one: tuple[ArticleText, Future[Answer] | Answer] | NotRead, store: EventStore, readers: Readers, counter: Counter
) -> ReadArticle | NotRead:
    if isinstance(one, NotRead):
        counter.advance(kept=False)
        return one
    article, begun = one
    answer = readers.finish(article, begun) if isinstance(begun, Future) else begun
    if isinstance(begun, Future) and isinstance(answer, Told):
        store.put(article, answer)
    counter.advance(kept=not isinstance(begun, Future))
    return answer if isinstance(answer, NotRead) else ReadArticle(article, answer)


class Children:
    """Reads in child processes, which start when the first article comes.

    An article that ends its process is read once more in a process of its own, since a neighbour may have used up the
    memory, and given up when that ends too.
    """

    def __init__(self, processes: int, open_reader: Callable[[], Reads] | None = None) -> None:
        """Prepare the children.

        Args:
            processes: How many, at least 1.
            open_reader: Makes the reader of a child, in the child; must be importable there. The real one by default.
        """
        self._processes = processes
        self._open_reader = open_reader or _open_reader
        self._pool: ProcessPoolExecutor | None = None
        self._alone: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the children: at once where the run was interrupted, since a long article takes seconds."""
        for pool in (self._pool, self._alone):
            if pool is not None:
                pool.shutdown(wait=error is None, cancel_futures=True)
        for child in multiprocessing.active_children() if error is not None else ():
            child.terminate()

    def begin(self, article: ArticleText) -> Future[Answer]:
        """Hand the article to the next child that is free."""
        self._pool = self._pool or self._pool_of(self._processes)
        try:
            return self._pool.submit(_read, article)
        except BrokenExecutor:  # a child died since; the others of its pool have been ended with it
            self._pool = self._pool_of(self._processes)
            return self._pool.submit(_read, article)

    def finish(self, article: ArticleText, begun: Future[Answer]) -> Answer:
        """Wait for the article."""
        try:
            return begun.result()
        except BrokenExecutor:
            return self._read_alone(article)

    def _read_alone(self, article: ArticleText) -> Answer:
        if self._alone is None:
            self._alone = self._pool_of(1)
            try:
                self._alone.submit(_is_ready).result()
            except BrokenExecutor as error:
                message = "a reading process does not start, or does not find enough memory"
                raise Unavailable(message) from error
        try:
            return self._alone.submit(_read, article).result()
        except BrokenExecutor:
            self._alone = None
            return NotRead(article.id, "reading it ended the process that read it, twice")

    def _pool_of(self, processes: int) -> ProcessPoolExecutor:
        # Never fork: the parent has threads, whose locks a forked child would find taken for ever.
        spawn = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(processes, spawn, initializer=_begin_child, initargs=(self._open_reader,))


_own: list[Reads] = []
"""In a child: its reader."""


def _begin_child(open_reader: Callable[[], Reads]) -> None:
    lifeline.hold_parent_process()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends us
    _own.append(open_reader())


def _open_reader() -> Reads:
    from tocsin.extraction.reader import Reader

    return Reader()


def _is_ready() -> bool:
    return True


def _read(article: ArticleText) -> Answer:
    return told_by(_own[0], article)


def told_by(reader: Reads, article: ArticleText) -> Answer:
    """Return what a reader makes of an article; never raises."""
    try:
        reading = reader.read(article)
    except Exception as error:  # noqa: BLE001, RUF100
        # A fault of ours in one article must not cost the others; its text may be in the message, so not that.
        return NotRead(article.id, f"reading it failed: {type(error).__name__}")
    return Told(tuple(reading.events), reading.language)
