"""Words of a sentence x lexicon -> the triggers in it: which words say that something happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import assert_never

from tocsin.extraction.facts import Sentence
from tocsin.extraction.lexicon import Entry, Lexicon, Need

MOST_IN_A_SENTENCE = 12  # the richest sentence of our annotated articles has six
MOST_IN_AN_ARTICLE = 300

_HURT = frozenset(
    "kill kills killed killing dead die dies died death deaths injure injured injures injuring wounded wounding wounds "
    "missing hurt casualties victims fatalities".split()
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words ``first`` to ``last`` (exclusive) of a sentence say that something happened: see ``entry``.

    ``probability`` that it is so, where the model has judged it.
    """

    entry: Entry
    sentence: int
    first: int
    last: int
    start: int
    end: int
    probability: float | None = None


def find_triggers(sentence: Sentence, lexicon: Lexicon) -> tuple[Trigger, ...]:
    """Return the triggers of a sentence whose conditions are met; of overlapping ones the longest."""
    row, kinds = sentence.row, sentence.kinds
    found = [(first, last, entry) for first, last, entry in lexicon.triggers.find(row, kinds)]
    if row[-1] == "?":
        return ()  # who asks tells nothing
    if _is_speech(sentence):
        found = [one for one in found if one[2].type not in lexicon.setting_types]
    if not found:
        return ()
    traps = [(first, last, event_type) for first, last, event_type in lexicon.never.find(row, kinds)]
    met = {written for _, _, written in lexicon.conditions.find(row, kinds)}
    kept: list[tuple[int, int, Entry]] = []
    for first, last, entry in sorted(found, key=lambda one: (one[0] - one[1], one[2].weak, one[0])):
        if any(first < b and a < last for a, b, _ in kept):
            continue
        if any(first < b and a < last and event_type is entry.type for a, b, event_type in traps):
            continue
        if _is_name(sentence, first, last) or _is_setting(entry, first, last, sentence, lexicon):
            continue
        if _conditions_hold(entry, sentence, met):
            kept.append((first, last, entry))
    kept.sort(key=lambda one: one[:2])
    return tuple(
        Trigger(entry, sentence.number, first, last, sentence.starts[first], sentence.ends[last - 1])
        for first, last, entry in kept[:MOST_IN_A_SENTENCE]
    )


def _is_speech(sentence: Sentence) -> bool:
    """Whether somebody speaks of his own side: "“We want talks to go on,” he said."."""
    row = sentence.row
    return row[0] in _QUOTES and not _FIRST_PERSON.isdisjoint(row)


_NAMED = frozenset("typhoon hurricane cyclone storm".split())  # their names are those of the event
_QUOTES = frozenset({"“", '"'})
_FIRST_PERSON = frozenset("we i our my us let's".split())


def _is_name(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a word is part of a name: "Popular Mobilization Forces", "Convention against Torture"."""
    if (
        last - first > 1
        or first == 0
        or sentence.row[first] in _NAMED
        or sentence.is_title_case
        or not sentence.is_capitalised(first)
    ):
        return False
    return sentence.is_capitalised(first - 1) or (last < len(sentence.row) and sentence.is_capitalised(last))


def _is_setting(entry: Entry, first: int, last: int, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a noun only says under which circumstances the news came: "amid protests", "over the arrest of"."""
    if entry.type not in lexicon.setting_types:
        return False
    start = max(0, first - _SETTING_REACH)
    row = sentence.row[start:first]
    for at, end, _ in lexicon.settings.find(row, sentence.kinds[start:first]):
        between = row[end:]
        if not _VERB_LIKE.intersection(between) and "," not in between and at is not None:
            return not _stands_alone(sentence, first, last)
    return False


_SETTING_REACH = 6  # words
_VERB_LIKE = frozenset("is are was were has have had will that who which it he she they and".split())


def _stands_alone(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the words around the noun give it a toll: "four were killed during clashes"."""
    around = sentence.row[max(0, first - 8) : first] + sentence.row[last : last + 8]
    return not _HURT.isdisjoint(around)


def _conditions_hold(entry: Entry, sentence: Sentence, met: set[str]) -> bool:
    if entry.near and met.isdisjoint(entry.near):
        return False
    if not met.isdisjoint(entry.unless):
        return False
    return all(_has(need, sentence) for need in entry.needs)


def _has(need: Need, sentence: Sentence) -> bool:
    match need:
        case "toll":
            found = bool(sentence.quantities) and not _HURT.isdisjoint(sentence.row)
        case "number":
            found = bool(sentence.quantities)
        case "actor":
            found = bool(sentence.actors)
        case "two_actors":
            found = len({actor.code for actor in sentence.actors}) > 1
        case _:
            assert_never(need)
    return found


def flatten(rows: Iterable[tuple[Trigger, ...]]) -> tuple[Trigger, ...]:
    """Return the triggers of all sentences, cut at what an article can sensibly hold; the rest is not looked for."""
    return tuple(islice(chain.from_iterable(rows), MOST_IN_AN_ARTICLE))
