"""The counts of an event -> the totals that thresholds are tested against."""

from collections import defaultdict
from dataclasses import dataclass

from tocsin.domain.event import Count, Counted, Event
from tocsin.matching.phrases import folded

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of what, both bounds included: ``high`` is None where the article gives no upper bound.

    ``sides`` are those that are counted, folded; empty where the article names none.
    """

    what: Counted
    low: int
    high: int | None
    unit: str | None
    sides: frozenset[str]
    counts: tuple[Count, ...]
    """What it is the sum of."""

    @property
    def said(self) -> str:
        """``12``, ``20 or more``, ``150 or less``, ``11 (4 of COL and 7 of ELN)``."""
        if len(self.counts) == 1:
            return _said(self.counts[0])
        shown = " and ".join(f"{_said(count)} of {count.of}" for count in self.counts)
        return f"{_bounds(self.low, self.high)} ({shown})"


def tallies(event: Event) -> tuple[Tally, ...]:
    """Return each count of the event, and the sum of those that count the same thing of different sides.

    "Four soldiers and seven guerrillas died" is 4 killed of one side and 7 of the other: 11 killed meet a threshold of
    10. Counts whose side is not named are left out of sums, since they may be the sum already.
    """
    single = [_tally(count) for count in event.counts]
    return (*single, *_sums(event.counts)) if len(single) > 1 else tuple(single)


def _sums(counts: tuple[Count, ...]) -> list[Tally]:
    by_side: dict[tuple[Counted, str | None], dict[str, Count]] = defaultdict(dict)
    for count in counts:
        if count.of is None:
            continue
        sides = by_side[count.what, count.unit]
        if count.of not in sides or count.low > sides[count.of].low:
            sides[count.of] = count
    return [_sum(what, unit, sides) for (what, unit), sides in by_side.items() if len(sides) > 1]


def _sum(what: Counted, unit: str | None, sides: dict[str, Count]) -> Tally:
    highs = [_high(count) for count in sides.values()]
    low = sum(count.low for count in sides.values())
    high = None if None in highs else sum(high for high in highs if high is not None)
    return Tally(what, low, high, unit, frozenset(map(folded, sides)), tuple(sides.values()))


def _tally(count: Count) -> Tally:
    sides = frozenset((folded(count.of),)) if count.of else _NOBODY
    return Tally(count.what, count.low, _high(count), count.unit, sides, (count,))


def _high(count: Count) -> int | None:
    return count.n[1] if isinstance(count.n, tuple) else count.n


def _said(count: Count) -> str:
    said = ("about " if count.approx else "") + _bounds(count.low, _high(count))
    return f"{said} {count.unit}" if count.unit else said


def _bounds(low: int, high: int | None) -> str:
    if high is None:
        return f"{low:,} or more"
    if low == high:
        return f"{low:,}"
    return f"{low:,} to {high:,}" if low else f"{high:,} or less"
