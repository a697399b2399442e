"""Trigger and the actors around it -> the parties of talks, an agreement, a truce or a clash, and who mediates."""

from collections.abc import Sequence

from tocsin.extraction.around import Around, Seen, codes_of
from tocsin.extraction.facts import Sentence
from tocsin.extraction.triggers import Trigger

_MEDIATED = frozenset(
    "mediated mediation brokered hosted facilitated auspices mediators mediator mediating brokering".split()
)
_PARTY_REACH = 25  # words
_MEDIATOR_REACH = 18
_MOST_PARTIES = 5


def parties_around(trigger: Trigger, seen: Around, sentence: Sentence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of all sides near the trigger, and of the mediators.

    Who mediates is no party, unless the sentence names him among them as well.
    """
    everyone = sorted((*seen.before, *seen.after), key=lambda one: abs(one.first - trigger.first))
    near = [one for one in everyone if abs(one.first - trigger.first) < _PARTY_REACH]
    mediators = [one for one in near if abs(one.first - trigger.first) < _MEDIATOR_REACH and _mediates(one, sentence)]
    parties = sorted((one for one in near if one not in mediators), key=lambda one: one.first)
    return codes_of(parties)[:_MOST_PARTIES], codes_of(mediators)


def _mediates(one: Seen, sentence: Sentence) -> bool:
    """Whether an actor is named as host, broker or mediator: "brokered by Qatar", "American-brokered"."""
    row = sentence.row
    before, after = row[max(0, one.first - 4) : one.first], row[one.last : one.last + 3]
    if "by" in before[-2:] and _MEDIATED & set(before):
        return True
    if any(word.endswith(("-brokered", "-mediated", "-hosted", "-led")) for word in row[one.first : one.last + 1]):
        return True
    if _joins_mediators(row[one.last : one.last + 4]):
        return True
    if "mediators" in row[one.last : one.last + 10] and "with" in row[max(0, one.first - 8) : one.first]:
        return True
    return bool(after) and after[0].strip("-") in _MEDIATED


def _joins_mediators(after: Sequence[str]) -> bool:
    """Whether "mediators" closes a list that the actor opens: "by Saudi and American mediators"."""
    at = next((at for at, word in enumerate(after) if word in ("mediators", "mediation", "brokers")), None)
    return at is not None and at > 0 and after[0] in ("and", ",")
