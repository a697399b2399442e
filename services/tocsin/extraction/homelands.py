"""Event whose sentence names no place -> the country in which it happened all the same.

Annotators give the acts of courts, police and voters the country of whoever acts, attacks that of the attacked, a truce
between a state and a group that of the state, and talks, treaties and sanctions between states none.
"""

from collections.abc import Iterable
from functools import cache

from tocsin.domain.event import EventType
from tocsin.extraction.facts import Sentence
from tocsin.extraction.gazetteer.data import read_yaml
from tocsin.extraction.gazetteer.known import is_state
from tocsin.extraction.roles import Who
from tocsin.extraction.where import Where

OF_A_COUNTRY = frozenset(
    {EventType.ARREST, EventType.VERDICT, EventType.RELEASE, EventType.LEADERSHIP, EventType.PROTEST}
)
"""What a state, its courts or its people do at home."""


@cache
def _home_of_group() -> dict[str, str]:
    return {group: code for code, groups in read_yaml("homes.yaml").items() for group in groups}


def located(event_type: EventType, sentence: Sentence, where: Where, who: Who) -> Where:
    """Return where an event happened: its place, but for what states do at home or make with each other."""
    states = [code for code in who.with_ if is_state(code)]
    if event_type is EventType.CEASEFIRE and len(states) > 1:
        return Where()
    actor = _first_state(who.by)
    if where.is_aside and actor and event_type in OF_A_COUNTRY and where.country != actor:
        return Where(None, actor)
    return where if where.country or where.place else Where(None, _homeland(event_type, sentence, who))


def _homeland(event_type: EventType, sentence: Sentence, who: Who) -> str | None:
    """Return the code of the country of an event that no place locates; None where it would be a guess."""
    match event_type:
        case EventType.ATTACK | EventType.TERRITORY:
            return _of_the_attacked(sentence, who)
        case EventType.CLASH | EventType.CEASEFIRE:
            return _only(map(_home, who.with_))
        case EventType.AID | EventType.DEPLOYMENT if any(map(is_state, who.to)):
            return _only(code for code in who.to if is_state(code))
        case EventType.DISASTER | EventType.DEPLOYMENT:
            return _only(states_in(sentence))
        case EventType.DISRUPTION:
            return _first_state(who.by) or (None if who.to else _only(states_in(sentence)))
        case _:
            at_home = event_type in OF_A_COUNTRY
            return (_first_state(who.by) or _only(states_in(sentence))) if at_home else None


def _of_the_attacked(sentence: Sentence, who: Who) -> str | None:
    """The state that is hit, else the one named beside the attackers, else where the group that is hit has its home."""
    if who.to and is_state(who.to[0]):
        return who.to[0]
    beside = [code for code in states_in(sentence) if code not in who.by]
    return _only(beside) or (_of_groups(who.to or who.by) if not beside else None)


def _home(code: str) -> str | None:
    return code if is_state(code) else _home_of_group().get(code)


def _of_groups(codes: Iterable[str]) -> str | None:
    return _only(map(_home_of_group().get, codes))


def _first_state(codes: Iterable[str]) -> str | None:
    return next(filter(is_state, codes), None)


def _only(codes: Iterable[str | None]) -> str | None:
    """The code, where there is but one."""
    found = {code for code in codes if code is not None}
    return found.pop() if len(found) == 1 else None


def states_in(sentence: Sentence) -> tuple[str, ...]:
    """Return the states that a sentence names, by themselves, their people, their officials or their places."""
    named = [actor.code for actor in sentence.actors if is_state(actor.code)]
    return tuple(dict.fromkeys((*named, *(place.country for place in sentence.places if place.country))))
