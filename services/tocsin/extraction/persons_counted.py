"""Sentence -> persons that no number or a swap counts: one victim, one arrestee, the groups of an exchange."""

from tocsin.domain.event import Counted
from tocsin.extraction.counted_words import PERSONS
from tocsin.extraction.counts import Measure, actor_within, is_share, opens_subset
from tocsin.extraction.facts import Sentence


def singles_of(sentence: Sentence, verb: int, what: Counted) -> tuple[Measure, ...]:
    """Return one victim or arrestee where the text has one without a number: "a Palestinian is killed".

    ``verb`` is the word that says it.
    """
    row = sentence.row
    before = row[max(0, verb - 4) : verb]
    passive = bool({"is", "was"} & set(before)) or before[-2:] == ["has", "been"]
    active = row[verb + 1 : verb + 2] in (["a"], ["an"]) and row[verb + 2 : verb + 3] not in (
        ["total"],
        ["number"],
        ["group"],
        ["series"],
    )
    if (passive and not {"who", "that", "which"} & set(before)) or active:
        return (Measure(what, 1, approx=False, unit=None, at=verb, of=None),)
    return ()


def exchanged_in(sentence: Sentence) -> tuple[Measure, ...]:
    """Return the persons of a swap, each group with the side that receives it.

    A group without a side of its own has that of the group before it: "157 Russian servicemen and three civilians".
    """
    found: list[Measure] = []
    share_until = -1
    for quantity in sentence.quantities:
        first, last = sentence.word_at(quantity.start), sentence.word_at(quantity.end - 1) + 1
        if found and (opens_subset(sentence, first) or is_share(sentence, last)):
            share_until = first + 8
        if quantity.noun not in PERSONS and quantity.noun not in ("inhabitant", "prisoner", "pow", "captive"):
            continue
        if quantity.ordinal or first < share_until:
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
