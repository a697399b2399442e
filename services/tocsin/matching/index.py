"""Many conjunctions -> for an event, those that it meets; they can come and go.

Per key there is a bitmap of the conjunctions that ask for it, and one of them for each value (the posting). What an
event meets is the AND over all keys of (its postings OR those that do not ask): roaring bitmaps do that for tens of
thousands in microseconds.

To begin with few, each conjunction has a home: the type that it asks for, and the first of ``_HOMES``. An event calls
at the homes of its type, and at those of no type, for those that ask for one of its values there. They are narrowed by
the keys that conjunctions of this home ask for as well, and no others.
"""

import itertools
import marshal
from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from typing import get_args

from pyroaring import BitMap

from tocsin.domain.event import ROLES
from tocsin.matching.conjunctions import KINDS, Conjunction, Key, Threshold
from tocsin.matching.facts import Facts
from tocsin.matching.phrases import PhraseFinder
from tocsin.matching.postings import Postings, Thresholds, file, take_out

_HOMES: tuple[Key, ...] = ("evidence", "places", *ROLES, "actors", "claim", "publisher", "countries")
"""The first of these that a conjunction asks for is its home."""
_ANY: frozenset[Hashable] = frozenset({None})  # the type of conjunctions that ask for none
_Kind = tuple[Hashable, ...]


class Index:
    """Conjunctions by number. Adding and removing costs the same however many there are."""

    def __init__(self) -> None:
        self._all, self._homeless = BitMap(), BitMap()
        # What each number was filed under, in a hundred bytes: to take it out, the rule need not be read again.
        self._filed: dict[int, bytes] = {}
        self._homes: dict[Key, dict[Hashable, dict[Hashable, BitMap]]] = {key: {} for key in _HOMES}
        self._keys: dict[Key, Postings] = {key: Postings() for key in get_args(Key)}
        self._also_asked: dict[Key, Counter[Key]] = {key: Counter() for key in _HOMES}
        self._thresholds = Thresholds()
        self._phrases: dict[Key, PhraseFinder] = {key: PhraseFinder() for key in ("places", "evidence", "article")}
        # What type, subtype, status and background leave of all and of the homeless, kept for the next such event.
        self._left_by_kind: dict[_Kind, tuple[BitMap, BitMap]] = {}

    def __len__(self) -> int:
        """How many conjunctions there are."""
        return len(self._all)

    def add(self, number: int, conjunction: Conjunction) -> None:
        """File a conjunction under a number that none bears."""
        self._left_by_kind.clear()
        self._all.add(number)
        self._filed[number] = marshal.dumps((conjunction.values, tuple(map(tuple, conjunction.thresholds))))
        home = _home(conjunction)
        if home is None:
            self._homeless.add(number)
        else:
            for event_type in conjunction.values.get("type", _ANY):
                file(self._homes[home].setdefault(event_type, {}), number, conjunction.values[home])
            also = self._also_asked[home]
            for key in _others(home, conjunction):
                also[key] += 1
        if conjunction.thresholds:
            self._thresholds.add(number, conjunction.thresholds)
        for key, values in conjunction.values.items():
            new = self._keys[key].add(number, values)
            if new and key in self._phrases:
                self._phrases[key].add(map(str, new))

    def remove(self, number: int) -> None:
        """Take out the conjunction that was filed under a number; where none was, nothing changes."""
        filed = self._filed.pop(number, None)
        if filed is None:
            return
        values, thresholds = marshal.loads(filed)  # noqa: S302  # our own bytes, of this process
        conjunction = Conjunction(values, tuple(itertools.starmap(Threshold, thresholds)), exact=False)
        self._left_by_kind.clear()
        self._all.discard(number)
        home = _home(conjunction)
        if home is None:
            self._homeless.discard(number)
        else:
            for event_type in values.get("type", _ANY):
                take_out(self._homes[home][event_type], number, values[home])
            self._also_asked[home] -= Counter(_others(home, conjunction))
        if thresholds:
            self._thresholds.remove(number, conjunction.thresholds)
        for key, asked in conjunction.values.items():
            gone = self._keys[key].remove(number, asked)
            if gone and key in self._phrases:
                self._phrases[key].discard(map(str, gone))

    def met_by(self, facts: Facts) -> BitMap:
        """Return the numbers of the conjunctions that the event meets, by all that they say."""
        of_kind, homeless = self._of_kind(facts)
        told, left = self._told(facts), BitMap()
        for home, values in told.items():
            called_for = self._called_for(home, facts.event.type, values)
            for key in self._also_asked[home] if called_for else ():
                called_for = self._keys[key].narrow(called_for, told[key])
            left |= called_for
        left = (left | homeless) & of_kind
        left = self._keys["languages"].narrow(left, (facts.page.language,))
        left = self._thresholds.narrow(left, facts.tallies)
        article = self._keys["article"]
        if article.is_asked_by(left):  # a whole article is searched only where that decides
            left = article.narrow(left, self._phrases["article"].find(facts.page.folded))
        return left

    def _called_for(self, home: Key, event_type: str, values: Iterable[str]) -> BitMap:
        """Return those of a home that ask for one of the values, and for the type or for none."""
        found = BitMap()
        for one_type in (event_type, None):
            postings = self._homes[home].get(one_type)
            if postings:
                for value in values:
                    posting = postings.get(value)
                    if posting is not None:
                        found |= posting
        return found

    def _told(self, facts: Facts) -> dict[Key, Collection[str]]:
        """Return what the event has of each key that can be a home, in their order."""
        roles = facts.roles
        return {
            "evidence": self._phrases["evidence"].find(facts.evidence),
            "places": self._phrases["places"].find(facts.place),
            "by": roles["by"],
            "to": roles["to"],
            "with": roles["with"],
            "via": roles["via"],
            "actors": facts.actors,
            "claim": (facts.claim,),
            "publisher": (facts.page.publisher,),
            "countries": facts.countries,
        }

    def _of_kind(self, facts: Facts) -> tuple[BitMap, BitMap]:
        """Return those that events of this kind can meet, and of them the homeless."""
        event = facts.event
        kind: _Kind = (event.type.value, event.subtype, event.status.value, event.background)
        found = self._left_by_kind.get(kind)
        if found is None:
            left = self._all
            for key, value in zip(KINDS, kind, strict=True):
                left = self._keys[key].narrow(left, (value,))
            found = self._left_by_kind[kind] = (left, left & self._homeless)
        return found


def _home(conjunction: Conjunction) -> Key | None:
    return next((key for key in _HOMES if key in conjunction.values), None)


def _others(home: Key, conjunction: Conjunction) -> tuple[Key, ...]:
    """Return the other keys of a conjunction that could be homes."""
    return tuple(key for key in _HOMES if key in conjunction.values and key != home)
