"""The words that say what a quantity counts, and what each type of event can count."""

from tocsin.domain.event import Counted, EventType

BY_NOUN: dict[str, Counted] = {
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
BY_WORD: dict[str, Counted] = {
    **dict.fromkeys(
        "kill kills killed killing dead die dies died dying deaths lives life martyred murdered murdering assassinated "
        "drowned perished execute executes executed executing".split(),
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
        "capture captured captures capturing abduct abducts abducted kidnap kidnaps kidnapped kidnapping".split(),
        Counted.CAPTURED,
    ),
    **dict.fromkeys(
        "displaced displace displaces displacing evacuated evacuate evacuates homeless flee fleeing".split(),
        Counted.DISPLACED,
    ),
    **dict.fromkeys(("rescue", "rescued", "rescues", "rescuing"), Counted.RESCUED),
    **dict.fromkeys(
        "release releases released releasing free frees freed freeing pardon pardons pardoned amnesty".split(),
        Counted.RELEASED,
    ),
    **dict.fromkeys(("shot_down",), Counted.SHOT_DOWN),
}
DOWNED = frozenset(
    "intercept intercepts intercepted intercepting downed destroyed destroying neutralised neutralized".split()
)
WEAPONS = frozenset({Counted.DRONES, Counted.MISSILES, Counted.ROCKETS, Counted.BOMBS, Counted.SHELLS})
PERSONS = frozenset(
    "people person other more soldier troop civilian child man woman member fighter militant officer policeman suspect "
    "passenger worker resident victim insurgent terrorist prisoner hostage detainee migrant student serviceman rebel "
    "guard personnel pilgrim protester protestor demonstrator gunman crew inhabitant citizen miner tourist".split()
)
SUBSET = frozenset({"including", "among", "whom", "which"})
CROWD = frozenset("protester protestor demonstrator people marcher worker passenger migrant worker supporter".split())
TROOPS = frozenset("troop soldier personnel serviceman reservist peacekeeper guardsman marine".split())
STOPS = frozenset({";", ":", "—", "–"})

_TOLL = {Counted.KILLED, Counted.INJURED, Counted.MISSING, Counted.DISPLACED, Counted.RESCUED}
_ATTACK = {*_TOLL, Counted.PEOPLE, *WEAPONS, Counted.SHOT_DOWN, Counted.CAPTURED, Counted.SHIPS, Counted.DAYS}
ALLOWED: dict[EventType, frozenset[Counted]] = {
    EventType.ATTACK: frozenset(_ATTACK - {Counted.PEOPLE, Counted.DAYS}),
    EventType.CLASH: frozenset({*_TOLL, Counted.CAPTURED, Counted.DAYS}),
    EventType.DISASTER: frozenset({*_TOLL, Counted.PEOPLE, Counted.BODIES, Counted.AIRCRAFT}),
    EventType.CASUALTIES: frozenset(_TOLL),
    EventType.PROTEST: frozenset({Counted.PEOPLE, Counted.KILLED, Counted.INJURED, Counted.DAYS}),
    EventType.ARREST: frozenset({Counted.DETAINED, Counted.CAPTURED, Counted.SHIPS}),
    EventType.RELEASE: frozenset({Counted.RELEASED}),
    EventType.PRISONER_EXCHANGE: frozenset({Counted.EXCHANGED, Counted.BODIES, Counted.RELEASED}),
    EventType.AID: frozenset({Counted.AMOUNT, Counted.VEHICLES}),
    EventType.AGREEMENT: frozenset({Counted.AMOUNT, Counted.AIRCRAFT}),
    EventType.DEPLOYMENT: frozenset({Counted.TROOPS, Counted.SHIPS, Counted.AIRCRAFT}),
    EventType.DISRUPTION: frozenset({Counted.DAYS, Counted.AIRCRAFT}),
    EventType.CEASEFIRE: frozenset({Counted.DAYS}),
    EventType.SANCTIONS: frozenset({Counted.AMOUNT, Counted.PEOPLE, Counted.SHIPS}),
    EventType.VERDICT: frozenset({Counted.AMOUNT, Counted.KILLED, Counted.PEOPLE}),
    EventType.DIPLOMACY: frozenset({Counted.PEOPLE}),
    EventType.THREAT: frozenset({Counted.DAYS}),
    EventType.TERRITORY: frozenset({Counted.DISPLACED}),
}
