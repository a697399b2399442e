"""Words around a number -> what they say that it counts: "killed 12", "12 were wounded", "the toll rises to 12"."""

from itertools import pairwise

from tocsin.domain.event import Counted
from tocsin.extraction.counted_words import BY_WORD, DOWNED, STOPS, SUBSET
from tocsin.extraction.facts import Sentence
from tocsin.extraction.numbers import Quantity
from tocsin.extraction.subsets import BE


def of_a_number(sentence: Sentence, first: int, quantity: Quantity) -> Counted | None:
    """Return what "the number of drones that were destroyed" counts, where the number stands apart from it."""
    row = sentence.row
    if quantity.noun is not None or not {"number", "figure", "toll", "total"} & set(row):
        return None
    if {"drones", "drone", "uavs"} & set(row):
        return Counted.SHOT_DOWN if not DOWNED.isdisjoint(row) or "down" in row else Counted.DRONES
    if "injured" in row or "wounded" in row:
        return Counted.INJURED
    return Counted.PEOPLE if _CROWDS & set(row[:first]) else Counted.KILLED


_CROWDS = frozenset("protesters protestors demonstrators marchers crowd turnout strikers attendance".split())


def is_toll(sentence: Sentence, first: int) -> bool:
    """Return whether the number is the new death toll: "the toll from the floods rises to 54 people"."""
    row = sentence.row
    if not {"toll", "tolls", "deaths"} & set(row[:first]):
        return False
    for at in range(first - 1, max(-1, first - 6), -1):
        if row[at] in _RISES or (at == first - 1 and row[at] == "to"):
            return True
        if "<number>" in sentence.kinds[at]:
            return False  # "rises to 54 with 12 people missing"
    return False


_RISES = frozenset(
    "rises rose risen rising climbs climbed increases increased increasing reaches reached stands stood surpasses "
    "passed exceeds hits at".split()
)


def word_before(sentence: Sentence, first: int) -> Counted | None:
    """Return what the word before a number says, over "a total of", "the deaths of", "toll rises to"."""
    row = sentence.row
    for at in range(first - 1, max(-1, first - 5), -1):
        word = row[at]
        if word in ("toll", "tally"):
            return Counted.KILLED
        if (word in _SHOT and row[at - 1 : at] == ["fatally"]) or (word == "dead" and row[at - 1 : at] == ["shot"]):
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


_SHOT = frozenset({"shot", "shoots", "shoot", "shooting", "stabbed", "stabs"})


def _is_passive(row: list[str], at: int) -> bool:
    """Whether the verb at ``at`` closes a passive clause: "six were killed, 40 ..."."""
    return any(word in ("is", "are", "was", "were", "been", "being") for word in row[max(0, at - 3) : at]) and (
        row[at + 1 : at + 2] in (["and"], [","])
    )


def word_after(sentence: Sentence, last: int, stop: int) -> Counted | None:
    """Return what the verb after a number says, over an aside of other numbers: "12 people were wounded"."""
    row = sentence.row
    reach = 30 if not SUBSET.isdisjoint(row[last:stop]) else 20
    for at in range(last, min(last + reach, len(row))):
        word = row[at]
        if word in STOPS or word in _NEXT_CLAUSE:
            return None
        if at >= stop and not _in_aside(sentence, last, at):
            return None
        if word in BY_WORD and not (word == "killed" and row[at - 1] == "who"):
            return None if _has_another_subject(sentence, at) else BY_WORD[word]
        if word == "lost" and "lives" in row[at : at + 4]:
            return Counted.KILLED
    return None


_NEXT_CLAUSE = frozenset({"after", "when", "while", "whereas"})


def _has_another_subject(sentence: Sentence, verb: int) -> bool:
    """Whether the quantity is not whom the verb counts: "two hideouts, killing 14", "a bomber killed 84 people"."""
    row = sentence.row
    counts_others = verb + 1 < len(row) and "<number>" in sentence.kinds[verb + 1]
    if row[verb].endswith("ing") and row[verb] not in _STATES:
        return row[verb - 1] == "," or counts_others
    return counts_others and not BE.intersection(row[max(0, verb - 3) : verb])


_STATES = frozenset({"missing", "dying", "fleeing"})


def _in_aside(sentence: Sentence, start: int, at: int) -> bool:
    """Whether the words from ``start`` hold an aside ("including 2 children,") that ends before ``at``."""
    aside = next((i for i in range(start, at) if sentence.row[i] in SUBSET), None)
    return aside is not None


def is_downed(sentence: Sentence, first: int, last: int, stop: int) -> bool:
    """Return whether a verb near the weapons, before the next number, says that they were stopped."""
    after = next((at for at in range(last, min(stop, last + 9)) if sentence.row[at] in STOPS), min(stop, last + 9))
    window = sentence.row[max(0, first - 4) : after]
    pairs = set(pairwise(window))
    return not DOWNED.isdisjoint(window) or bool(
        pairs & {("shot", "down"), ("shoots", "down"), ("shooting", "down"), ("brought", "down")}
    )
