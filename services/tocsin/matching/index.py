"""Many conjunctions -> for an event, those that it meets; they can come and go.

Per key there is a bitmap of conjunctions for each value (the posting), and one of those that do not ask for the key at
all. What an event meets is the AND over all keys of (its postings OR those that do not ask), so the time grows with the
number of conjunctions / 65,536 and not with their number (roaring bitmaps).
"""

from collections.abc import Hashable, Iterable
from typing import get_args

from pyroaring import BitMap

from tocsin.domain.event import ROLES
from tocsin.matching.conjunctions import KINDS, Conjunction, Key
from tocsin.matching.facts import Facts
from tocsin.matching.phrases import PhraseFinder
from tocsin.matching.postings import Postings, Thresholds

_NOTHING: frozenset[Hashable] = frozenset()


class Index:
    """Conjunctions by number. Adding and removing costs the same however many there are."""

    def __init__(self) -> None:
        self._all = BitMap()
        self._keys: dict[Key, Postings] = {key: Postings() for key in get_args(Key)}
        self._thresholds = Thresholds()
        self._phrases: dict[Key, PhraseFinder] = {key: PhraseFinder() for key in ("places", "evidence", "article")}
        # What is left by type, subtype, status and background together: one bitmap for four, of the next event too.
        self._left_by_kind: dict[tuple[Hashable, ...], BitMap] = {}

    def __len__(self) -> int:
        """How many conjunctions there are."""
        return len(self._all)

    def add(self, number: int, conjunction: Conjunction) -> None:
        """File a conjunction under a number that none bears."""
        self._left_by_kind.clear()
        self._all.add(number)
        self._thresholds.add(number, conjunction.thresholds)
        for key, postings in self._keys.items():
            new = postings.add(number, conjunction.values.get(key, _NOTHING))
            if new and key in self._phrases:
                self._phrases[key].add(map(str, new))

    def remove(self, number: int, conjunction: Conjunction) -> None:
        """Take out the conjunction that was filed under a number."""
        self._left_by_kind.clear()
        self._all.discard(number)
        self._thresholds.remove(number, conjunction.thresholds)
        for key, postings in self._keys.items():
            gone = postings.remove(number, conjunction.values.get(key, _NOTHING))
            if gone and key in self._phrases:
                self._phrases[key].discard(map(str, gone))

    def met_by(self, facts: Facts) -> BitMap:
        """Return the numbers of the conjunctions that the event meets, by all that they say."""
        keys, page = self._keys, facts.page
        left = self._of_kind(facts)
        left = keys["countries"].narrow(left, facts.countries)
        left = keys["actors"].narrow(left, facts.actors)
        for role in ROLES:
            left = keys[role].narrow(left, facts.roles[role])
        left = self._thresholds.narrow(left, facts.tallies)
        left = self._narrow_by_phrases("evidence", left, facts.evidence)
        left = self._narrow_by_phrases("places", left, facts.place)
        left = keys["languages"].narrow(left, (page.language,))
        if keys["publisher"].is_asked:
            left = keys["publisher"].narrow(left, (page.publisher,))
        left = keys["claim"].narrow(left, (facts.claim,))
        if keys["article"].is_asked and left:
            left = self._narrow_by_phrases("article", left, page.folded)
        return left

    def _of_kind(self, facts: Facts) -> BitMap:
        event = facts.event
        kind: tuple[Hashable, ...] = (event.type, event.subtype, event.status, event.background)
        left = self._left_by_kind.get(kind)
        if left is None:
            left = self._all
            for key, value in zip(KINDS, kind, strict=True):
                left = self._keys[key].narrow(left, (value,))
            self._left_by_kind[kind] = left
        return left

    def _narrow_by_phrases(self, key: Key, left: BitMap, text: str) -> BitMap:
        postings = self._keys[key]
        return postings.narrow(left, self._found(key, text)) if postings.is_asked else left

    def _found(self, key: Key, text: str) -> Iterable[str]:
        return self._phrases[key].find(text)
