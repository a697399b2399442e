"""Words around a number -> whether it is part of a number before it: "including 11 children", "18 of whom"."""

from tocsin.extraction.counted_words import BY_WORD, STOPS, SUBSET
from tocsin.extraction.facts import Sentence


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


def end_of_aside(sentence: Sentence, first: int) -> int:
    """An aside lasts to the verb of the sentence, or to the end of the clause.

    "Including ten children and three women, are killed" is one aside; ", two children are injured" is not part of one.
    """
    row = sentence.row
    for at in range(first + 1, len(row)):
        word = row[at]
        if word in STOPS or word in BE or word in BY_WORD:
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
        if word in BE or word in ("others", "more") or word in BY_WORD:
            return True
    return False


BE = frozenset("is are was were been have has had".split())
