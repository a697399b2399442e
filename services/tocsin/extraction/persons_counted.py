"""Sentence -> the groups of a swap, each with the side that receives it."""

from tocsin.domain.event import Counted
from tocsin.extraction.counted_words import PERSONS
from tocsin.extraction.counts import Measure, actor_within, stands_of
from tocsin.extraction.facts import Sentence
from tocsin.extraction.subsets import is_share, opens_subset


def exchanged_in(sentence: Sentence) -> tuple[Measure, ...]:
    """Return the persons of a swap, each group with the side that receives it.

    A group without a side of its own has that of the group before it: "157 Russian servicemen and three civilians".
    """
    found: list[Measure] = []
    share_until = -1
    for stand in stands_of(sentence):
        quantity, first, last = stand.quantity, stand.first, stand.last
        if found and (opens_subset(sentence, first) or is_share(sentence, last)):
            share_until = first + 8
        if quantity.noun not in PERSONS and quantity.noun not in ("inhabitant", "prisoner", "pow", "captive"):
            continue
        if first < share_until:
            continue
        of = _receiver(sentence, last) or actor_within(sentence, first, last + 3) or (found[-1].of if found else None)
        found.append(Measure(Counted.EXCHANGED, quantity.n, quantity.approx, None, first, of))
    return tuple(found)


def _receiver(sentence: Sentence, last: int) -> str | None:
    """The side to which a group was "handed back" or "returned"."""
    for actor in sentence.actors:
        at = sentence.word_at(actor.start)
        if last < at < last + 10 and sentence.row[at - 1] == "to":
            return actor.code
    return None
