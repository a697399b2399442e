"""Trigger that leaves its subtype open -> the subtype that the weapon counted or named beside it gives."""

from collections.abc import Sequence

from tocsin.domain.event import Count, Counted, EventType
from tocsin.extraction.clauses import Clause
from tocsin.extraction.facts import Sentence
from tocsin.extraction.triggers import Trigger

_BY_WEAPON = {
    "drone": "drone drones uav uavs quadcopter quadcopters",
    "missile": "missile missiles rocket rockets",
    "airstrike": "airstrike airstrikes aircraft warplane warplanes jet jets aerial",
    "shelling": "artillery mortar mortars howitzer howitzers",
    "bombing": "bomb bombs bomber explosives grenade grenades ied",
    "shooting": "gunman gunmen gunfire",
}
_WEAPONS = {word: subtype for subtype, words in _BY_WEAPON.items() for word in words.split()}
_AIR = frozenset({"strike", "strikes", "force", "raid", "raids"})  # "the air force strikes the port"
_BEFORE, _AFTER = 5, 6  # words
_WITH = frozenset({"with", "using", "involving", "by", "from"})
_ENDS = frozenset({",", ";", ":", "(", "after", "while", "when", "which", "that", "against", "on"})
_COUNTED = {
    Counted.DRONES: "drone",
    Counted.MISSILES: "missile",
    Counted.ROCKETS: "missile",
    Counted.SHELLS: "shelling",
}


def subtype_of(trigger: Trigger, clause: Clause, sentence: Sentence, counts: Sequence[Count]) -> str | None:
    """Return the subtype of an event: that of its phrase, else that of the weapon counted or named beside it."""
    if trigger.entry.subtype is not None or trigger.entry.type is not EventType.ATTACK:
        return trigger.entry.subtype
    counted = (_COUNTED[count.what] for count in counts if count.what in _COUNTED)
    return next(counted, None) or _weapon_named(trigger, clause, sentence.row)


def _weapon_named(trigger: Trigger, clause: Clause, row: Sequence[str]) -> str | None:
    """The weapon in the phrase, right before it, or held by "with" after it; of two joined by "and" the first."""
    found = None
    for at in range(trigger.last - 1, max(clause.first, trigger.first - _BEFORE) - 1, -1):
        if at < trigger.first and row[at] in _ENDS:
            break
        named = _weapon(row, at)
        if named and (found is None or row[at + 1] == "and"):
            found = named
    if found:
        return found
    held = False
    for at in range(trigger.last, min(clause.last, trigger.last + _AFTER)):
        held = held or row[at] in _WITH
        named = _weapon(row, at)
        if held and named:
            return named
    return None


def _weapon(row: Sequence[str], at: int) -> str | None:
    if row[at] == "air":
        return "airstrike" if at + 1 < len(row) and row[at + 1] in _AIR else None
    return _WEAPONS.get(row[at])
