"""Type of event in a sentence -> the words that say it: the trigger of a judged event."""

from collections.abc import Sequence
from typing import Literal

from tocsin.domain.event import EventType
from tocsin.extraction.facts import Sentence
from tocsin.extraction.lexicon import Entry
from tocsin.extraction.model.features import Proposal
from tocsin.extraction.triggers import Trigger

_BETWEEN_PARTIES = frozenset(
    {EventType.TALKS, EventType.AGREEMENT, EventType.CEASEFIRE, EventType.PRISONER_EXCHANGE, EventType.CLASH}
)


def plain_entry(event_type: EventType) -> Entry:
    """Return what is known of a trigger that no phrase of the lexicon describes."""
    roles: Literal["parties", "agent"] = "parties" if event_type in _BETWEEN_PARTIES else "agent"
    return Entry(event_type, subtype=None, status=None, roles=roles, weak=False, needs=(), near=(), unless=())


def trigger_for(event_type: EventType, sentence: Sentence, proposal: Proposal, words: Sequence[int]) -> Trigger | None:
    """Return the trigger of a type nearest to ``words``: one the rules took, else a phrase they saw, else ``words``."""
    middle = sum(words) / len(words) if words else 0.0
    taken = [one for one in proposal.taken if one.entry.type is event_type]
    if taken:
        return min(taken, key=lambda one: (one.entry.weak, abs((one.first + one.last - 1) / 2 - middle)))
    seen = [one for one in proposal.hits if one.entry.type is event_type]
    if seen:
        hit = min(seen, key=lambda one: (abs((one.first + one.last - 1) / 2 - middle), one.first - one.last))
        return _trigger(hit.entry, sentence, hit.first, hit.last)
    if words:
        return _trigger(plain_entry(event_type), sentence, words[0], words[-1] + 1)
    return None


def _trigger(entry: Entry, sentence: Sentence, first: int, last: int) -> Trigger:
    return Trigger(entry, sentence.number, first, last, sentence.starts[first], sentence.ends[last - 1])
