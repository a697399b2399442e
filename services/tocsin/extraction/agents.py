"""Trigger and the actors around it -> who did it and to whom, where one side acts on another."""

from collections.abc import Sequence

from tocsin.domain.event import EventType
from tocsin.extraction.around import Around, Seen, codes_of, with_joined
from tocsin.extraction.attack_sides import attack_sides
from tocsin.extraction.clauses import clause_around
from tocsin.extraction.facts import Sentence
from tocsin.extraction.name_runs import Run, unlisted_names
from tocsin.extraction.persons_acted_on import object_end, person_meant, persons_after, persons_before
from tocsin.extraction.triggers import Trigger
from tocsin.extraction.word_order import by_phrase, doers, is_passive, modifiers_of, near_actors, subjects_of

_OF_PERSONS = frozenset({EventType.ARREST, EventType.VERDICT, EventType.RELEASE})
_BOUND = frozenset("on against at into toward towards targeting upon to of for".split())
_BOUND_BY_TYPE = {
    EventType.DIPLOMACY: _BOUND | {"with", "from"},
    EventType.DISRUPTION: _BOUND | {"with"},
    EventType.TERRITORY: _BOUND | {"from", "with"},
    EventType.AID: _BOUND - {"of"},
}

Codes = tuple[str, ...]


def agent_and_target(trigger: Trigger, seen: Around, sentence: Sentence) -> tuple[Codes, Codes]:
    """Return the codes of who did it and of whom it was done to."""
    passive = is_passive(trigger, sentence)
    if trigger.entry.type in _OF_PERSONS:
        return _on_persons(trigger, seen, sentence, passive=passive)
    if trigger.entry.type is EventType.ATTACK:
        return attack_sides(trigger, seen, sentence, passive=passive)
    by, to = _sides(trigger, seen, sentence, passive=passive)
    everyone = (*seen.before, *seen.after)
    by_codes = codes_of(with_joined(by, everyone, sentence))
    to_codes = _without(codes_of(with_joined(to, everyone, sentence)), by_codes)
    if trigger.entry.type is EventType.SANCTIONS:
        to_codes = _firm_described_by(to, sentence) or to_codes
    return by_codes, to_codes


def _firm_described_by(objects: Sequence[Seen], sentence: Sentence) -> Codes:
    """The name that an adjective of a state only describes: "South Korean shipbuilding company Hanwha Ocean"."""
    for one in objects[:1]:
        for first, _, name in unlisted_names(sentence):
            between = sentence.row[one.last : first]
            if one.last < first and len(between) < _OBJECT_REACH and _NAMED.intersection(between[-1:]):
                return (name,)
    return ()


_NAMED = frozenset("company firm bank group band organisation organization network cartel militia airline".split())


def _sides(trigger: Trigger, seen: Around, sentence: Sentence, *, passive: bool) -> tuple[list[Seen], list[Seen]]:
    """Return who acts and who suffers by the order of the words."""
    bound = _BOUND_BY_TYPE.get(trigger.entry.type, _BOUND)
    near = near_actors(trigger, seen, sentence)
    objects = [one for one in near.after if one.preposition is None and one.first - trigger.last < _OBJECT_REACH]
    subjects = subjects_of(trigger, near, sentence) or subjects_of(trigger, seen, sentence)
    if passive:
        return by_phrase(trigger, seen, sentence), subjects or [one for one in objects if one.first < trigger.last]
    if not _OUTAGES.isdisjoint(sentence.row[trigger.first : trigger.last]):
        return by_phrase(trigger, near, sentence), []  # "Cuba reports a nationwide blackout"
    by = modifiers_of(trigger, seen, sentence) or doers(trigger, near, sentence, subjects)
    acting = codes_of(by)
    others = [one for one in near.after if one.code not in acting]
    inside = [one for one in others if one.first < trigger.last]
    targets = [one for one in others if one.preposition in bound]
    to = inside or _head_of([one for one in objects if one in others], others, sentence) or targets[:1]
    return by, with_joined(to, near.after, sentence)


def _head_of(objects: Sequence[Seen], others: Sequence[Seen], sentence: Sentence) -> list[Seen]:
    """The first object, or the group that it only describes: "Colombian cartel and group Clan del Golfo"."""
    for first in objects[:1]:
        following = next((one for one in others if one.first >= first.last), None)
        between = sentence.row[first.last : following.first] if following else []
        described = between and all(word.isalpha() or "-" in word for word in between)
        if following and described and first.mention.kind == "state" and following.preposition is None:
            return [following]
    return list(objects[:1])


_OUTAGES = frozenset("outage outages blackout blackouts".split())
_RAIDS = frozenset("raid raids operation operations incursion".split())
_OBJECT_REACH = 7  # words


def _on_persons(trigger: Trigger, seen: Around, sentence: Sentence, *, passive: bool) -> tuple[Codes, Codes]:
    """Who arrests, sentences or frees whom: a person by name, others by the state or group that the words give."""
    held_by = by_phrase(trigger, seen, sentence)
    subjects = subjects_of(trigger, seen, sentence)
    first = clause_around(trigger, sentence).first
    if passive:
        raiders = [one for one in seen.after if not _RAIDS.isdisjoint(sentence.row[one.last : one.last + 3])]
        by = codes_of(with_joined(held_by, seen.after, sentence) or raiders[:1])
        persons = persons_before(trigger, sentence, first)
        objects = subjects
    else:
        inside = [one for one in seen.after if one.first < trigger.last]
        court = [one for one in inside if one.preposition == "of" or one.first == trigger.first]
        by = codes_of(court or modifiers_of(trigger, seen, sentence) or held_by or subjects)
        end = object_end(trigger, sentence)
        objects = [one for one in seen.after if one.first < end and one.preposition != "by" and one not in court]
        objects = with_joined(objects[:1], seen.after, sentence)
        persons = persons_after(trigger, sentence)
        if trigger.entry.weak:  # "... to two years in prison"
            persons = persons or persons_before(trigger, sentence, first)
    if not persons and (passive or not any(one.code not in by for one in objects)):
        persons = person_meant(trigger, sentence)
    if not persons and (official := _own_official(objects, by)):
        return (official.code,), (official.mention.name or official.code,)
    return by, _names_of(persons) or _without(codes_of(objects), by)


def _own_official(objects: Sequence[Seen], by: Codes) -> Seen | None:
    """Who acts for the state that arrests him: "Israeli major general Yifat Tomer-Yerushalmi is arrested"."""
    for one in objects:
        if one.mention.kind == "person" and one.mention.name and set(by) <= {one.code}:
            return one
    return None


def _names_of(persons: tuple[Run, ...]) -> Codes:
    return tuple(person.text for person in persons)


def _without(codes: Codes, others: Codes) -> Codes:
    return tuple(code for code in codes if code not in others)
