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
_AIR = frozenset({"strike", "strikes", "force", "raid", "raids", "and"})  # "the air force strikes the port"
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
    if trigger.entry.type is not EventType.ATTACK:
        return trigger.entry.subtype
    if trigger.entry.subtype is not None:
        return _joined_before(trigger, sentence.row) or trigger.entry.subtype
    counted = (_COUNTED[count.what] for count in counts if count.what in _COUNTED)
    return next(counted, None) or _weapon_named(trigger, clause, sentence.row) or _by_force(trigger, clause, sentence)


def _joined_before(trigger: Trigger, row: Sequence[str]) -> str | None:
    """The weapon named before that of the phrase: "drone and rocket attacks", "air and ground raids"."""
    if trigger.entry.subtype not in _ARMED:
        return None
    first = trigger.first - (row[trigger.first - 1 : trigger.first] == ["ground"])
    if first < 2 or row[first - 1] != "and":
        return None
    return "airstrike" if row[first - 2] == "air" else _WEAPONS.get(row[first - 2])


_ARMED = frozenset({"airstrike", "drone", "missile", "shelling", "ground"})


def _by_force(trigger: Trigger, clause: Clause, sentence: Sentence) -> str | None:
    """How men fought whose weapons nobody names: on foot ("armed gangs attack a village"), or as criminals do."""
    row = sentence.row
    if not _CRIMES.isdisjoint(row[trigger.first : trigger.last]):
        return "other"
    if not _ASSAULTS.isdisjoint(row[max(clause.first, trigger.first - 2) : trigger.last + 1]):
        return "ground"
    acts = not _ON_FOOT.isdisjoint(row[max(clause.first, trigger.first - 3) : trigger.first])
    suffers = any(
        row[at] == "by" and not _ON_FOOT.isdisjoint(row[at : at + 4])
        for at in range(trigger.last - 1, min(clause.last, trigger.last + _AFTER))
    )
    return "ground" if acts or suffers else None


_ON_FOOT = frozenset(
    "troops soldiers fighters militants insurgents bandits gangs commandos infantry militia militiamen rebels "
    "guerrillas jihadists terrorists gang".split()
)
_CRIMES = frozenset(
    "kidnap kidnaps kidnapped kidnapping kidnappings abduct abducts abducted abduction abductions hostage hostages "
    "murder murders murdered stabbing stabbings stabbed vehicle-ramming ramming rammed arson lynched "
    "beheaded poisoned".split()
)
_ASSAULTS = frozenset("ground mechanised mechanized assault incursion offensive operation raid raids invasion".split())


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
