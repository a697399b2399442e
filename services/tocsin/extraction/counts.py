"""Quantities of a sentence -> what they count: killed, drones, days, an amount of money."""

from dataclasses import dataclass
from itertools import pairwise

from tocsin.domain.event import Bounds, Counted
from tocsin.extraction.counted_words import BY_NOUN, BY_WORD, CROWD, DOWNED, PERSONS, STOPS, SUBSET, TROOPS, WEAPONS
from tocsin.extraction.facts import Sentence
from tocsin.extraction.numbers import Quantity


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity and what it counts. ``at`` is the word at which it stands; ``of`` an actor named with it, if any."""

    what: Counted
    n: int | Bounds
    approx: bool
    unit: str | None
    at: int
    of: str | None


def measures_of(sentence: Sentence) -> tuple[Measure, ...]:
    """Return what the quantities of a sentence count; subsets ("including 11 children") are left out."""
    measures: list[Measure] = []
    subset_until = -1
    spans = [
        (q, sentence.word_at(q.start), sentence.word_at(q.end - 1) + 1) for q in sentence.quantities if not q.ordinal
    ]
    for index, (quantity, first, last) in enumerate(spans):
        if measures and (opens_subset(sentence, first) or is_share(sentence, last)):
            subset_until = _end_of_aside(sentence, first)
        if first < subset_until:
            continue
        stop = spans[index + 1][1] if index + 1 < len(spans) else len(sentence.row)
        what = _what(sentence, quantity, first, last, stop)
        if what is None and measures and _joined(sentence, measures[-1].at, first) and quantity.noun in PERSONS:
            what = measures[-1].what
        if what is not None:
            of = actor_within(sentence, first, min(last + 5, stop))
            measures.append(Measure(what, quantity.n, quantity.approx, quantity.unit, first, of))
    return tuple(measures)


def _what(sentence: Sentence, quantity: Quantity, first: int, last: int, stop: int) -> Counted | None:
    """What a quantity counts: by its unit or noun, by the word before it, by the verb after it, by what is left."""
    if quantity.unit is not None:
        in_brackets = sentence.row[first - 1 : first] == ["("]  # "€1 billion (US$1.2 billion)" is one amount
        return None if in_brackets else Counted.AMOUNT
    by_noun = BY_NOUN.get(quantity.noun or "")
    if by_noun is not None:
        return _what_noun(by_noun, sentence, first, last)
    if _is_toll(sentence, first):
        return Counted.KILLED
    told = _word_before(sentence, first) or _of_a_number(sentence, first, quantity)
    return told or _word_after(sentence, last, stop) or _what_crowd(sentence, quantity)


def _what_noun(noun: Counted, sentence: Sentence, first: int, last: int) -> Counted | None:
    if noun in WEAPONS and _is_downed(sentence, first, last):
        return Counted.SHOT_DOWN
    if noun is Counted.DAYS and _POINTS_IN_TIME & set(sentence.row[last : last + 2]):
        return None  # "two days ago" counts nothing
    return noun


_POINTS_IN_TIME = frozenset("ago prior before after later earlier".split())


def _what_crowd(sentence: Sentence, quantity: Quantity) -> Counted | None:
    if quantity.noun in TROOPS and any(word.startswith("deploy") or word in ("sent", "send") for word in sentence.row):
        return Counted.TROOPS
    return Counted.PEOPLE if quantity.noun in CROWD else None


def _of_a_number(sentence: Sentence, first: int, quantity: Quantity) -> Counted | None:
    """What "the number of drones that were destroyed" counts, where the number stands apart from it."""
    row = sentence.row
    if quantity.noun is not None or not {"number", "figure", "toll", "total"} & set(row):
        return None
    if {"drones", "drone", "uavs"} & set(row):
        return Counted.SHOT_DOWN if not DOWNED.isdisjoint(row) or "down" in row else Counted.DRONES
    if "injured" in row or "wounded" in row:
        return Counted.INJURED
    return Counted.PEOPLE if _CROWDS & set(row[:first]) else Counted.KILLED


_CROWDS = frozenset("protesters protestors demonstrators marchers crowd turnout strikers attendance".split())


def _is_toll(sentence: Sentence, first: int) -> bool:
    """Whether the number is the new death toll: "the toll from the floods rises to 54 people"."""
    row = sentence.row
    return bool({"toll", "tolls", "deaths"} & set(row[:first])) and (
        bool(_RISES & set(row[max(0, first - 5) : first])) or row[first - 1] == "to"
    )


_RISES = frozenset(
    "rises rose risen rising climbs climbed increases increased increasing reaches reached stands stood surpasses "
    "passed exceeds hits at".split()
)


def _word_before(sentence: Sentence, first: int) -> Counted | None:
    """The word directly before, over "a total of", "the deaths of", "toll rises to"."""
    row = sentence.row
    for at in range(first - 1, max(-1, first - 5), -1):
        word = row[at]
        if word in ("toll", "tally"):
            return Counted.KILLED
        if word in BY_WORD and word not in ("dead", "life", "lives", "charged"):
            if _is_passive(row, at):
                return None
            return BY_WORD[word]
        if word not in _BETWEEN:
            return None
    return None


_BETWEEN = frozenset(
    "a the total of another further to rises rise rose risen climbs climbed at has increased more than up some about "
    "also all for as well or and its".split()
) - {"and", "or"}


def _is_passive(row: list[str], at: int) -> bool:
    """Whether the verb at ``at`` closes a passive clause: "six were killed, 40 ..."."""
    return any(word in ("is", "are", "was", "were", "been", "being") for word in row[max(0, at - 3) : at]) and (
        row[at + 1 : at + 2] in (["and"], [","])
    )


def _word_after(sentence: Sentence, last: int, stop: int) -> Counted | None:
    row = sentence.row
    reach = 30 if not SUBSET.isdisjoint(row[last:stop]) else 14
    for at in range(last, min(last + reach, len(row))):
        word = row[at]
        if word in STOPS:
            return None
        if at >= stop and not _in_aside(sentence, last, at):
            return None
        if word in BY_WORD and not (word == "killed" and row[at - 1] == "who"):
            return None if _has_another_subject(row, at) else BY_WORD[word]
        if word == "lost" and "lives" in row[at : at + 4]:
            return Counted.KILLED
    return None


def _has_another_subject(row: list[str], verb: int) -> bool:
    """Whether the quantity is not whom the verb counts: "two hideouts, killing 14", "a bomber killed 84 people"."""
    if row[verb].endswith("ing") and row[verb - 1] == ",":
        return True
    return (
        row[verb] in _ACTIVES
        and row[verb + 1 : verb + 2] != ["in"]
        and any(word.isdigit() or word in _FEW for word in row[verb + 1 : verb + 3])
        and not _BE.intersection(row[max(0, verb - 3) : verb])
    )


_ACTIVES = frozenset({"killed", "kills", "injured", "injures", "wounded", "wounds"})
_FEW = frozenset("two three four five six seven eight nine ten dozens several".split())


def _in_aside(sentence: Sentence, start: int, at: int) -> bool:
    """Whether the words from ``start`` hold an aside ("including 2 children,") that ends before ``at``."""
    aside = next((i for i in range(start, at) if sentence.row[i] in SUBSET), None)
    return aside is not None


def _is_downed(sentence: Sentence, first: int, last: int) -> bool:
    window = sentence.row[max(0, first - 4) : min(len(sentence.row), last + 9)]
    pairs = set(pairwise(window))
    return not DOWNED.isdisjoint(window) or bool(
        pairs & {("shot", "down"), ("shoots", "down"), ("shooting", "down"), ("brought", "down")}
    )


def opens_subset(sentence: Sentence, first: int) -> bool:
    """Return whether "including" or the like stands right before the number."""
    window = sentence.row[max(0, first - 3) : first]
    return not SUBSET.isdisjoint(window) or sentence.row[max(0, first - 2) : first] == ["of", "them"]


def is_share(sentence: Sentence, last: int) -> bool:
    """Return whether the number is part of one before it: "18 of whom", "150 of them"."""
    return sentence.row[last : last + 1] == ["of"] and sentence.row[last + 1 : last + 2] in (
        ["whom"],
        ["them"],
        ["the"],
        ["those"],
        ["which"],
        ["these"],
        ["its"],
        ["their"],
    )


def _end_of_aside(sentence: Sentence, first: int) -> int:
    """An aside lasts to the verb of the sentence, or to the end of the clause.

    "Including ten children and three women, are killed" is one aside; ", two children are injured" is not part of one.
    """
    row = sentence.row
    for at in range(first + 1, len(row)):
        word = row[at]
        if word in STOPS or word in _BE or word in BY_WORD:
            return at
        if word in (",", "and") and _has_own_verb(row, at + 1):
            return at
    return len(row)


def _has_own_verb(row: list[str], at: int) -> bool:
    """Whether a number with a verb of its own follows: "two children are injured", "wounding dozens"."""
    if row[at : at + 1] and row[at] in BY_WORD:
        return True
    for word in row[at : at + 5]:
        if word in (",", "and"):
            return False
        if word in _BE or word in ("others", "more") or word in BY_WORD:
            return True
    return False


_BE = frozenset("is are was were been have has had".split())


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
