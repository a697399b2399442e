"""Sentence -> single weapons, ships and aircraft that do or suffer something: "a drone hit", "seized a tanker"."""

from collections.abc import Iterator

from tocsin.domain.event import Counted
from tocsin.extraction.counted_words import BY_NOUN, DOWNED
from tocsin.extraction.counts import Measure
from tocsin.extraction.facts import Sentence
from tocsin.extraction.number_words import STOPS

_WEAPONS = frozenset({Counted.DRONES, Counted.MISSILES, Counted.ROCKETS})  # a single bomb is not counted, but told
_ARTICLES = frozenset("a an another".split())
_SHIPS_ARTICLES = _ARTICLES | {"the"}
_NOUN_AFTER = frozenset(
    "strike attack raid station site base factory launch launcher launchers operator operators unit units programme "
    "program operation operations test tests incident barrage assault pilot production deal maker assaults bombing "
    "threat threats alert alarm warning defence defense system systems silo plant depot technology parts components "
    "shelter squad cell crew maker manufacturer campaign war warfare activity sighting fragments debris facility "
    "ship boat carrier disposal hoax explosion blast".split()
)
_SEIZE = frozenset(
    "seize seizes seized seizing intercept intercepts intercepted intercepting boards boarded boarding capture "
    "captures captured capturing detain detains detained impound impounds impounded seizure".split()
)
_CRASH = frozenset("crash crashes crashed crashing collide collides collided crash-lands crash-landed".split())
_REACH = 8


def single_things(sentence: Sentence, counted: frozenset[Counted]) -> tuple[Measure, ...]:
    """Return the single weapons that strike, ships that are seized and aircraft that crash.

    ``counted`` is what numbers of the sentence count already.
    """
    found: dict[Counted, Measure] = {}
    for at, last, what in _phrases(sentence):
        if what in counted or what in found:
            continue
        if what in _WEAPONS and sentence.row[at] in _ARTICLES:
            found[what] = _one(what, at)
            if _is_downed(sentence, at, last) and Counted.SHOT_DOWN not in counted:
                found[Counted.SHOT_DOWN] = _one(Counted.SHOT_DOWN, at)
        elif (what is Counted.SHIPS and _is_seized(sentence.row, at)) or (
            what is Counted.AIRCRAFT and sentence.row[at] in _ARTICLES and _falls(sentence.row, last)
        ):
            found[what] = _one(what, at)
    return tuple(found.values())


def _one(what: Counted, at: int) -> Measure:
    return Measure(what, 1, approx=False, unit=None, at=at, of=None)


def _phrases(sentence: Sentence) -> Iterator[tuple[int, int, Counted]]:
    """Yield each article with the last word of its noun phrase, where that is a weapon, ship or aircraft."""
    row = sentence.row
    for at, article in enumerate(row):
        if article not in _SHIPS_ARTICLES:
            continue
        for word in range(at + 1, min(len(row), at + 1 + _REACH)):
            if row[word] in STOPS or row[word] in (",", ".", ";"):
                break
            what = BY_NOUN.get(row[word])
            following = row[word + 1] if word + 1 < len(row) else "."
            if what is None or following in _NOUN_AFTER or following in BY_NOUN or following == "-":
                continue
            if following != "and" or BY_NOUN.keys().isdisjoint(
                row[word + 2 : word + 3]
            ):  # "a missile and drone attack" is neither
                yield at, word, what
            break


def _is_downed(sentence: Sentence, at: int, last: int) -> bool:
    near = sentence.row[max(0, at - 3) : last + 8]
    return not DOWNED.isdisjoint(near) or ("shot" in near and "down" in near)


def _is_seized(row: list[str], at: int) -> bool:
    return not _SEIZE.isdisjoint(row[max(0, at - 4) : at])


def _falls(row: list[str], last: int) -> bool:
    return not _CRASH.isdisjoint(row[last + 1 : last + 1 + 3 * _REACH])
