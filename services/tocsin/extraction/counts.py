"""Quantities of a sentence -> what they count: killed, drones, days, an amount of money."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tocsin.domain.event import Bounds, Counted
from tocsin.extraction.counted_persons import may_be_persons
from tocsin.extraction.counted_words import BY_NOUN, CROWD, PERSONS, STOPS, TROOPS, WEAPONS
from tocsin.extraction.counting_verbs import is_downed, is_toll, of_a_number, word_after, word_before
from tocsin.extraction.facts import Sentence
from tocsin.extraction.gazetteer.known import state_adjectives
from tocsin.extraction.number_words import PERSONS as ONE_PERSON
from tocsin.extraction.numbers import Quantity
from tocsin.extraction.subsets import end_of_aside, is_share, opens_subset


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity and what it counts. ``at`` is the word at which it stands; ``of`` an actor named with it, if any.

    ``joined`` is true where it is one of a row with the measure before it: "six soldiers and seven gunmen were killed".
    """

    what: Counted
    n: int | Bounds
    approx: bool
    unit: str | None
    at: int
    of: str | None
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a quantity stands: words ``first`` to ``last`` (exclusive), the next one at ``stop``."""

    quantity: Quantity
    first: int
    last: int
    stop: int
    is_whole: bool = False  # 83 in "62 of 83 drones"


def measures_of(sentence: Sentence) -> tuple[Measure, ...]:
    """Return what the quantities of a sentence count; subsets ("including 11 children") are left out."""
    measures: list[Measure] = []
    subset_until = -1
    waiting: list[Stand] = []  # "six soldiers" of "six soldiers and seven gunmen were killed"
    for stand in stands_of(sentence):
        quantity, first = stand.quantity, stand.first
        if measures and measures[-1].what in WEAPONS and _is_downed_share(sentence, stand):
            measures.append(_measure(sentence, stand, Counted.SHOT_DOWN, joined=True))
            continue
        if (measures or waiting) and (opens_subset(sentence, first) or is_share(sentence, stand.last)):
            subset_until = end_of_aside(sentence, first)
        if first < subset_until:
            continue
        if waiting and not _in_a_row(sentence, waiting[-1], first):
            waiting = []
        what = _what(sentence, stand)
        if what in WEAPONS and measures and not stand.is_whole and _goes_on(sentence, measures[-1], first):
            what = Counted.SHOT_DOWN
        follows = bool(measures) and _joined(sentence, measures[-1].at, first) and names_persons(quantity.noun)
        if what is None and follows:
            measures.append(_measure(sentence, stand, measures[-1].what, joined=True))
        elif what is not None:
            together = [*waiting, stand] if what in _TOLL and names_persons(quantity.noun) else [stand]
            measures += [_measure(sentence, one, what, joined=one is not together[0]) for one in together]
            waiting = []
        elif names_persons(quantity.noun):
            waiting.append(stand)
    return tuple(measures)


def _is_downed_share(sentence: Sentence, stand: Stand) -> bool:
    """Whether some of the weapons just counted were stopped: "183 drones, 31 of which were shot down"."""
    if stand.quantity.noun is not None and BY_NOUN.get(stand.quantity.noun) not in WEAPONS:
        return False
    part = is_share(sentence, stand.last) or stand.quantity.noun is None
    return part and is_downed(sentence, stand.first, stand.last, stand.stop)


def stands_of(sentence: Sentence) -> Iterator[Stand]:
    """Yield where the quantities of a sentence stand; of "four of the 28 hostages" the four count hostages."""
    spans = [
        (one, sentence.word_at(one.start), sentence.word_at(one.end - 1) + 1)
        for one in sentence.quantities
        if not one.ordinal
    ]
    whole: Stand | None = None
    for index, (quantity, first, last) in enumerate(spans):
        following = spans[index + 1] if index + 1 < len(spans) else None
        stand = Stand(quantity, first, last, following[1] if following else len(sentence.row))
        if following and quantity.noun is None and tuple(sentence.row[last : following[1]]) in _PART_OF:
            stop = spans[index + 2][1] if index + 2 < len(spans) else len(sentence.row)
            whole = Stand(*following, stop, is_whole=True)
            yield Stand(replace(quantity, noun=following[0].noun), first, whole.last, stop)
        elif whole is None or whole.quantity is not quantity:
            yield stand
        elif BY_NOUN.get(quantity.noun or "") in WEAPONS:
            yield whole


_PART_OF = frozenset(
    (*words.split(),) for words in ("of", "of the", "out of", "out of the", "of its", "of their", "of some", "of those")
)


def _measure(sentence: Sentence, stand: Stand, what: Counted, *, joined: bool) -> Measure:
    quantity = stand.quantity
    of = actor_within(sentence, stand.first, min(stand.last + 5, stand.stop))
    return Measure(what, quantity.n, quantity.approx, quantity.unit, stand.first, of, joined)


_TOLL = frozenset({Counted.KILLED, Counted.INJURED, Counted.MISSING, Counted.CAPTURED, Counted.DETAINED})
_ROW_REACH = 9  # words from one number to the next of a row


def _in_a_row(sentence: Sentence, before: Stand, first: int) -> bool:
    """Whether only the noun of the number before stands between it and this one: "six soldiers and seven gunmen"."""
    between = sentence.row[before.last : first]
    return (
        bool(between)
        and between[-1] in ("and", ",")
        and len(between) < _ROW_REACH
        and _BREAKS_A_ROW.isdisjoint(between[:-1])
    )


_BREAKS_A_ROW = frozenset("in on at by after when while who that which , ; ( ) were was are is have has had".split())


def names_persons(noun: str | None) -> bool:
    """Return whether a noun after a number is one of persons, or of the citizens of a state."""
    return noun is not None and (noun in PERSONS or noun in ONE_PERSON or noun.capitalize() in state_adjectives())


def _what(sentence: Sentence, stand: Stand) -> Counted | None:
    """What a quantity counts: by its unit or noun, by the word before it, by the verb after it, by what is left."""
    quantity, first, last = stand.quantity, stand.first, stand.last
    if quantity.unit is not None:
        in_brackets = sentence.row[first - 1 : first] == ["("]  # "€1 billion (US$1.2 billion)" is one amount
        return None if in_brackets else Counted.AMOUNT
    by_noun = BY_NOUN.get(quantity.noun or "")
    if by_noun is not None:
        return _what_noun(by_noun, sentence, stand)
    if is_toll(sentence, first):
        return Counted.KILLED
    if not may_be_persons(quantity.noun):
        return None
    told = word_before(sentence, first) or of_a_number(sentence, first, quantity)
    return told or word_after(sentence, last, stand.stop) or _what_crowd(sentence, quantity)


def _what_noun(noun: Counted, sentence: Sentence, stand: Stand) -> Counted | None:
    first, last = stand.first, stand.last
    if stand.is_whole:
        return noun
    if noun in WEAPONS and is_downed(sentence, first, last, stand.stop):
        return Counted.SHOT_DOWN
    if noun is Counted.DAYS and _POINTS_IN_TIME & set(sentence.row[last : last + 2]):
        return None  # "two days ago" counts nothing
    return noun


_POINTS_IN_TIME = frozenset("ago prior before after later earlier".split())


def _what_crowd(sentence: Sentence, quantity: Quantity) -> Counted | None:
    if quantity.noun in TROOPS and any(word.startswith("deploy") or word in ("sent", "send") for word in sentence.row):
        return Counted.TROOPS
    return Counted.PEOPLE if quantity.noun in CROWD else None


def _goes_on(sentence: Sentence, measure: Measure, first: int) -> bool:
    """Whether the verb before holds for these weapons too: "shot down 30 drones and two missiles"."""
    row, before = sentence.row, measure.at
    if measure.what is not Counted.SHOT_DOWN:
        return False
    bound = row[first - 1] == "and" or row[max(0, first - 3) : first] == ["as", "well", "as"]
    return bound and first - before < 12 and STOPS.isdisjoint(row[before:first])


def _joined(sentence: Sentence, before: int, first: int) -> bool:
    return sentence.row[first - 1] in ("and", ",") and first - before < 8


def actor_within(sentence: Sentence, first: int, last: int) -> str | None:
    """Return the code of the actor among the words from ``first`` to ``last``: "157 Russian servicemen"."""
    for actor in sentence.actors:
        at = sentence.word_at(actor.start)
        if first <= at < last and actor.kind != "capital" and sentence.row[at - 1] not in _LOCATIVE:
            return actor.code
    return None


_LOCATIVE = frozenset("in at near on by across from against within inside outside".split())
