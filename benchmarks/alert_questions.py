"""Events of a text -> which of ten questions that newsrooms ask it would ring.

Events are the JSON objects of docs/events.md, so that annotated and found ones can be asked alike.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Event = Mapping[str, Any]

_TOLD = frozenset({"happened"})
_TOLD_OR_DUE = frozenset({"happened", "planned"})
_MANY_KILLED, _MANY_INJURED, _MANY_MISSILES = 10, 30, 50


def _is_news(event: Event, types: str, statuses: frozenset[str] = _TOLD) -> bool:
    return event["type"] in types.split() and event["status"] in statuses and not event["background"]


def _most(event: Event, whats: str) -> int:
    """The largest number that the text vouches for: the low bound, for "up to 150" the high one."""
    numbers = [count["n"] for count in event.get("counts") or () if count["what"] in whats.split()]
    bounds = [number if isinstance(number, list | tuple) else (number, number) for number in numbers]
    return max((high or 0 if low is None else low for low, high in bounds), default=0)


def _is_large_attack(event: Event) -> bool:
    return _is_news(event, "attack clash") and (
        _most(event, "killed") >= _MANY_KILLED
        or _most(event, "injured") >= _MANY_INJURED
        or _most(event, "drones missiles rockets") >= _MANY_MISSILES
    )


QUESTIONS: dict[str, Callable[[Event], bool]] = {
    "new talks": lambda event: _is_news(event, "talks", _TOLD_OR_DUE),
    "agreement": lambda event: _is_news(event, "agreement", _TOLD_OR_DUE),
    "ceasefire": lambda event: _is_news(event, "ceasefire", _TOLD_OR_DUE),
    "prisoners freed or exchanged": lambda event: _is_news(event, "prisoner_exchange release", _TOLD_OR_DUE),
    "attack": lambda event: _is_news(event, "attack"),
    "large attack": _is_large_attack,
    "territory taken": lambda event: _is_news(event, "territory"),
    "sanctions": lambda event: _is_news(event, "sanctions", _TOLD_OR_DUE),
    "deadly disaster": lambda event: _is_news(event, "disaster") and _most(event, "killed") > 0,
    "leadership change": lambda event: _is_news(event, "leadership"),
}


def rung_by(events: Iterable[Event]) -> dict[str, Event]:
    """Return the questions that any of the events rings, each with the first event that does."""
    events = tuple(events)
    first = {question: next(filter(rings, events), None) for question, rings in QUESTIONS.items()}
    return {question: event for question, event in first.items() if event is not None}
