"""Roles that the text leaves out -> the roles that annotators give them all the same: docs/events.md, Conventions."""

from tocsin.domain.event import EventType
from tocsin.extraction.facts import Sentence
from tocsin.extraction.gazetteer.known import is_state, state_adjectives, state_names
from tocsin.extraction.persons_acted_on import SHIPS
from tocsin.extraction.roles import Who
from tocsin.extraction.triggers import Trigger
from tocsin.extraction.where import Where

_OF_WAR = frozenset({"airstrike", "drone", "missile", "shelling", "bombing"})
"""Attacks that are seldom a private crime: the state that they hit is attacked, whoever did it."""


def completed(trigger: Trigger, sentence: Sentence, who: Who, where: Where) -> Who:  # noqa: C901, PLR0911 - a table
    """Return the roles with the state of the place in those that the type of the event leaves to it."""
    there = (where.country,) if where.country else ()
    who = _by_own_forces(trigger, sentence, who, there)
    to = who.to or (there if where.country not in who.by else ())
    match trigger.entry.type:
        case EventType.ATTACK:
            return _of_attack(trigger, sentence, who, there)
        case EventType.CLASH:
            return _of_clash(sentence, who, there)
        case EventType.PROTEST | EventType.LEADERSHIP:
            return Who(by=there or who.by[:1] or who.to[:1])
        case EventType.ARREST | EventType.VERDICT | EventType.RELEASE:
            return Who(by=who.by or there or _home_of_subject(trigger, sentence), to=who.to)
        case EventType.TERRITORY:
            if trigger.entry.subtype == "withdrawn" or not who.by:
                return Who(by=who.by, to=() if who.by else who.to)
            return Who(by=who.by, to=to or _other_state(sentence, who.by))
        case EventType.CASUALTIES:
            return Who(by=who.by, to=to)
        case EventType.DIPLOMACY:
            return Who(by=who.by, to=_host_of_embassy(trigger, sentence) or who.to, with_=who.with_, via=who.via)
        case EventType.DISRUPTION if trigger.entry.subtype == "communications" and who.by:
            return Who(by=who.by, to=who.to or there)
        case EventType.THREAT | EventType.AID | EventType.DISRUPTION if who.by:
            return Who(by=who.by, to=to)
        case _:
            return who


def _of_attack(trigger: Trigger, sentence: Sentence, who: Who, there: tuple[str, ...]) -> Who:
    """The state that is hit; the state itself where a group is hit at home and nobody is named who did it."""
    at_war = trigger.entry.subtype in _OF_WAR
    if who.to:
        hit_at_home = not who.by and there and not at_war and not any(map(is_state, who.to))
        return Who(by=there, to=who.to) if hit_at_home else who
    if not SHIPS.isdisjoint(sentence.row[trigger.last : trigger.last + 8]):
        return who
    if there:
        is_civil = there[0] in who.by if who.by else _is_private_crime(trigger, sentence)
        return who if is_civil and not at_war else Who(by=who.by, to=there)
    return Who(by=who.by, to=_other_state(sentence, who.by)) if who.by else who


def _host_of_embassy(trigger: Trigger, sentence: Sentence) -> tuple[str, ...]:
    """The state in which an embassy is opened or closed: "closes its embassy in Tehran"."""
    row = sentence.row
    if _EMBASSIES.isdisjoint(row[trigger.first : trigger.last]) or row[trigger.last : trigger.last + 1] != ["in"]:
        return ()
    countries = (place.country for place in sentence.places if sentence.word_at(place.start) == trigger.last + 1)
    return tuple(country for country in countries if country)[:1]


_EMBASSIES = frozenset("embassy embassies consulate consulates".split())


def _by_own_forces(trigger: Trigger, sentence: Sentence, who: Who, there: tuple[str, ...]) -> Who:
    if there and trigger.entry.roles == "agent" and _own_forces_act(trigger, sentence):
        return Who(by=there, to=tuple(code for code in who.to if code not in there))
    return who


def _own_forces_act(trigger: Trigger, sentence: Sentence) -> bool:
    """Whether forces of no named state act: "prompting police to deploy", "shot dead by security forces"."""
    row, kinds = sentence.row, sentence.kinds
    before = range(max(0, trigger.first - 2), trigger.first)
    held = row[trigger.last : trigger.last + 1] == ["by"]
    after = range(trigger.last + 1, min(len(row), trigger.last + 5)) if held else range(0)
    for at in (*before, *after):
        if row[at] in _ORGANS and not any("<actor>" in kinds[near] for near in range(max(0, at - 3), at)):
            return "and" not in row[at : trigger.first] and row[max(0, at - 1)] not in ("of", "on", "against", "with")
    return False


_ORGANS = frozenset("police authorities forces troops army military prosecutors".split())


def _of_clash(sentence: Sentence, who: Who, there: tuple[str, ...]) -> Who:
    """The forces of the state where a group or crowd is fought: "six gunmen and three police officers are killed"."""
    lone = len(who.with_) < 2 and not any(map(is_state, who.with_))
    if there and lone and who.with_ and not _FORCES.isdisjoint(sentence.row):
        return Who(with_=(*there, *who.with_), via=who.via)
    return who


_FORCES = frozenset("police policemen officers soldiers troops army forces military guards personnel".split())


def _is_private_crime(trigger: Trigger, sentence: Sentence) -> bool:
    """Whether nobody who serves the state is hit by a shooting or stabbing that nobody explains."""
    return trigger.entry.subtype is not None and _SERVANTS.isdisjoint(sentence.row)


_SERVANTS = frozenset(
    "policeman policemen policewoman officers soldier soldiers troops convoy checkpoint governor motorcade".split()
)


def _other_state(sentence: Sentence, by: tuple[str, ...]) -> tuple[str, ...]:
    """The first other state that the sentence names, if only as its source: who was hit tells of it."""
    codes = (actor.code for actor in sentence.actors if actor.kind != "capital")
    return tuple(code for code in codes if is_state(code) and code not in by)[:1]


def _home_of_subject(trigger: Trigger, sentence: Sentence) -> tuple[str, ...]:
    """The state of who is arrested or tried, where no other is named: "Former Bolivian president Luis Arce"."""
    for at in range(min(trigger.first, _SUBJECT_REACH)):
        start, end = sentence.starts[at] - sentence.start, sentence.ends[at] - sentence.start
        word = sentence.text[start:end]
        code = state_adjectives().get(word) or state_names().get(word)
        if code:
            return (code,)
    return ()


_SUBJECT_REACH = 5  # words from the start of the sentence
