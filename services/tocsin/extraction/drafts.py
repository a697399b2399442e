"""Trigger -> draft of an event: everything that its own sentence says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.domain.event import Count, EventType, Status
from tocsin.extraction.clauses import Clause, clause_around
from tocsin.extraction.conventions import completed
from tocsin.extraction.counted_words import ALLOWED
from tocsin.extraction.counts import Measure
from tocsin.extraction.dates import When
from tocsin.extraction.facts import Sentence
from tocsin.extraction.homelands import located
from tocsin.extraction.lexicon import Lexicon
from tocsin.extraction.places import Place
from tocsin.extraction.roles import Who, roles_of
from tocsin.extraction.source import Source
from tocsin.extraction.status import status_of
from tocsin.extraction.subtypes import subtype_of
from tocsin.extraction.triggers import Trigger
from tocsin.extraction.when import Dated, recalling_act, recalling_day, recalling_words, when_of
from tocsin.extraction.where import Where, where_of


@dataclass(frozen=True, slots=True)
class Draft:
    """What one trigger says. ``sentences`` are the numbers of the sentences that are its evidence.

    ``status_by`` and ``recalled_by`` are the words of the sentence that decided, where some did.
    """

    trigger: Trigger
    sentence: Sentence
    clause: Clause
    subtype: str | None
    status: Status
    background: bool
    who: Who
    counts: tuple[Count, ...]
    where: Where
    when: Dated
    source: str | None
    names: tuple[str, ...]
    sentences: tuple[int, ...]
    status_by: range | None = None
    recalled_by: range | None = None

    @property
    def type(self) -> EventType:
        """The type of the event."""
        return self.trigger.entry.type


def draft(
    trigger: Trigger,
    sentence: Sentence,
    *,
    measures: Sequence[Measure],
    whens: Sequence[When],
    places: Sequence[Place],
    source: Source,
    day: date | None,
    lexicon: Lexicon,
    others: Sequence[Trigger] = (),
    days_of_sentence: Sequence[When] = (),
) -> Draft:
    """Return the draft of a trigger. The lists hold what of its sentence belongs to it.

    ``others`` are the other triggers of the sentence, ``days_of_sentence`` all its time words.
    """
    clause = clause_around(trigger, sentence)
    status, status_by = status_of(trigger, clause, sentence, lexicon, others)
    when = when_of(trigger, clause, sentence, whens, status, day)
    recalled_by = (
        recalling_words(clause, sentence, lexicon)
        or recalling_day(trigger, clause, sentence, days_of_sentence, day)
        or recalling_act(trigger, sentence, others)
    )
    where = where_of(trigger, clause, sentence, places, source.words)
    named = roles_of(trigger, sentence, source)
    if where.is_aside:
        where = located(trigger.entry.type, sentence, where, named)
    who = completed(trigger, sentence, named, where)
    counts = counts_for(trigger.entry.type, measures, who)
    return Draft(
        trigger=trigger,
        sentence=sentence,
        clause=clause,
        subtype=subtype_of(trigger, clause, sentence, counts),
        status=status,
        background=when.background or recalled_by is not None,
        who=who,
        counts=counts,
        where=located(trigger.entry.type, sentence, where, who),
        when=when,
        source=None if source.is_over(trigger, sentence) else source.code,
        names=_names(sentence),
        sentences=(sentence.number,),
        status_by=status_by,
        recalled_by=recalled_by,
    )


def counts_for(event_type: EventType, measures: Sequence[Measure], who: Who) -> tuple[Count, ...]:
    """Return the counts that an event of this type can have, each with the side that it counts."""
    allowed = ALLOWED.get(event_type, frozenset())
    counts: list[Count] = []
    for measure in measures:
        if measure.what in allowed:
            of = _side(event_type, measure, who)
            counts.append(Count(what=measure.what, n=measure.n, of=of, approx=measure.approx, unit=measure.unit))
    return tuple(dict.fromkeys(counts))


def _side(event_type: EventType, measure: Measure, who: Who) -> str | None:
    what = measure.what.value
    if event_type is EventType.DISASTER or what in ("days", "amount"):
        return None
    if what in ("drones", "missiles", "rockets", "bombs", "shells", "shot_down", "troops"):
        return who.by[0] if who.by else measure.of
    if measure.of in who.all:
        return measure.of
    return who.to[0] if who.to else None


def _names(sentence: Sentence) -> tuple[str, ...]:
    named = [(name.start, name.text) for name in sentence.names]
    named += [(actor.start, actor.name) for actor in sentence.actors if actor.name]
    return tuple(dict.fromkeys(text for _, text in sorted(named)))[:8]
