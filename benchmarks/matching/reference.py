"""Rules x an event -> the rules that ring, found by asking every rule: what each faster way must agree with.

A rule rings if each of its keys is met, a key by any one of its values: actors and roles by the same name without case,
``countries`` by the event's country or anybody in it, ``places`` and ``keywords`` by whole words of the place's name
or of one evidence sentence, ``counts`` by one count, or the sum over sides of one thing, whose low bound is at least
``min`` and whose high bound is at most ``max``. Without ``status`` only what happened rings, and without
``background`` only news; with ``background: any`` what is recalled rings as well.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.domain.event import Count, Event

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules ask an event for. Texts are tokens between single spaces: words, and each punctuation mark.

    ``numbers`` are (what, low, high), high None where the text gives none.
    """

    values: dict[str, frozenset[str]]
    texts: dict[str, tuple[str, ...]]
    numbers: tuple[tuple[str, int, int | None], ...]


Check = Callable[[Facts], bool]


def facts(event: Event) -> Facts:
    """Return the facts of an event."""
    roles = {"by": event.by, "to": event.to, "with": event.with_, "via": event.via}
    return Facts(
        values={
            "type": frozenset({event.type.value}),
            "status": frozenset({event.status.value}),
            "background": frozenset({str(event.background)}),
            "countries": frozenset({*event.actors, *([event.country] if event.country else [])}),
            "actors": frozenset(map(str.casefold, event.actors)),
            **{role: frozenset(map(str.casefold, actors)) for role, actors in roles.items()},
        },
        texts={"places": (tokens(event.place or ""),), "keywords": tuple(map(tokens, event.evidence))},
        numbers=tuple(_numbers(event.counts)),
    )


def tokens(text: str) -> str:
    """Return the text as words and punctuation marks, without case, each between spaces.

    >>> tokens("Pro-Iran groups, he said.")
    ' pro - iran groups , he said . '
    """
    return f" {' '.join(_TOKEN.findall(text.casefold()))} "


def asked(match: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what a rule asks for, defaults written out and words in the form that facts have them."""
    wanted: dict[str, list[Any]] = {"status": ["happened"]} | match
    background = wanted.pop("background", False)
    if background != "any":
        wanted["background"] = [str(background)]
    for key in {"by", "to", "with", "via", "actors"} & wanted.keys():
        wanted[key] = [actor.casefold() for actor in wanted[key]]
    for key in {"places", "keywords"} & wanted.keys():
        wanted[key] = [tokens(phrase) for phrase in wanted[key]]
    return wanted


def compiled(match: dict[str, Any]) -> Check:
    """Return the rule as a Python closure."""
    checks = tuple(_check(key, values) for key, values in asked(match).items())

    def rings(event: Facts) -> bool:
        for check in checks:  # noqa: SIM110 - all() with a generator takes twice as long
            if not check(event):
                return False
        return True

    return rings


def ringing(rules: Sequence[tuple[str, Check]], event: Event) -> list[str]:
    """Return the ids of the rules that an event rings, in the order of the rules."""
    known = facts(event)
    return [name for name, check in rules if check(known)]


def _check(key: str, wanted: list[Any]) -> Check:
    if key == "counts":
        return lambda event: any(_meets(threshold, number) for threshold in wanted for number in event.numbers)
    if key in {"places", "keywords"}:
        return lambda event: any(phrase in text for text in event.texts[key] for phrase in wanted)
    if len(wanted) == 1:
        return lambda event: wanted[0] in event.values[key]
    accepted = frozenset(wanted)
    return lambda event: not accepted.isdisjoint(event.values[key])


def _meets(threshold: dict[str, Any], number: tuple[str, int, int | None]) -> bool:
    what, low, high = number
    if what != threshold["what"] or low < threshold.get("min", 0):
        return False
    return "max" not in threshold or (high is not None and high <= threshold["max"])


def _numbers(counts: Iterable[Count]) -> Iterable[tuple[str, int, int | None]]:
    sides: dict[tuple[str, str | None], dict[str, tuple[int, int | None]]] = defaultdict(dict)
    for count in counts:
        high = count.n[1] if isinstance(count.n, tuple) else count.n
        yield count.what.value, count.low, high
        if count.of is not None:
            own = sides[count.what.value, count.unit]
            own[count.of] = max(own.get(count.of, (count.low, high)), (count.low, high), key=lambda bounds: bounds[0])
    for (what, _), own in sides.items():
        if len(own) > 1:
            highs = [high for _, high in own.values() if high is not None]
            yield what, sum(low for low, _ in own.values()), sum(highs) if len(highs) == len(own) else None
