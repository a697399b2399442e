"""Drafts in the order of telling -> drafts that know what an earlier one has already said.

An article names the parties once and then speaks of "a similar round", "the capital", "in the same hours".
"""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.domain.event import EventType
from tocsin.extraction.drafts import Draft
from tocsin.extraction.facts import Sentence
from tocsin.extraction.roles import Who
from tocsin.extraction.when_where import Dated, Where

_OF_PARTIES = frozenset({EventType.TALKS, EventType.AGREEMENT, EventType.CEASEFIRE, EventType.PRISONER_EXCHANGE})
_POINTS_BACK = frozenset(
    "similar comparable another again separate they their them both sides delegations session three-way trilateral "
    "negotiators teams round the resume resumed continue".split()
)
_THREE = frozenset({"three-way", "trilateral"})
_REACH = 12  # sentences back to the draft that named the parties
_NEAR = 2  # sentences back to the attack that caused an outage


def carry(drafts: Sequence[Draft], sentences: Sequence[Sentence]) -> tuple[Draft, ...]:
    """Return the drafts, each completed from those told before it."""
    told: list[Draft] = []
    for one in drafts:
        completed = _with_parties(one, told)
        completed = _with_cause(completed, told)
        completed = _on_the_same_day(completed, told)
        told.append(_in_the_capital(completed, sentences))
    return tuple(told)


def _with_parties(one: Draft, told: Sequence[Draft]) -> Draft:
    """Give talks and agreements without parties those of the last that had them, where words point back."""
    row = one.sentence.row
    if one.type is EventType.DIPLOMACY and not one.who.all and {"line", "channel", "contacts", "ties", "relations"} & set(row):
        least = 2
    elif one.type in _OF_PARTIES and len(one.who.with_) < 2 and not _POINTS_BACK.isdisjoint(row):
        least = 3 if _speaks_of_three(row) else 2
    elif one.type in _OF_PARTIES and _speaks_of_three(row) and len(one.who.with_) < 3:
        least = 3
    else:
        return one
    for other in reversed(told):
        if one.sentence.number - other.sentence.number > _REACH:
            break
        known = other.who.with_
        fits = len(known) >= least and (not one.who.with_ or set(one.who.with_) <= {*known, *other.who.via})
        if fits and (other.type is one.type or one.type is not EventType.AGREEMENT):
            return replace(one, who=Who(with_=known, via=other.who.via if other.type is one.type else ()))
    return one


def _speaks_of_three(row: Sequence[str]) -> bool:
    """Whether the sentence says that there are three parties."""
    return not _THREE.isdisjoint(row) or any(
        pair in (("three", "delegations"), ("three", "sides"), ("three", "countries")) for pair in zip(row, row[1:], strict=False)
    )


def _with_cause(one: Draft, told: Sequence[Draft]) -> Draft:
    """Give an outage right after an attack the attack's sides, place and day."""
    if one.type is not EventType.DISRUPTION or one.who.by:
        return one
    for other in reversed(told):
        if other.type is EventType.ATTACK and one.sentence.number - other.sentence.number <= _NEAR and other.status is one.status:
            return replace(
                one,
                who=other.who,
                where=one.where if one.where.place else other.where,
                when=one.when if one.when.first else other.when,
            )
    return one


def _on_the_same_day(one: Draft, told: Sequence[Draft]) -> Draft:
    """Read "the same day" and "in the same hours"."""
    row = one.sentence.row
    same = any(
        pair[0] == "same" and pair[1] in ("day", "night", "hours", "time", "evening", "morning") for pair in zip(row, row[1:], strict=False)
    )
    if not same or one.when.first:
        return one
    for other in reversed(told):
        if other.when.first and one.sentence.number - other.sentence.number <= _REACH:
            return replace(one, when=Dated(other.when.first, other.when.last, other.when.background))
    return one


def _in_the_capital(one: Draft, sentences: Sequence[Sentence]) -> Draft:
    """Read "the capital" as the capital that was named last."""
    row = one.sentence.row
    if one.where.place or "capital" not in row:
        return one
    for sentence in reversed(sentences[: one.sentence.number + 1]):
        for actor in reversed(sentence.actors):
            if actor.kind == "capital" and actor.code in (*one.who.to, *one.who.with_, one.where.country):
                return replace(one, where=Where(actor.text, actor.code))
    return one
