"""Rules x articles with their events -> History: the rules are asked about each event in the order of the articles."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import combinations

from tocsin.backtest.history import History, Pair, Ring, RuleHistory
from tocsin.backtest.reading import NotRead, ReadArticle
from tocsin.matching.pages import page_of
from tocsin.matching.rulebook import RuleBook

FEWEST_SHARED = 3
"""Rules that rang together less often are no pair: it may be chance."""
_ENGLISH = "en"


class Recorder:
    """Asks the rules of one book and writes down what rings. It keeps the events that rang, and no article's text."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._rings: dict[str, list[Ring]] = {rule.id: [] for rule in book.rules}
        self._together: Counter[tuple[str, str]] = Counter()
        self._articles_on: Counter[date | None] = Counter()
        self._other_languages: Counter[str] = Counter()
        self._events = 0
        self._not_read: list[NotRead] = []

    def hear(self, read: ReadArticle | NotRead) -> None:
        """Ask the rules about the events of the next article."""
        if isinstance(read, NotRead):
            self._not_read.append(read)
            return
        article, told = read.article, read.told
        number = self._articles_on.total()
        self._articles_on[article.day] += 1
        self._events += len(told.events)
        if told.language != _ENGLISH:
            self._other_languages[told.language] += 1
        page = page_of(article, told.language)
        for event in told.events:
            rung = self._book.rung_by(event, page)
            for one in rung:
                ring = Ring(number, article.id, article.headline, article.day, event, one.because)
                self._rings[one.id].append(ring)
            self._together.update(combinations(sorted(one.id for one in rung), 2))

    def history(self) -> History:
        """Return what rang so far."""
        return History(
            rules=tuple(RuleHistory(rule, tuple(self._rings[rule.id])) for rule in self._book.rules),
            pairs=self._pairs(),
            articles_on=Counter(self._articles_on),
            events=self._events,
            other_languages=Counter(self._other_languages),
            not_read=tuple(self._not_read),
        )

    def _pairs(self) -> tuple[Pair, ...]:
        """The pairs, likest first."""
        found = [
            Pair(one, other, shared, len(self._rings[one]) + len(self._rings[other]) - shared)
            for (one, other), shared in self._together.items()
            if shared >= FEWEST_SHARED
        ]
        return tuple(sorted(found, key=lambda pair: (-pair.likeness, -pair.shared, pair.one, pair.other)))


def replay(read: Iterable[ReadArticle | NotRead], book: RuleBook) -> History:
    """Return how the rules of ``book`` would have behaved on the articles, in their order."""
    recorder = Recorder(book)
    for one in read:
        recorder.hear(one)
    return recorder.history()
