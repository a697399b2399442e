"""Trigger -> the clause around it: the words that speak of the same act."""

from dataclasses import dataclass

from tocsin.extraction.facts import Sentence
from tocsin.extraction.triggers import Trigger

_WALLS = frozenset({";", ":", "—", "–", "!", "?"})
_OPEN_CLAUSE = frozenset(
    "after before while when whereas although though because since as but which who where until unless once "
    "following amid amidst despite".split()
)
_QUOTES = frozenset('“”"')


@dataclass(frozen=True, slots=True)
class Clause:
    """Words ``first`` to ``last`` (exclusive) of a sentence, around a trigger."""

    first: int
    last: int


def clause_around(trigger: Trigger, sentence: Sentence) -> Clause:
    """Return the clause of a trigger: up to the next conjunction that opens another clause, or a strong stop."""
    row = sentence.row
    first = trigger.first
    while first > 0 and not _parts(row, first - 1):
        first -= 1
    last = trigger.last
    while last < len(row) and not _parts(row, last):
        last += 1
    return Clause(first, last)


def _parts(row: list[str], at: int) -> bool:
    """Whether the word at ``at`` parts two clauses; "resigned as prime minister" and "as well as" are of one piece."""
    following = row[at + 1] if at + 1 < len(row) else ""
    if row[at] == "as":
        return following not in _AFTER_AS
    if row[at] == "that":
        return following in _OF_A_RELATIVE  # "the hotline that was cut last spring"
    return row[at] in _WALLS or row[at] in _OPEN_CLAUSE


_AFTER_AS = frozenset(
    "prime president minister chancellor premier chief head leader king queen governor mayor speaker secretary "
    "chairman director commander well part many much little few far".split()
)
_OF_A_RELATIVE = frozenset("was were had has have is are".split())
