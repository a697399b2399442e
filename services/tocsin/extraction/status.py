"""Words around a trigger -> whether it happened, is planned, might happen or did not happen."""

from tocsin.domain.event import Status
from tocsin.extraction.clauses import Clause
from tocsin.extraction.facts import Sentence
from tocsin.extraction.lexicon import Lexicon
from tocsin.extraction.triggers import Trigger

_REACH_BEFORE = 9  # words
_REACH_AFTER = 7


def status_of(trigger: Trigger, clause: Clause, sentence: Sentence, lexicon: Lexicon) -> tuple[Status, range | None]:
    """Return the status that the nearest word before the trigger gives, else one after it, else happened.

    With it come the words of the sentence that decided; None where none did.
    """
    if trigger.entry.status is not None:
        return trigger.entry.status, range(trigger.first, trigger.last)
    if trigger.first > 1 and sentence.row[trigger.first - 1] == "to" and "<actor>" in sentence.kinds[trigger.first - 2]:
        return Status.PLANNED, range(trigger.first - 1, trigger.first)  # "Washington and Moscow to restore ..."
    first = max(clause.first, trigger.first - _REACH_BEFORE)
    before = list(lexicon.status_before.find(sentence.row[first : trigger.first + 1], sentence.kinds[first:]))
    before = [one for one in before if first + one[0] < trigger.first]
    if before:
        start, end, strongest = max(before, key=lambda one: (one[1], one[1] - one[0]))
        return strongest, range(first + start, first + end)
    last = min(clause.last, trigger.last + _REACH_AFTER)
    after = list(lexicon.status_after.find(sentence.row[trigger.last : last], sentence.kinds[trigger.last : last]))
    if after:
        start, end, nearest = after[0]
        return nearest, range(trigger.last + start, trigger.last + end)
    return Status.HAPPENED, None
