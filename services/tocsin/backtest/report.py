"""History -> one HTML page that needs nothing but itself: no script, no picture, no font.

Its policy lets a browser load none. Article text is hostile: Jinja2 escapes all of it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment, PackageLoader

from tocsin.backtest.comparison import Comparison
from tocsin.backtest.history import History, Pair, Ring, RuleHistory, spread
from tocsin.backtest.plot import Plot, plot, sparkline
from tocsin.delivery.wording import day_text, headline
from tocsin.domain.detection import Severity

MOST_PAIRS = 40
MOST_NOT_READ = 20
_MOST_SENTENCES = 3
_LONGEST_SENTENCE = 600  # characters; what passes for a sentence may be a page
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_SPARK = {"width": 132, "height": 22}
_LOUDNESS = {severity: number for number, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class SampleView:
    """One ring: the article, the event in one line, its sentences around the words that tell it, the reasons."""

    article: str
    headline: str
    day: str
    line: str
    evidence: tuple[tuple[str, str, str], ...]
    because: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule as the page shows it. ``plot`` is None where no article that rang has a date."""

    id: str
    title: str
    severity: str
    rings: int
    articles: int
    share: str
    a_day: str
    busiest: str
    undated: int
    spark: Plot | None
    plot: Plot | None
    samples: tuple[SampleView, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What a rule gains and loses."""

    id: str
    title: str
    gained: int
    lost: int
    unchanged: int
    gained_samples: tuple[SampleView, ...]
    lost_samples: tuple[SampleView, ...]


def report(history: History, *, samples: int, comparison: Comparison | None = None, against: str = "") -> str:
    """Return the page.

    Args:
        history: What the back-test found.
        samples: How many rings to show of each rule, and of what it gained and what it lost.
        comparison: What changed since older rules, if they were asked too.
        against: What the older rules are called.
    """
    environment = Environment(
        loader=PackageLoader("tocsin.backtest", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    days = _span(history)
    return environment.get_template("report.html").render(
        history=history,
        period=_period(days),
        per_day=plot(history.articles_on, days, what="articles") if days else None,
        rules=[_rule(one, history, days, samples) for one in _loudest_first(history.rules)],
        silent=history.never,
        pairs=history.pairs[:MOST_PAIRS],
        pairs_left=max(0, len(history.pairs) - MOST_PAIRS),
        share=_share_of_pair,
        not_read=history.not_read[:MOST_NOT_READ],
        not_read_left=max(0, len(history.not_read) - MOST_NOT_READ),
        comparison=comparison,
        against=against,
        changes=list(_changes(comparison, samples)) if comparison else [],
    )


def _span(history: History) -> tuple[date, date] | None:
    return (history.days[0], history.days[-1]) if history.days else None


def _period(days: tuple[date, date] | None) -> str:
    if days is None:
        return "no article has a date"
    return day_text(days[0]) if days[0] == days[1] else f"{day_text(days[0])} to {day_text(days[1])}"


def _loudest_first(rules: Sequence[RuleHistory]) -> list[RuleHistory]:
    return sorted((one for one in rules if one.rings), key=lambda one: (-len(one.rings), one.rule.id))


def _rule(one: RuleHistory, history: History, days: tuple[date, date] | None, samples: int) -> RuleView:
    undated = one.by_day[None]
    is_dated = days is not None and len(one.rings) > undated
    return RuleView(
        id=one.rule.id,
        title=one.rule.title,
        severity=one.rule.severity.value,
        rings=len(one.rings),
        articles=one.articles,
        share=percent(one.articles, history.articles),
        a_day=a_day(one, history),
        busiest=_busiest(one),
        undated=undated,
        spark=sparkline(one.by_day, days, **_SPARK) if days and is_dated else None,
        plot=plot(one.by_day, days, what="rings") if days and is_dated else None,
        samples=_samples(one.rings, samples),
    )


def percent(part: int, whole: int) -> str:
    """Return a share for people: "12%", "0.4%", and "–" of nothing."""
    if not whole:
        return "–"
    share = 100 * part / whole
    return f"{share:.0f}%" if share >= 10 or not part else f"{share:.1f}%" if share >= 0.1 else "<0.1%"


def a_day(one: RuleHistory, history: History) -> str:
    """Return how often a rule rings on a day that has articles, undated ones aside: "2.4", "–" without any day."""
    if not history.days:
        return "–"
    rate = (len(one.rings) - one.by_day[None]) / len(history.days)
    return f"{rate:,.1f}" if rate >= 0.1 or not rate else f"{rate:.2f}" if rate >= 0.01 else "<0.01"


def _busiest(one: RuleHistory) -> str:
    dated = [(many, day) for day, many in one.by_day.items() if day is not None]
    if not dated:
        return ""
    many, day = max(dated)
    return f"{many:,} on {day_text(day)}"


def _samples(rings: Sequence[Ring], at_most: int) -> tuple[SampleView, ...]:
    return tuple(_sample(ring) for ring in spread(rings, at_most))


def _sample(ring: Ring) -> SampleView:
    event = ring.event
    return SampleView(
        article=ring.article_id,
        headline=ring.headline or "",
        day=day_text(ring.day) if ring.day else "undated",
        line=headline(event),
        evidence=tuple(_around(sentence, event.trigger) for sentence in _telling(ring)),
        because="; ".join(ring.because),
    )


def _telling(ring: Ring) -> tuple[str, ...]:
    """The first sentence of the event and those with the numbers that made it ring: few, in the order of the text."""
    numbers = set(_NUMBER.findall(" ".join(ring.because)))
    sentences = tuple(enumerate(ring.event.evidence))
    first = sorted(sentences, key=lambda one: (one[0] > 0, not any(number in one[1] for number in numbers), one[0]))
    return tuple(sentence for _, sentence in sorted(first[:_MOST_SENTENCES]))


def _around(sentence: str, trigger: str) -> tuple[str, str, str]:
    """The sentence before the words that tell the event, those words, and the sentence after them."""
    shown = sentence if len(sentence) <= _LONGEST_SENTENCE else sentence[:_LONGEST_SENTENCE] + " …"
    before, found, after = shown.partition(trigger)
    return before, found, after


def _share_of_pair(pair: Pair) -> str:
    return f"{pair.likeness:.0%}"


def _changes(comparison: Comparison, samples: int) -> Iterator[ChangeView]:
    """The rules that changed, those that changed most first."""
    changed = [change for change in comparison.changes if not change.is_none]
    for change in sorted(changed, key=lambda one: (-len(one.gained) - len(one.lost), one.rule.id)):
        yield ChangeView(
            id=change.rule.id,
            title=change.rule.title,
            gained=len(change.gained),
            lost=len(change.lost),
            unchanged=change.unchanged,
            gained_samples=_samples(change.gained, samples),
            lost_samples=_samples(change.lost, samples),
        )
