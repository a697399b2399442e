"""Bitmaps of conjunctions by what they ask for: by a value of a key, by a number that must be reached."""

import bisect
from collections.abc import Hashable, Iterable

from pyroaring import BitMap

from tocsin.matching.conjunctions import Threshold
from tocsin.matching.tallies import Tally

_ENDLESS = 2**63
_KEPT_UNIONS = 256
"""Cumulated bitmaps kept for one counted thing. Rules ask for round numbers: some dozens of different ones."""


class Postings:
    """One key: which conjunctions ask for it, and which of them accept which value."""

    def __init__(self) -> None:
        self._accepting: dict[Hashable, BitMap] = {}
        self._asking = BitMap()

    def add(self, number: int, values: frozenset[Hashable]) -> list[Hashable]:
        """File a conjunction that asks for the key; return the values that none before asked for."""
        self._asking.add(number)
        return file(self._accepting, number, values)

    def remove(self, number: int, values: frozenset[Hashable]) -> list[Hashable]:
        """Take a conjunction out, with what it was filed by; return the values that none asks for now."""
        self._asking.discard(number)
        return take_out(self._accepting, number, values)

    def is_asked_by(self, some: BitMap) -> bool:
        """Does one of these conjunctions ask for the key?"""
        return bool(some.intersect(self._asking))

    def narrow(self, left: BitMap, values: Iterable[Hashable]) -> BitMap:
        """Return those of ``left`` that accept one of the values, or do not ask for the key."""
        if not self._accepting:
            return left
        accepted = left - self._asking
        for value in values:
            posting = self._accepting.get(value)
            if posting is not None:
                accepted |= left & posting
        return accepted


def file(postings: dict[Hashable, BitMap], number: int, values: Iterable[Hashable]) -> list[Hashable]:
    """Add a number to the posting of each value; return the values that had none."""
    new = []
    for value in values:
        posting = postings.get(value)
        if posting is None:
            postings[value] = BitMap((number,))
            new.append(value)
        else:
            posting.add(number)
    return new


def take_out(postings: dict[Hashable, BitMap], number: int, values: Iterable[Hashable]) -> list[Hashable]:
    """Take a number out of the posting of each value; return the values that have none now."""
    gone = []
    for value in values:
        posting = postings[value]
        posting.discard(number)
        if not posting:
            del postings[value]
            gone.append(value)
    return gone


class Thresholds:
    """The key ``counts``: which conjunctions ask for which numbers of what, exactly."""

    def __init__(self) -> None:
        self._things: dict[tuple[str, str], _Thing] = {}
        self._asking = BitMap()

    def add(self, number: int, asked: tuple[Threshold, ...]) -> None:
        """File a conjunction that asks for a count."""
        self._asking.add(number)
        for one in asked:
            thing = (one.what, one.unit)
            if thing not in self._things:
                self._things[thing] = _Thing()
            self._things[thing].add(number, one)

    def remove(self, number: int, asked: tuple[Threshold, ...]) -> None:
        """Take a conjunction out, with the thresholds that it was filed under."""
        self._asking.discard(number)
        for one in asked:
            thing = self._things.get((one.what, one.unit))
            if thing is not None:
                thing.remove(number, one)
                if thing.is_empty:
                    del self._things[one.what, one.unit]

    def narrow(self, left: BitMap, tallies: Iterable[Tally]) -> BitMap:
        """Return those of ``left`` of which one of the totals is in a wanted range, and those that ask for none."""
        if not self._things:
            return left
        accepted = left - self._asking
        for tally in tallies:
            for unit in ("", tally.unit) if tally.unit else ("",):
                thing = self._things.get((tally.what, unit))
                if thing is not None:
                    accepted |= thing.met_by(tally, left)
        return accepted


class _Thing:
    """One thing that is counted: floors, floors with a ceiling and those ceilings, floors to be possible."""

    def __init__(self) -> None:
        self._open, self._floors, self._ceilings = _Cumulated(), _Cumulated(), _Cumulated()
        self._possible = _Cumulated()

    @property
    def is_empty(self) -> bool:
        return not (self._open or self._floors or self._possible)

    def add(self, number: int, asked: Threshold) -> None:
        for steps, value in self._places(asked):
            steps.add(number, value)

    def remove(self, number: int, asked: Threshold) -> None:
        for steps, value in self._places(asked):
            steps.remove(number, value)

    def _places(self, asked: Threshold) -> tuple[tuple["_Cumulated", int], ...]:
        if asked.possible:
            return ((self._possible, asked.low),)  # with a ceiling, which is not filed, the conjunction is not exact
        if asked.high is None:
            return ((self._open, asked.low),)
        # A ceiling is a floor of the number with its sign turned.
        return ((self._floors, asked.low), (self._ceilings, -asked.high))

    def met_by(self, tally: Tally, left: BitMap) -> BitMap:
        met: BitMap = left & self._open.up_to(tally.low)
        if self._possible:
            met |= left & self._possible.up_to(_ENDLESS if tally.high is None else tally.high)
        if self._floors and tally.high is not None:
            met |= left & self._floors.up_to(tally.low) & self._ceilings.up_to(-tally.high)
        return met


class _Cumulated:
    """Numbers at points of a line: all that stand at or below a point are one bitmap, made when first asked for."""

    def __init__(self) -> None:
        self._points: list[int] = []
        self._at: dict[int, BitMap] = {}
        self._unions: dict[int, BitMap] = {}

    def __bool__(self) -> bool:
        return bool(self._points)

    def add(self, number: int, point: int) -> None:
        if point not in self._at:
            bisect.insort(self._points, point)
            self._at[point] = BitMap()
        self._at[point].add(number)
        for top, union in self._unions.items():
            if top >= point:
                union.add(number)

    def remove(self, number: int, point: int) -> None:
        here = self._at.get(point)
        if here is None:
            return
        here.discard(number)
        for top, union in self._unions.items():
            if top >= point:
                union.discard(number)
        if not here:
            del self._at[point]
            self._points.remove(point)
            self._unions.pop(point, None)

    def up_to(self, value: int) -> BitMap:
        below = bisect.bisect_right(self._points, value)
        if not below:
            return BitMap()
        top = self._points[below - 1]
        union = self._unions.get(top)
        if union is None:
            if len(self._unions) >= _KEPT_UNIONS:
                self._unions.pop(next(iter(self._unions)))
            union = self._unions[top] = BitMap.union(*(self._at[point] for point in self._points[:below]))
        return union
