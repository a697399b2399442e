"""Quantities of a sentence -> what they count: killed, drones, days, an amount of money."""

from dataclasses import dataclass

from tocsin.domain.event import Bounds, Counted, EventType
from tocsin.extraction.facts import Sentence
from tocsin.extraction.numbers import Quantity

_BY_NOUN: dict[str, Counted] = {
    **dict.fromkeys(("drone", "uav", "quadcopter"), Counted.DRONES),
    **dict.fromkeys(("missile",), Counted.MISSILES),
    **dict.fromkeys(("rocket", "projectile"), Counted.ROCKETS),
    **dict.fromkeys(("bomb",), Counted.BOMBS),
    **dict.fromkeys(("shell", "mortar"), Counted.SHELLS),
    **dict.fromkeys(("aircraft", "jet", "plane", "helicopter", "warplane", "fighter jet", "flight"), Counted.AIRCRAFT),
    **dict.fromkeys(("ship", "vessel", "tanker", "boat", "warship", "ferry", "submarine", "trawler"), Counted.SHIPS),
    **dict.fromkeys(("truck", "vehicle", "tank", "lorry", "howitzer"), Counted.VEHICLES),
    **dict.fromkeys(("day",), Counted.DAYS),
    **dict.fromkeys(("body", "remains", "corpse"), Counted.BODIES),
    **dict.fromkeys(("death", "fatality"), Counted.KILLED),
    **dict.fromkeys(("injury",), Counted.INJURED),
}
_BY_WORD: dict[str, Counted] = {
    **dict.fromkeys(
        "kill kills killed killing dead die dies died dying deaths lives life martyred murdered murdering assassinated "
        "drowned perished".split(),
        Counted.KILLED,
    ),
    **dict.fromkeys(
        "injure injures injured injuring wound wounds wounded wounding hurt hospitalised hospitalized injuries".split(),
        Counted.INJURED,
    ),
    **dict.fromkeys(("missing", "unaccounted"), Counted.MISSING),
    **dict.fromkeys(("trapped", "stranded", "aboard"), Counted.PEOPLE),
    **dict.fromkeys(
        "detain detains detained detaining arrest arrests arrested arresting custody charged indicted".split(),
        Counted.DETAINED,
    ),
    **dict.fromkeys(
        "capture captured captures capturing abduct abducts abducted abducting kidnap kidnaps kidnapped kidnapping".split(),
        Counted.CAPTURED,
    ),
    **dict.fromkeys(
        "displaced displace displaces displacing evacuated evacuate evacuates evacuating homeless flee fleeing".split(),
        Counted.DISPLACED,
    ),
    **dict.fromkeys(("rescue", "rescued", "rescues", "rescuing"), Counted.RESCUED),
    **dict.fromkeys(
        "release releases released releasing free frees freed freeing pardon pardons pardoned pardoning amnesty".split(),
        Counted.RELEASED,
    ),
    **dict.fromkeys(("shot_down",), Counted.SHOT_DOWN),
}
_DOWNED = frozenset("intercept intercepts intercepted intercepting downed destroyed destroying neutralised neutralized".split())
_WEAPONS = frozenset({Counted.DRONES, Counted.MISSILES, Counted.ROCKETS, Counted.BOMBS, Counted.SHELLS})
_PERSONS = frozenset(
    "people person other more soldier troop civilian child man woman member fighter militant officer policeman suspect "
    "passenger worker resident victim insurgent terrorist prisoner hostage detainee migrant student serviceman rebel "
    "guard personnel pilgrim protester protestor demonstrator gunman crew inhabitant citizen miner tourist".split()
)
_SUBSET = frozenset({"including", "among", "whom", "which"})
_CROWD = frozenset("protester protestor demonstrator people marcher worker passenger migrant worker supporter".split())
_TROOPS = frozenset("troop soldier personnel serviceman reservist peacekeeper guardsman marine".split())
_STOPS = frozenset({";", ":", "—", "–"})

_TOLL = {Counted.KILLED, Counted.INJURED, Counted.MISSING, Counted.DISPLACED, Counted.RESCUED}
_ATTACK = {*_TOLL, Counted.PEOPLE, *_WEAPONS, Counted.SHOT_DOWN, Counted.CAPTURED, Counted.SHIPS, Counted.DAYS}
ALLOWED: dict[EventType, frozenset[Counted]] = {
    EventType.ATTACK: frozenset(_ATTACK),
    EventType.CLASH: frozenset({*_TOLL, Counted.CAPTURED, Counted.DAYS}),
    EventType.DISASTER: frozenset({*_TOLL, Counted.PEOPLE, Counted.BODIES}),
    EventType.CASUALTIES: frozenset(_TOLL),
    EventType.PROTEST: frozenset({Counted.PEOPLE, Counted.KILLED, Counted.INJURED, Counted.DAYS}),
    EventType.ARREST: frozenset({Counted.DETAINED, Counted.CAPTURED, Counted.SHIPS}),
    EventType.RELEASE: frozenset({Counted.RELEASED}),
    EventType.PRISONER_EXCHANGE: frozenset({Counted.EXCHANGED, Counted.BODIES, Counted.RELEASED}),
    EventType.AID: frozenset({Counted.AMOUNT, Counted.VEHICLES}),
    EventType.AGREEMENT: frozenset({Counted.AMOUNT, Counted.AIRCRAFT}),
    EventType.DEPLOYMENT: frozenset({Counted.TROOPS, Counted.SHIPS, Counted.AIRCRAFT}),
    EventType.DISRUPTION: frozenset({Counted.DAYS}),
    EventType.CEASEFIRE: frozenset({Counted.DAYS}),
    EventType.SANCTIONS: frozenset({Counted.AMOUNT}),
    EventType.VERDICT: frozenset({Counted.AMOUNT, Counted.KILLED}),
    EventType.THREAT: frozenset(),
    EventType.TERRITORY: frozenset({Counted.CAPTURED}),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity and what it counts. ``at`` is the word at which it stands; ``of`` an actor named with it, if any."""

    what: Counted
    n: int | Bounds
    approx: bool
    unit: str | None
    at: int
    of: str | None


def measures_of(sentence: Sentence) -> tuple[Measure, ...]:
    """Return what the quantities of a sentence count; subsets ("including 11 children") are left out."""
    measures: list[Measure] = []
    subset_until = -1
    spans = [(q, sentence.word_at(q.start), sentence.word_at(q.end - 1) + 1) for q in sentence.quantities if not q.ordinal]
    for index, (quantity, first, last) in enumerate(spans):
        if measures and (_opens_subset(sentence, first) or _is_share(sentence, last)):
            subset_until = _end_of_aside(sentence, first)
        if first < subset_until:
            continue
        stop = spans[index + 1][1] if index + 1 < len(spans) else len(sentence.row)
        what = _what(sentence, quantity, first, last, stop)
        if what is None and measures and _joined(sentence, measures[-1].at, first) and quantity.noun in _PERSONS:
            what = measures[-1].what
        if what is not None:
            of = _actor_within(sentence, first, min(last + 5, stop))
            measures.append(Measure(what, quantity.n, quantity.approx, quantity.unit, first, of))
    return tuple(measures)


def _what(sentence: Sentence, quantity: Quantity, first: int, last: int, stop: int) -> Counted | None:
    if quantity.unit is not None:
        return None if sentence.row[first - 1 : first] == ["("] else Counted.AMOUNT
    by_noun = _BY_NOUN.get(quantity.noun or "")
    if by_noun in _WEAPONS:
        return Counted.SHOT_DOWN if _is_downed(sentence, first, last) else by_noun
    if by_noun is Counted.DAYS:
        return None if {"ago", "prior", "before", "after", "later", "earlier"} & set(sentence.row[last : last + 2]) else by_noun
    if by_noun is not None:
        return by_noun
    if _is_toll(sentence, first):
        return Counted.KILLED
    before = _word_before(sentence, first)
    if before is not None:
        return before
    told = _of_a_number(sentence, first, quantity)
    if told is not None:
        return told
    after = _word_after(sentence, last, stop)
    if after is not None:
        return after
    if quantity.noun in _TROOPS and any(word.startswith("deploy") or word in ("sent", "send") for word in sentence.row):
        return Counted.TROOPS
    if quantity.noun in _CROWD:
        return Counted.PEOPLE
    return None


def _of_a_number(sentence: Sentence, first: int, quantity: Quantity) -> Counted | None:
    """What "the number of drones that were destroyed" counts, where the number stands apart from it."""
    row = sentence.row
    if quantity.noun is not None or not {"number", "figure", "toll", "total"} & set(row):
        return None
    if {"drones", "drone", "uavs"} & set(row):
        return Counted.SHOT_DOWN if not _DOWNED.isdisjoint(row) or "down" in row else Counted.DRONES
    if "injured" in row or "wounded" in row:
        return Counted.INJURED
    return Counted.KILLED


def _is_toll(sentence: Sentence, first: int) -> bool:
    """Whether the number is the new death toll: "the toll from the floods rises to 54 people"."""
    row = sentence.row
    return bool({"toll", "tolls", "deaths"} & set(row[:first])) and (
        bool(_RISES & set(row[max(0, first - 5) : first])) or row[first - 1] == "to"
    )


_RISES = frozenset(
    "rises rose risen rising climbs climbed increases increased increasing reaches reached stands stood surpasses passed "
    "exceeds hits at".split()
)


def _word_before(sentence: Sentence, first: int) -> Counted | None:
    """The word directly before, over "a total of", "the deaths of", "toll rises to"."""
    row = sentence.row
    for at in range(first - 1, max(-1, first - 5), -1):
        word = row[at]
        if word == "toll" or word == "tally":
            return Counted.KILLED
        if word in _BY_WORD and word not in ("dead", "life", "lives", "charged"):
            if _is_passive(row, at):
                return None
            return _BY_WORD[word]
        if word not in _BETWEEN:
            return None
    return None


_BETWEEN = frozenset(
    "a the total of another further to rises rise rose risen climbs climbed at has increased more than up some about "
    "also all for as well or and its".split()
) - {"and", "or"}


def _is_passive(row: list[str], at: int) -> bool:
    """Whether the verb at ``at`` closes a passive clause: "six were killed, 40 ..."."""
    return any(word in ("is", "are", "was", "were", "been", "being") for word in row[max(0, at - 3) : at]) and (
        row[at + 1 : at + 2] in (["and"], [","])
    )


def _word_after(sentence: Sentence, last: int, stop: int) -> Counted | None:
    row = sentence.row
    reach = 30 if not _SUBSET.isdisjoint(row[last:stop]) else 14
    for at in range(last, min(last + reach, len(row))):
        word = row[at]
        if word in _STOPS:
            return None
        if at >= stop and not _in_aside(sentence, last, at):
            return None
        if word in _BY_WORD and not (word == "killed" and row[at - 1] == "who"):
            return _BY_WORD[word]
        if word == "lost" and "lives" in row[at : at + 4]:
            return Counted.KILLED
    return None


def _in_aside(sentence: Sentence, start: int, at: int) -> bool:
    """Whether the words from ``start`` hold an aside ("including 2 children,") that ends before ``at``."""
    aside = next((i for i in range(start, at) if sentence.row[i] in _SUBSET), None)
    return aside is not None


def _is_downed(sentence: Sentence, first: int, last: int) -> bool:
    window = sentence.row[max(0, first - 4) : min(len(sentence.row), last + 9)]
    pairs = set(zip(window, window[1:], strict=False))
    return not _DOWNED.isdisjoint(window) or bool(pairs & {("shot", "down"), ("shoots", "down"), ("shooting", "down"), ("brought", "down")})


def _opens_subset(sentence: Sentence, first: int) -> bool:
    window = sentence.row[max(0, first - 3) : first]
    return not _SUBSET.isdisjoint(window) or sentence.row[max(0, first - 2) : first] == ["of", "them"]


def _is_share(sentence: Sentence, last: int) -> bool:
    """Whether the number is part of one before it: "18 of whom", "150 of them"."""
    return sentence.row[last : last + 1] == ["of"] and sentence.row[last + 1 : last + 2] in (
        ["whom"], ["them"], ["the"], ["those"], ["which"], ["these"], ["its"], ["their"],
    )


def _end_of_aside(sentence: Sentence, first: int) -> int:
    """An aside lasts to the verb of the sentence, or to the end of the clause.

    "Including ten children and three women, are killed" is one aside; ", two children are injured" is not part of one.
    """
    row = sentence.row
    for at in range(first + 1, len(row)):
        word = row[at]
        if word in _STOPS or word in _BE or word in _BY_WORD:
            return at
        if word in (",", "and") and _has_own_verb(row, at + 1):
            return at
    return len(row)


def _has_own_verb(row: list[str], at: int) -> bool:
    """Whether a number with a verb of its own follows: "two children are injured", "wounding dozens"."""
    if row[at : at + 1] and row[at] in _BY_WORD:
        return True
    for word in row[at : at + 5]:
        if word in (",", "and"):
            return False
        if word in _BE or word in ("others", "more") or word in _BY_WORD:
            return True
    return False


_BE = frozenset("is are was were been have has had".split())


def _joined(sentence: Sentence, before: int, first: int) -> bool:
    return sentence.row[first - 1] in ("and", ",") and first - before < 8


def _actor_within(sentence: Sentence, first: int, last: int) -> str | None:
    for actor in sentence.actors:
        at = sentence.word_at(actor.start)
        if first <= at < last and actor.kind != "capital" and sentence.row[at - 1] not in _LOCATIVE:
            return actor.code
    return None


_LOCATIVE = frozenset("in at near on by across from against within inside outside".split())


def singles_of(sentence: Sentence, verb: int, what: Counted) -> tuple[Measure, ...]:
    """Return one victim or arrestee where the text has one without a number: "a Palestinian is killed".

    ``verb`` is the word that says it.
    """
    row = sentence.row
    before = row[max(0, verb - 4) : verb]
    passive = bool({"is", "was"} & set(before)) or before[-2:] == ["has", "been"]
    active = row[verb + 1 : verb + 2] in (["a"], ["an"]) and row[verb + 2 : verb + 3] not in (["total"], ["number"], ["group"], ["series"])
    if (passive and not {"who", "that", "which"} & set(before)) or active:
        return (Measure(what, 1, approx=False, unit=None, at=verb, of=None),)
    return ()


def exchanged_in(sentence: Sentence) -> tuple[Measure, ...]:
    """Return the persons of a swap, each group with the side that receives it.

    A group without a side of its own has that of the group before it: "157 Russian servicemen and three civilians".
    """
    found: list[Measure] = []
    share_until = -1
    for quantity in sentence.quantities:
        first, last = sentence.word_at(quantity.start), sentence.word_at(quantity.end - 1) + 1
        if found and (_opens_subset(sentence, first) or _is_share(sentence, last)):
            share_until = first + 8
        if quantity.noun not in _PERSONS and quantity.noun not in ("inhabitant", "prisoner", "pow", "captive"):
            continue
        if quantity.ordinal or first < share_until:
            continue
        of = _receiver(sentence, last) or _actor_within(sentence, first, last + 3) or (found[-1].of if found else None)
        found.append(Measure(Counted.EXCHANGED, quantity.n, quantity.approx, None, first, of))
    return tuple(found)


def _receiver(sentence: Sentence, last: int) -> str | None:
    """The side to which a group was "handed back" or "returned"."""
    for actor in sentence.actors:
        at = sentence.word_at(actor.start)
        if last < at < last + 10 and sentence.row[at - 1] == "to":
            return actor.code
    return None
