"""Draft and the drafts kept so far -> one draft for each thing that happened."""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.domain.event import Count, Counted, EventType, Status
from tocsin.extraction.counts import Measure
from tocsin.extraction.drafts import Draft, counts_for
from tocsin.extraction.roles import Who
from tocsin.extraction.when import Dated
from tocsin.extraction.where import Where

_BEARS_A_TOLL = frozenset({EventType.ATTACK, EventType.CLASH, EventType.DISASTER})
_TELLS_A_TOLL = frozenset({*_BEARS_A_TOLL, EventType.CASUALTIES})
_TOLL_REACH = 3  # sentences; further off, a toll has another cause
_TALKS_REACH = 8  # sentences from the talks to the list of who led which delegation
_DISTINCT = frozenset(
    {EventType.DISRUPTION, EventType.AGREEMENT, EventType.CEASEFIRE, EventType.TERRITORY, EventType.SANCTIONS}
)
"""Types whose subtypes are different things: to sign and to break, to take and to leave."""


def add(kept: list[Draft], one: Draft) -> tuple[int, str | None]:
    """Join ``one`` to the kept draft that tells the same thing; keep it where none does.

    Returns where it is now, and why it tells the same as what was there; None where it is new.
    """
    home = _home(kept, one)
    if home is None:
        kept.append(one)
        return len(kept) - 1, None
    at, why = home
    kept[at] = joined(kept[at], one)
    return at, why


def add_toll(kept: list[Draft], measures: Sequence[Measure], number: int) -> int | None:
    """Give a toll that a sentence without a trigger tells to the attack, clash or disaster right before it.

    Returns which of the kept drafts got it, None where it is nobody's.
    """
    for index in range(len(kept) - 1, -1, -1):
        one = kept[index]
        if one.type not in _BEARS_A_TOLL or one.status is not Status.HAPPENED:
            continue
        if number - one.sentences[-1] > _TOLL_REACH or one.background:
            return None
        counts = counts_for(one.type, [measure for measure in measures if measure.what in _TOLL], one.who)
        if counts:
            kept[index] = replace(one, counts=_counts(one.counts, counts), sentences=(*one.sentences, number))
        return index if counts else None
    return None


_TOLL = frozenset({Counted.KILLED, Counted.INJURED, Counted.MISSING, Counted.DISPLACED, Counted.RESCUED})


def _home(kept: Sequence[Draft], one: Draft) -> tuple[int, str] | None:
    """Return which of the kept drafts tells the same, the latest first, and why; None where it is new."""
    for index in range(len(kept) - 1, -1, -1):
        why = why_same(kept[index], one) or ("it only adds to it" if _is_its_toll(kept[index], one) else None)
        if why is not None:
            return index, why
    return None


def why_same(first: Draft, second: Draft) -> str | None:
    """Return why two drafts tell the same thing; None where something that both say differs."""
    if _is_its_content(first, second):
        return "it is what the agreement provides for"
    if first.type is not second.type or _is_another_act(first, second):
        return None
    if first.type is EventType.DISASTER and second.sentence.number - first.sentences[-1] <= _TOLL_REACH:
        alike = first.subtype == second.subtype and not _differ(first.where.country, second.where.country)
        return "a disaster of that kind was told just before" if alike else None
    if _points_back(first, second):
        return "it points back to what was told"
    if first.sentence.number == second.sentence.number and not _is_retaliation(first.who, second.who):
        return "the same sentence tells it"
    tells_the_same = _tells_nothing_else(first, second) and not _is_retaliation(first.who, second.who)
    return "it names no other actors, place or day" if tells_the_same else None


_POINTING = frozenset("the this that these those".split())
_POINTING_REACH = 4  # sentences; what a noun points to stands close before it
_POINTS_TO = frozenset({EventType.ATTACK, EventType.TALKS, EventType.AGREEMENT, EventType.CLASH, EventType.PROTEST})


def _points_back(first: Draft, second: Draft) -> bool:
    """Whether one bare noun names what was just told: "The shooting was begun by ...", "after the talks"."""
    trigger, row = second.trigger, second.sentence.row
    return (
        first.type in _POINTS_TO
        and 0 < second.sentence.number - first.sentences[-1] <= _POINTING_REACH
        and trigger.last - trigger.first == 1
        and trigger.first > 0
        and row[trigger.first - 1] in _POINTING
        and (
            trigger.last == len(row) or row[trigger.last] not in ("on", "of", "in", "by", "against", "between", "near")
        )
        and not _differ(first.where.place, second.where.place)
    )


def _is_another_act(first: Draft, second: Draft) -> bool:
    """Whether one is told as done and the other as planned or recalled, or one undoes the other."""
    return (first.status, first.background) != (second.status, second.background) or (
        first.type in _DISTINCT and _differ(first.subtype, second.subtype)
    )


def _tells_nothing_else(first: Draft, second: Draft) -> bool:
    """Whether a later sentence names no other actors, place or day."""
    return (
        (_compatible(first.who, second.who) or _completes(first, second))
        and not _differ(first.where.place, second.where.place)
        and not _differ(first.where.country, second.where.country)
        and not _differ(first.when.first, second.when.first)
    )


def _is_its_content(first: Draft, second: Draft) -> bool:
    """Whether one is what an agreement provides for: "shells will be produced jointly under an accord sealed today"."""
    return (
        first.type is second.type is EventType.AGREEMENT
        and first.sentence.number == second.sentence.number
        and {first.status, second.status} == {Status.PLANNED, Status.HAPPENED}
        and _compatible(first.who, second.who)
    )


def _is_retaliation(first: Who, second: Who) -> bool:
    """Whether who did one thing suffered the other, or two did the same to others."""
    return bool(set(first.by) & set(second.to) or set(first.to) & set(second.by)) or (
        bool(first.by and second.by) and not set(first.by) & set(second.by)
    )


def _is_its_toll(first: Draft, second: Draft) -> bool:
    """Whether the second only adds a toll to the first: "Two people were killed."."""
    return (
        second.trigger.entry.weak
        and (first.type is second.type or (first.type in _BEARS_A_TOLL and second.type in _TELLS_A_TOLL))
        and first.status is Status.HAPPENED
        and first.background == second.background
        and 0
        <= second.sentence.number - first.sentences[-1]
        <= (_TALKS_REACH if first.type is EventType.TALKS else _TOLL_REACH)
        and not _differ(first.where.country, second.where.country)
    )


def _completes(first: Draft, second: Draft) -> bool:
    """Whether two neighbouring sentences tell one outage, one its victim and the other its culprit."""
    near = second.sentence.number - first.sentences[-1] <= 1
    return (
        near
        and first.type is EventType.DISRUPTION
        and not (first.who.by and second.who.by)
        and not (first.who.to and second.who.to)
    )


def _compatible(first: Who, second: Who) -> bool:
    """Whether two drafts can have the same actors: they share one, or each tells a role that the other leaves out."""
    if len(first.with_) > 1 and len(second.with_) > 1:
        return set(first.with_) <= set(second.with_) if len(first.with_) == len(second.with_) else False
    return not first.all or not second.all or bool(set(first.all) & set(second.all))


def _differ(first: object, second: object) -> bool:
    return first is not None and second is not None and first != second


def joined(first: Draft, second: Draft) -> Draft:
    """Return one draft with what either says; the first decides where both say something."""
    if _is_its_content(first, second):
        done = first if first.status is Status.HAPPENED else second
        first = replace(first, status=done.status, when=done.when if done.when.first else first.when)
    who = _who(first.who, second.who)
    return replace(
        first,
        trigger=replace(first.trigger, probability=_surer(first.trigger.probability, second.trigger.probability)),
        subtype=_subtype(first, second),
        who=who,
        counts=_of_the_victims(first.type, _counts(first.counts, second.counts), who),
        where=Where(first.where.place or second.where.place, first.where.country or second.where.country),
        when=first.when if first.when.first else Dated(second.when.first, second.when.last, first.background),
        source=first.source or second.source,
        names=tuple(dict.fromkeys((*first.names, *second.names))),
        sentences=tuple(dict.fromkeys((*first.sentences, *second.sentences))),
    )


def _subtype(first: Draft, second: Draft) -> str | None:
    """The first subtype told; a strike or riot is more than the demonstration that goes with it."""
    if second.type is not first.type:
        return first.subtype
    return second.subtype if first.subtype in (None, "demonstration") and second.subtype else first.subtype


def _surer(first: float | None, second: float | None) -> float | None:
    """The higher of two probabilities; None, where nothing judged either, says least."""
    return max(filter(None, (first, second)), default=None)


def _of_the_victims(event_type: EventType, counts: tuple[Count, ...], who: Who) -> tuple[Count, ...]:
    """Give the dead and injured of an attack the side that was attacked, where another sentence counts them."""
    if event_type is not EventType.ATTACK or not who.to:
        return counts
    return tuple(
        count.model_copy(update={"of": who.to[0]}) if count.of is None and count.what in _TOLL else count
        for count in counts
    )


def _who(first: Who, second: Who) -> Who:
    with_ = tuple(dict.fromkeys((*first.with_, *second.with_)))
    return Who(first.by or second.by, first.to or second.to, with_, first.via or second.via)


def _counts(first: tuple[Count, ...], second: tuple[Count, ...]) -> tuple[Count, ...]:
    known = {count.what for count in first}
    sides = {(count.what, count.of) for count in first if count.of}
    return first + tuple(
        count
        for count in second
        if count.what not in known or (count.what in _BY_SIDE and count.of and (count.what, count.of) not in sides)
    )


_BY_SIDE = frozenset({Counted.EXCHANGED, Counted.BODIES})
