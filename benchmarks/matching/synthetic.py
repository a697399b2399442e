"""A seed -> made-up rules and events in which a few values are in very many of them, as with real subscriptions.

20 types, 190 countries, 5,000 actors, 2,000 places, 20,000 keywords, all drawn by Zipf's law. A rule has one of eight
shapes; an event has 1 to 3 countries, 1 to 4 actors, 0 to 10 keywords and 0 to 3 counts.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from benchmarks.matching.chance import Zipf, dice_for, few, made_up_word

from tocsin.domain.event import ROLES, Counted, Event, EventType, Span, Status, event_id
from tocsin.matching.countries import country_names

Match = dict[str, Any]

COUNTRIES, ACTORS, PLACES, KEYWORDS = 190, 5_000, 2_000, 20_000
THRESHOLDS = (1, 5, 10, 20, 50, 100, 500, 1_000)
_FIRST_ACTOR, _FIRST_PLACE, _FIRST_SECOND_WORD = 100_000, 200_000, 300_000  # ranges of made-up words that do not meet
_FILLERS = "the of and in to a said that on was for by with from officials after have".split()
_STATUS_WEIGHTS = {Status.HAPPENED: 75, Status.PLANNED: 15, Status.POSSIBLE: 5, Status.DENIED: 5}
_ROLE_WEIGHTS = dict(zip(ROLES, (40, 35, 20, 5), strict=True))


@dataclass(frozen=True)
class Vocabulary:
    """What rules ask for and events hold, the commonest first."""

    types: Zipf[str]
    countries: Zipf[str]
    actors: Zipf[str]
    places: Zipf[str]
    keywords: Zipf[str]
    counted: Zipf[str]


@cache
def vocabulary(seed: int) -> Vocabulary:
    """Return the vocabulary of a seed; every fourth keyword is a phrase of two words."""
    dice = dice_for(seed, "vocabulary")
    types = [event_type.value for event_type in EventType]
    countries = sorted(country_names())
    counted = [what.value for what in Counted if what is not Counted.AMOUNT]  # amounts have units
    for values in (types, countries, counted):
        dice.shuffle(values)
    keywords = [
        f"{made_up_word(number)} {made_up_word(_FIRST_SECOND_WORD + number)}"
        if number % 4 == 3
        else made_up_word(number)
        for number in range(KEYWORDS)
    ]
    return Vocabulary(
        types=Zipf(types),
        countries=Zipf(countries[:COUNTRIES]),
        actors=Zipf([f"{made_up_word(_FIRST_ACTOR + number).title()} Front" for number in range(ACTORS)]),
        places=Zipf([made_up_word(_FIRST_PLACE + number).title() for number in range(PLACES)]),
        keywords=Zipf(keywords),
        counted=Zipf(counted),
    )


def matches(seed: int) -> Iterator[Match]:
    """Yield what rules ask for, without end."""
    dice, words = dice_for(seed, "rules"), vocabulary(seed)
    while True:
        shape = dice.choice(SHAPES)
        yield {key: _ASKED[key](dice, words) for key in shape}


def events(seed: int) -> Iterator[Event]:
    """Yield events, without end."""
    dice, words = dice_for(seed, "events"), vocabulary(seed)
    number = 0
    while True:
        yield _event(dice, words, f"article-{number}")
        number += 1


SHAPES: tuple[tuple[str, ...], ...] = (
    ("type", "countries", "status"),
    ("type", "actors"),
    ("type", "countries", "counts"),
    ("keywords", "countries"),
    ("type", "keywords"),
    ("by", "to"),
    ("actors", "counts"),
    ("type", "places"),
)


def _statuses(dice: random.Random, _: Vocabulary) -> list[str]:
    return dice.choice([["happened"], ["happened", "planned"], ["planned"], ["planned", "possible"], ["denied"]])


def _thresholds(dice: random.Random, words: Vocabulary) -> list[dict[str, Any]]:
    return [_threshold(dice, what) for what in words.counted.draw_some(dice, few(dice, 2))]


def _threshold(dice: random.Random, what: str) -> dict[str, Any]:
    bounds = {"min": dice.choice(THRESHOLDS)}
    if dice.random() < 0.1:
        bounds["max"] = bounds["min"] * dice.choice((2, 10, 100))
    return {"what": what} | bounds


_ASKED: dict[str, Callable[[random.Random, Vocabulary], list[Any]]] = {
    "type": lambda dice, words: words.types.draw_some(dice, few(dice, 3)),
    "status": _statuses,
    "countries": lambda dice, words: words.countries.draw_some(dice, few(dice, 3)),
    "actors": lambda dice, words: words.actors.draw_some(dice, few(dice, 2)),
    "by": lambda dice, words: words.actors.draw_some(dice, few(dice, 2)),
    "to": lambda dice, words: words.countries.draw_some(dice, few(dice, 2)),
    "places": lambda dice, words: words.places.draw_some(dice, few(dice, 2)),
    "keywords": lambda dice, words: words.keywords.draw_some(dice, few(dice, 3)),
    "counts": _thresholds,
}


def _event(dice: random.Random, words: Vocabulary, article_id: str) -> Event:
    event_type = EventType(words.types.draw(dice))
    country, *further = words.countries.draw_some(dice, dice.randint(1, 3))
    parties = [*further, *words.actors.draw_some(dice, dice.randint(1, 4))]
    roles = dice.choices(ROLES, tuple(_ROLE_WEIGHTS.values()), k=len(parties))
    trigger = dice.choice(_FILLERS)
    span = Span(start=0, end=len(trigger))
    return Event.model_validate(
        {
            "id": event_id(article_id, event_type, span),
            "article_id": article_id,
            "type": event_type,
            "status": dice.choices(tuple(_STATUS_WEIGHTS), tuple(_STATUS_WEIGHTS.values()))[0],
            "background": dice.random() < 0.1,
            **{role: [party for party, own in zip(parties, roles, strict=True) if own == role] for role in ROLES},
            "counts": [
                {"what": what, "n": _number(dice)} for what in words.counted.draw_some(dice, dice.randint(0, 3))
            ],
            "place": words.places.draw(dice) if dice.random() < 0.8 else None,
            "country": country,
            "trigger": trigger,
            "trigger_span": span,
            "evidence": [f"{trigger} {_sentence(dice, words)}"],
            "confidence": round(dice.uniform(0.5, 1), 2),
        }
    )


def _number(dice: random.Random) -> int | tuple[int | None, int | None]:
    low = int(10_000 ** dice.random())
    kinds: tuple[int | tuple[int | None, int | None], ...] = (low, (low, None), (None, low), (low, low + low // 4 + 1))
    return dice.choices(kinds, (70, 15, 5, 10))[0]


def _sentence(dice: random.Random, words: Vocabulary) -> str:
    keywords = words.keywords.draw_some(dice, dice.randint(0, 10))
    parts = keywords + dice.choices(_FILLERS, k=dice.randint(12, 24))
    dice.shuffle(parts)
    return " ".join(parts) + "."
