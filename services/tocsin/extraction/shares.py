"""What a sentence counts -> which of its triggers each count belongs to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.domain.event import Counted, EventType
from tocsin.extraction.counted_words import ALLOWED
from tocsin.extraction.counts import Measure, Stand, measures_of, names_persons, stands_of
from tocsin.extraction.facts import Sentence
from tocsin.extraction.persons_counted import exchanged_in
from tocsin.extraction.single_things import single_things
from tocsin.extraction.single_victims import uncounted_victims
from tocsin.extraction.triggers import Trigger


def measures_told(sentence: Sentence, triggers: Sequence[Trigger]) -> tuple[Measure, ...]:
    """Return what the sentence counts, and one victim or arrestee where it has one without a number."""
    measures = measures_of(sentence)
    measures += tuple(_around_triggers(sentence, triggers, {measure.at for measure in measures}))
    counted = {measure.what for measure in measures}
    exchanges = [trigger.entry for trigger in triggers if trigger.entry.type is EventType.PRISONER_EXCHANGE]
    if exchanges:
        what = Counted.BODIES if exchanges[0].subtype == "bodies" else Counted.EXCHANGED
        measures += tuple(replace(one, what=what) for one in exchanged_in(sentence))
    words = frozenset(at for trigger in triggers for at in range(trigger.first, trigger.last))
    measures += uncounted_victims(sentence, frozenset(counted), words)
    measures += single_things(sentence, frozenset(counted))
    return measures


def _around_triggers(sentence: Sentence, triggers: Sequence[Trigger], known: set[int]) -> Iterator[Measure]:
    """Yield the persons that stand at a trigger whose type says what is counted: "charge 98 people", "jails nine"."""
    for stand in stands_of(sentence):
        quantity = stand.quantity
        if stand.first in known or quantity.unit or not names_persons(quantity.noun):
            continue
        for trigger in triggers:
            what = _PERSONS_OF.get(trigger.entry.type)
            if what and _stands_at(sentence, stand, trigger):
                yield Measure(what, quantity.n, quantity.approx, None, stand.first, None)
                break


_PERSONS_OF = {
    EventType.VERDICT: Counted.PEOPLE,
    EventType.DIPLOMACY: Counted.PEOPLE,
    EventType.ARREST: Counted.DETAINED,
    EventType.RELEASE: Counted.RELEASED,
    EventType.DEPLOYMENT: Counted.TROOPS,
}
_AT_REACH = 7  # words between a trigger and the number that it counts


def _stands_at(sentence: Sentence, stand: Stand, trigger: Trigger) -> bool:
    if stand.first >= trigger.first:
        between = sentence.row[trigger.last : stand.first]
    else:
        between = sentence.row[stand.last : trigger.first]
    return len(between) <= _AT_REACH and _PARTS.isdisjoint(between)


_PARTS = frozenset(", ; : — – ( ) after before while when who which that whom in for over to including".split())


def share(sentence: Sentence, measures: Sequence[Measure], triggers: Sequence[Trigger]) -> dict[int, list[Measure]]:
    """Give each measure to the trigger nearest by clause and words whose type can have it; a row stays together."""
    shares: dict[int, list[Measure]] = defaultdict(list)
    before: int | None = None
    for measure in measures:
        able = [
            index
            for index, trigger in enumerate(triggers)
            if measure.what in ALLOWED.get(trigger.entry.type, ()) and not _is_the_crime(measure, trigger, sentence)
        ]
        if measure.joined and before in able:
            shares[before].append(measure)
            continue
        before = min(able, key=lambda index: _distance(sentence, measure, triggers[index]), default=None)
        if before is not None and not _is_told_already(sentence, measure, shares[before]):
            shares[before].append(measure)
    return shares


def _is_told_already(sentence: Sentence, measure: Measure, told: Sequence[Measure]) -> bool:
    """Whether a number says already what a verb without one would."""
    without_number = "<number>" not in sentence.kinds[measure.at]
    return without_number and any(one.what is measure.what for one in told)


def _distance(sentence: Sentence, measure: Measure, trigger: Trigger) -> tuple[int, int]:
    first, last = sorted((measure.at, trigger.first))
    walls = sum(word in _WALLS for word in sentence.row[first:last])
    return walls, min(abs(measure.at - trigger.first), abs(measure.at - trigger.last))


_WALLS = frozenset({";", "after", "before", "while", "whereas", "following", "amid", "since"})


def _is_the_crime(measure: Measure, trigger: Trigger, sentence: Sentence) -> bool:
    """Whether the dead are those of the crime and not of the judgment: nobody dies of a verdict but the executed."""
    return (
        trigger.entry.type is EventType.VERDICT
        and measure.what is Counted.KILLED
        and _EXECUTION.isdisjoint(sentence.row)
    )


_EXECUTION = frozenset("execute executes executed executing execution executions hang hangs hanged hanging".split())
