"""Many rules -> for an event, the few of them that may ring.

Per key of ``match:`` there is a bitmap of rules for each value (the posting), and one of the rules that do not ask
for the key at all. An event's candidates are the AND over all keys of (its postings OR those that do not ask), so the
time grows with the number of rules / 65,536 and not with the number of rules (roaring bitmaps).
"""

import bisect
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from pyroaring import BitMap

from tocsin.domain.event import Counted
from tocsin.matching.condition import Condition
from tocsin.matching.facts import Facts
from tocsin.matching.phrases import PhraseFinder, fold

Asked = Callable[[Condition], Iterable[Hashable]]
_THRESHOLD_STEPS = 256  # bitmaps kept for each thing that is counted; thresholds between two steps share the lower one


class _Key:
    """One key of ``match:``: which rules accept which value. Where a rule asks for none, any will do."""

    def __init__(self, matches: Sequence[Condition], asked: Asked) -> None:
        numbers: dict[Hashable, list[int]] = defaultdict(list)
        indifferent: list[int] = []
        for number, match in enumerate(matches):
            values = tuple(asked(match))
            if not values:
                indifferent.append(number)
            for value in values:
                numbers[value].append(number)
        self.postings = {value: BitMap(rules) for value, rules in numbers.items()}
        self._indifferent = BitMap(indifferent)

    def narrow(self, candidates: BitMap, values: Iterable[Hashable]) -> BitMap:
        """Return those of the candidates that accept one of the values."""
        if not self.postings:
            return candidates
        accepted = candidates & self._indifferent
        for value in values:
            posting = self.postings.get(value)
            if posting is not None:
                accepted |= candidates & posting
        return accepted


class _Thresholds:
    """The key ``counts``: per counted thing, nested bitmaps of the rules whose ``min`` is at most a number."""

    def __init__(self, matches: Sequence[Condition]) -> None:
        self._indifferent = BitMap([number for number, match in enumerate(matches) if not match.counts])
        rules_at: dict[Counted, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, match in enumerate(matches):
            for counts in match.counts:
                for what in counts.what:
                    rules_at[what][0 if counts.possible else counts.min].append(number)
        self._steps = {what: _nested(by_minimum) for what, by_minimum in rules_at.items()}

    def narrow(self, candidates: BitMap, facts: Facts) -> BitMap:
        """Return those of the candidates with a threshold that some total reaches; ``max`` is not looked at."""
        if not self._steps:
            return candidates
        accepted = candidates & self._indifferent
        for tally in facts.tallies:
            minimums, reached = self._steps.get(tally.what, ((), ()))
            step = bisect.bisect_right(minimums, tally.low) - 1
            if step >= 0:
                accepted |= candidates & reached[step]
        return accepted


def _nested(rules_at: dict[int, list[int]]) -> tuple[tuple[int, ...], tuple[BitMap, ...]]:
    """Return ascending steps, and for each the rules whose minimum is below the next step.

    Between two steps a few rules too many are named, never one too few.
    """
    minimums = sorted(rules_at)
    stride = -(-len(minimums) // _THRESHOLD_STEPS)
    steps, bitmaps, so_far = [], [], BitMap()
    for first in range(0, len(minimums), stride):
        for minimum in minimums[first : first + stride]:
            so_far |= BitMap(rules_at[minimum])
        steps.append(minimums[first])
        bitmaps.append(so_far.copy())
    return tuple(steps), tuple(bitmaps)


class Index:
    """The rules that may ring, by what an event is."""

    def __init__(self, matches: Sequence[Condition]) -> None:
        self._all = BitMap(range(len(matches)))
        self._type = _Key(matches, lambda match: match.type)
        self._subtype = _Key(matches, lambda match: match.subtype)
        self._status = _Key(matches, lambda match: match.status)
        self._background = _Key(matches, lambda match: () if match.background in (None, "any") else (match.background,))
        self._countries = _Key(matches, lambda match: match.states)
        self._actors = _Key(matches, lambda match: match.anybody)
        self._by = _Key(matches, lambda match: match.role("by"))
        self._to = _Key(matches, lambda match: match.role("to"))
        self._with = _Key(matches, lambda match: match.role("with"))
        self._via = _Key(matches, lambda match: match.role("via"))
        self._places = _Key(matches, lambda match: _folded(match.places))
        self._keywords = _Key(matches, _in_evidence)
        self._thresholds = _Thresholds(matches)
        self._place_finder = PhraseFinder(map(str, self._places.postings))
        self._keyword_finder = PhraseFinder(map(str, self._keywords.postings))

    def candidates(self, facts: Facts) -> BitMap:
        """Return the numbers of the rules that may ring: all that do, and few that do not."""
        event = facts.event
        left = self._type.narrow(self._all, (event.type,))
        left = self._subtype.narrow(left, (event.subtype,))
        left = self._status.narrow(left, (event.status,))
        left = self._background.narrow(left, (event.background,))
        left = self._countries.narrow(left, facts.countries)
        left = self._actors.narrow(left, facts.actors)
        left = self._by.narrow(left, facts.roles["by"])
        left = self._to.narrow(left, facts.roles["to"])
        left = self._with.narrow(left, facts.roles["with"])
        left = self._via.narrow(left, facts.roles["via"])
        left = self._thresholds.narrow(left, facts)
        left = self._places.narrow(left, self._place_finder.find(facts.place))
        return self._keywords.narrow(left, self._keyword_finder.find(facts.evidence))


def _in_evidence(match: Condition) -> tuple[str, ...]:
    words = match.keywords
    return _folded(words.any) if words and words.in_ == "evidence" else ()


def _folded(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, phrases))
