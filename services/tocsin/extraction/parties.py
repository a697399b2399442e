"""Trigger and the actors around it -> the parties of talks, an agreement, a truce or a clash, and who mediates."""

from collections.abc import Sequence
from itertools import pairwise

from tocsin.domain.event import EventType
from tocsin.extraction.around import Around, Seen, codes_of
from tocsin.extraction.crowds import crowds_in
from tocsin.extraction.facts import Sentence
from tocsin.extraction.name_runs import unlisted_names
from tocsin.extraction.triggers import Trigger
from tocsin.extraction.word_order import window

_MEDIATED = frozenset(
    "mediated mediation brokered hosted facilitated auspices mediators mediator mediating brokering announced".split()
)
_HOSTS = frozenset("host hosts hosted hosting mediate mediates mediating broker brokers".split())
_GOODS = frozenset(
    "oil gas natural crude liquefied lng grain wheat weapons assets prisoners hostages citizenship dollars imports "
    "exports goods territory soil occupation sanctions war".split()
)
"""What an adjective of a state may only tell the origin of: "Russian natural gas"."""

_OF_A_BODY = frozenset(
    "conference climate law framework convention charter member members resolution peacekeepers".split()
)
_FIRMS = frozenset(
    "company firm companies firms maker giant manufacturer producer retailer bank lender startup".split()
)
_WITH_PARTIES = frozenset({EventType.TALKS, EventType.CLASH, EventType.CEASEFIRE})
_PARTY_REACH = 25  # words
_MEDIATOR_REACH = 18
_MOST_PARTIES = 5
_NAME_REACH = 12

Codes = tuple[str, ...]


def parties_around(trigger: Trigger, seen: Around, sentence: Sentence) -> tuple[Codes, Codes]:
    """Return the codes of all sides near the trigger, and of the mediators.

    Who mediates is no party, unless the sentence names him among them as well.
    """
    everyone = sorted((*seen.before, *seen.after), key=lambda one: abs(one.first - trigger.first))
    near = [one for one in everyone if abs(one.first - trigger.first) < _PARTY_REACH]
    mediators = [
        one for one in near if abs(one.first - trigger.first) < _MEDIATOR_REACH and _mediates(one, trigger, sentence)
    ]
    mediators += [one for one in near if _is_joined(one, mediators, sentence)]
    parties = [one for one in near if one not in mediators and not _only_describes(one, sentence)]
    inside = sorted(_in_the_clause(trigger, parties, sentence), key=lambda one: one.first)
    codes = codes_of(_between(trigger, inside, sentence) or inside)
    if len(codes) < 2:
        codes += _without(_unlisted(trigger, sentence), codes)
    return codes[:_MOST_PARTIES], codes_of(mediators)


def _is_joined(one: Seen, mediators: Sequence[Seen], sentence: Sentence) -> bool:
    """Whether "and" alone joins an actor to a mediator: "mediated by Qatar and Turkey"."""
    return any(sentence.row[other.last : one.first] == ["and"] for other in mediators)


def _in_the_clause(trigger: Trigger, parties: Sequence[Seen], sentence: Sentence) -> Sequence[Seen]:
    """The parties of the trigger's own clause; all where it names fewer than two."""
    first, last = window(trigger, sentence)
    inside = [one for one in parties if first <= one.first < last]
    return inside if len(codes_of(inside)) > 1 else parties


def _between(trigger: Trigger, parties: Sequence[Seen], sentence: Sentence) -> Sequence[Seen]:
    """The two that "between" names: "talks between Iran and the U.S.", whoever else the sentence names."""
    row = sentence.row
    at = next((at for at in range(trigger.first, min(len(row), trigger.last + 8)) if row[at] == "between"), None)
    if at is None:
        return ()
    inside = [one for one in parties if at < one.first < at + _NAME_REACH]
    for first, second in pairwise(inside):
        if "and" in row[first.last : second.first] and first.code != second.code:
            return [one for one in inside if one.first <= second.first]
    return ()


def _only_describes(one: Seen, sentence: Sentence) -> bool:
    """Whether a state or body only tells whose goods, whose firm or which treaty it is."""
    after = sentence.row[one.last : one.last + 4]
    if not after:
        return False
    if one.mention.kind == "organisation" and after[0] in _OF_A_BODY:
        return True
    if one.mention.kind == "state" and (after[0] in _GOODS or not _FIRMS.isdisjoint(after[:3])):
        return True
    return after[0].endswith(("-backed", "-based")) or sentence.row[one.last - 1].endswith(("-backed", "-based"))


def _mediates(one: Seen, trigger: Trigger, sentence: Sentence) -> bool:
    """Whether an actor is named as host, broker or mediator: "brokered by Qatar", "American-brokered"."""
    row = sentence.row
    before, after = row[max(0, one.first - 4) : one.first], row[one.last : one.last + 5]
    if "by" in before[-2:] and _MEDIATED & set(before):
        return True
    if any(word.endswith(("-brokered", "-mediated", "-hosted", "-led")) for word in row[one.first : one.last + 1]):
        return True
    at_the_table = "mediators" in row[one.last : one.last + 10] and "with" in row[max(0, one.first - 8) : one.first]
    if at_the_table or _joins_mediators(row[one.last : one.last + 4]):
        return True
    if trigger.entry.type in _WITH_PARTIES and one.first < trigger.first and not _HOSTS.isdisjoint(after):
        return True
    hands_over = trigger.entry.type is EventType.PRISONER_EXCHANGE and one.code in ("ICRC", "Red Cross")
    return hands_over or (bool(after) and after[0].strip("-") in _MEDIATED - {"announced"})


def _joins_mediators(after: Sequence[str]) -> bool:
    """Whether "mediators" closes a list that the actor opens: "by Saudi and American mediators"."""
    at = next((at for at, word in enumerate(after) if word in ("mediators", "mediation", "brokers")), None)
    return at is not None and at > 0 and after[0] in ("and", ",")


def _unlisted(trigger: Trigger, sentence: Sentence) -> Codes:
    """Parties that no list knows: firms that sign, and crowds that fight, as the text calls them."""
    if trigger.entry.type is EventType.AGREEMENT:
        return tuple(
            name
            for first, last, name in unlisted_names(sentence)
            if _is_subject_or_partner(first, last, trigger, sentence)
        )
    if trigger.entry.type is EventType.CLASH:
        return _crowd(trigger, sentence)
    return ()


def _is_subject_or_partner(first: int, last: int, trigger: Trigger, sentence: Sentence) -> bool:
    """Whether a name stands right before the trigger, or "with" or "from" holds it right after."""
    row = sentence.row
    if last <= trigger.first:
        between = row[last : trigger.first]
        return len(between) <= 3 and not {"of", "in", "at", "for"} & set(row[max(0, first - 2) : first])
    return trigger.last <= first < trigger.last + _NAME_REACH and row[first - 1] in ("with", "from", "and", "buy")


def _crowd(trigger: Trigger, sentence: Sentence) -> Codes:
    """The crowd after a clash or else before it: "with local residents", "seven gunmen are killed in a shootout"."""
    crowds = [one for one in crowds_in(sentence) if one.first < trigger.last + _NAME_REACH]
    crowds.sort(key=lambda one: one.first < trigger.first)
    return tuple(one.text for one in crowds[:1])


def _without(codes: Codes, others: Codes) -> Codes:
    return tuple(code for code in codes if code not in others)
