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
    while first > 0 and row[first - 1] not in _WALLS and row[first - 1] not in _OPEN_CLAUSE:
        first -= 1
    last = trigger.last
    while last < len(row) and row[last] not in _WALLS and row[last] not in _OPEN_CLAUSE:
        last += 1
    return Clause(first, last)
