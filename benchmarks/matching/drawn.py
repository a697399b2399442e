"""Events of real texts -> rules like those that readers of these texts would write.

Each rule is drawn from the joint distribution of the events' fields: one event is picked, a shape that it can fill,
and its own values for the keys of that shape. Three rules in ten take one of the keys from another event instead, so
that there are rules that nothing meets; a quarter of the lists get a second value, from another event.
"""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.matching.chance import dice_for
from pydantic import TypeAdapter, ValidationError

from tocsin.domain.event import Counted, Event, EventType, Span, Status, event_id
from tocsin.matching.countries import country_names
from tocsin.matching.values import AnActor

Match = dict[str, Any]

SHAPES: tuple[tuple[str, ...], ...] = (
    ("type", "countries"),
    ("type", "actors"),
    ("type", "countries", "counts"),
    ("keywords", "countries"),
    ("type", "keywords"),
    ("by", "to"),
    ("type", "counts"),
    ("type", "places"),
    ("with", "type"),
    ("to", "keywords"),
)
_RUN_OF_WORDS = re.compile(r"[^\W_]+(?: [^\W_]+)*")  # no punctuation between: what a phrase of a rule may span
_COMMON = frozenset(
    "about after also been before from have into more said than that their they this were which with".split()
)
_AN_ACTOR: TypeAdapter[str] = TypeAdapter(AnActor)
_FACTORS = (0.25, 0.5, 0.5, 1, 1, 2, 4)


def read_annotated(paths: Iterable[Path]) -> list[Event]:
    """Return the events of annotated texts: JSON lines with ``id``, ``text`` and ``events`` as docs/events.md has them.

    The span of a trigger is the first place in the text where its words stand; dates, which no rule asks for, are left
    out, since annotations have open ones.
    """
    return [
        _event(line["id"], line["text"], told)
        for path in paths
        for line in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        for told in line["events"]
    ]


def _event(article_id: str, text: str, told: dict[str, Any]) -> Event:
    start = max(text.find(told["trigger"]), 0)
    span = Span(start=start, end=start + len(told["trigger"]))
    ids = {"id": event_id(article_id, EventType(told["type"]), span), "article_id": article_id}
    return Event.model_validate(told | ids | {"trigger_span": span, "date": None})


def matches(events: Sequence[Event], seed: int) -> Iterator[Match]:
    """Yield what rules ask for, without end."""
    dice = dice_for(seed, "rules")
    while True:
        event, shape = dice.choice(events), dice.choice(SHAPES)
        stranger = dice.choice(shape) if dice.random() < 0.3 else None
        match: Match = {}
        for key in shape:
            values = _ASKED[key](dice, dice.choice(events) if key == stranger else event)
            if values and dice.random() < 0.25:
                values += [value for value in _ASKED[key](dice, dice.choice(events)) if value not in values]
            match[key] = values
        if all(match.values()):
            yield match | _what_it_is(dice, event)


def _what_it_is(dice: random.Random, event: Event) -> Match:
    """Ask for the event's own status where it is not the usual one; some readers want plans and the past as well."""
    asked: Match = {}
    if event.status is not Status.HAPPENED:
        asked["status"] = [event.status.value]
    elif dice.random() < 0.2:
        asked["status"] = [Status.HAPPENED.value, Status.PLANNED.value]
    if event.background or dice.random() < 0.1:
        asked["background"] = "any"
    return asked


def _one(dice: random.Random, values: Sequence[str]) -> list[str]:
    return [dice.choice(values)] if values else []


def _actor(dice: random.Random, values: Iterable[str]) -> list[str]:
    # The few whom the annotated texts name otherwise than events do cannot stand in a rule.
    return _one(dice, [value for value in values if _may_stand(value)])


@cache
def _may_stand(actor: str) -> bool:
    try:
        return _AN_ACTOR.validate_python(actor) == actor
    except ValidationError:
        return False


def _country(dice: random.Random, event: Event) -> list[str]:
    there = dict.fromkeys((event.country, *event.actors))
    return _one(dice, [code for code in there if code in country_names()])


def _keyword(dice: random.Random, event: Event) -> list[str]:
    runs = _RUN_OF_WORDS.findall(dice.choice(event.evidence))
    words = dice.choice(runs).split(" ") if runs else []
    length = min(dice.choice((1, 1, 2, 3)), len(words))
    start = dice.randint(0, len(words) - length)
    phrase = words[start : start + length]
    telling = any(len(word) > 3 and word.isalpha() and word.lower() not in _COMMON for word in phrase)
    return [" ".join(phrase)] if telling else []


def _threshold(dice: random.Random, event: Event) -> list[dict[str, Any]]:
    counts = [count for count in event.counts if count.what is not Counted.AMOUNT]  # amounts have units
    if not counts:
        return []
    count = dice.choice(counts)
    asked: dict[str, Any] = {"what": count.what.value, "min": max(1, int(count.low * dice.choice(_FACTORS)))}
    if dice.random() < 0.1:
        asked["max"] = asked["min"] * 10
    return [asked]


_ASKED: dict[str, Callable[[random.Random, Event], list[Any]]] = {
    "type": lambda _, event: [event.type.value],
    "countries": _country,
    "actors": lambda dice, event: _actor(dice, event.actors),
    "by": lambda dice, event: _actor(dice, event.by),
    "to": lambda dice, event: _actor(dice, event.to),
    "with": lambda dice, event: _actor(dice, event.with_),
    "places": lambda _, event: [event.place] if event.place else [],
    "keywords": _keyword,
    "counts": _threshold,
}
