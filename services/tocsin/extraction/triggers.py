"""Words of a sentence x lexicon -> the triggers in it: which words say that something happened."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import assert_never

from tocsin.domain.event import EventType
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


Found = tuple[int, int, Entry]
"""A phrase of the lexicon: its first word, the word after its last, and what it means."""
Refuse = Callable[[Found, str], None]


def _unheard(_found: Found, _why: str) -> None:
    """Tell nobody why a phrase is no trigger."""


def find_phrases(sentence: Sentence, lexicon: Lexicon) -> tuple[Found, ...]:
    """Return every phrase of the lexicon that stands in a sentence, whether or not it is a trigger there."""
    return tuple(lexicon.triggers.find(sentence.row, sentence.kinds))


def find_triggers(
    sentence: Sentence, found: Sequence[Found], lexicon: Lexicon, refuse: Refuse = _unheard
) -> tuple[Trigger, ...]:
    """Return the triggers among the phrases ``found`` in a sentence: conditions met, of overlapping ones the longest.

    ``refuse`` hears of each phrase that is none, and why.
    """
    if not found:
        return ()
    row, kinds = sentence.row, sentence.kinds
    traps: list[tuple[int, int, EventType]] = list(lexicon.never.find(row, kinds))
    traps += [(0, len(row), one) for one in ruled_out(sentence, lexicon)]
    met = {written for _, _, written in lexicon.conditions.find(row, kinds)}
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one[0] - one[1], one[2].weak, one[0])):
        if any(one[0] < last and first < one[1] for first, last, _ in kept):
            why: str | None = "another phrase holds these words"
        else:
            why = _why_not(one, sentence, lexicon, traps) or _unmet(one[2], sentence, met)
        if why is None:
            kept.append(one)
        else:
            refuse(one, why)
    kept.sort(key=lambda one: one[:2])
    for one in kept[MOST_IN_A_SENTENCE:]:
        refuse(one, f"the sentence has more than {MOST_IN_A_SENTENCE}")
    return tuple(
        Trigger(entry, sentence.number, first, last, sentence.starts[first], sentence.ends[last - 1])
        for first, last, entry in kept[:MOST_IN_A_SENTENCE]
    )


def ruled_out(sentence: Sentence, lexicon: Lexicon) -> frozenset[EventType]:
    """Return the types of which a sentence tells nothing, since it speaks of stage, screen, page, pitch or shop."""
    found: frozenset[EventType] = frozenset()
    for _, _, types in lexicon.elsewhere.find(sentence.row, sentence.kinds):
        found |= types
    return found


def _why_not(
    found: Found, sentence: Sentence, lexicon: Lexicon, traps: Iterable[tuple[int, int, EventType]]
) -> str | None:
    """Return what makes a phrase no trigger where it stands, whatever its own conditions."""
    first, last, entry = found
    if sentence.row[-1] == "?":
        return "who asks tells nothing"
    if entry.type in lexicon.setting_types and _is_speech(sentence):
        return "somebody speaks of his own side"
    if any(first < b and a < last and event_type is entry.type for a, b, event_type in traps):
        return f"words that never tell of {entry.type.value}"
    if _is_name(sentence, first, last):
        return "it is part of a name"
    return "it is only the setting of the news" if _is_setting(entry, first, last, sentence, lexicon) else None


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


def _unmet(entry: Entry, sentence: Sentence, met: set[str]) -> str | None:
    """Which condition of the lexicon does not hold; None where all do."""
    if entry.near and met.isdisjoint(entry.near):
        return f"nothing near it says {', '.join(entry.near[:3])}"
    if not met.isdisjoint(entry.unless):
        return f"unless: {', '.join(sorted(met.intersection(entry.unless)))}"
    lacking = [need for need in entry.needs if not _has(need, sentence)]
    return f"the sentence has no {lacking[0].replace('_', ' ')}" if lacking else None


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
