"""Trigger and the places around it -> where it happened: the most specific place, and the country."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tocsin.domain.event import EventType
from tocsin.extraction.clauses import Clause
from tocsin.extraction.facts import Sentence
from tocsin.extraction.places import Place
from tocsin.extraction.triggers import Trigger

_RANK = {"city": 0, "facility": 0, "area": 1, "region": 1, "country": 2}
_HOLDS = frozenset("in at near across throughout outside inside around over off along within".split())
_BETWEEN = frozenset(
    "the northern southern eastern western central occupied nearby city town village port province of".split()
)
_OF_ITS_OBJECT = frozenset(
    {
        EventType.ATTACK,
        EventType.CLASH,
        EventType.TERRITORY,
        EventType.DISASTER,
        EventType.PROTEST,
        EventType.DEPLOYMENT,
        EventType.DISRUPTION,
    }
)
"""Types whose object is a place: "strikes Eilat", "captures Kupiansk", "deploys to Quito"."""

_UNKNOWN_NAME = re.compile(
    r"\b(?:in|near|at|outside|around) (?:the (?:city|town|village|district) of )?"
    r"((?:[A-Z][\w’'-]+|[a-z]{2}-[A-Z]\w+)(?: (?:[A-Z][\w’'-]+|of|al|de|el|la)){0,3})(?:,| in (?:the )?(?:\w+ )?)\s*$"
)


@dataclass(frozen=True, slots=True)
class Where:
    """The most specific place of an event, None where only a country is named, and the country's alpha-3 code."""

    place: str | None = None
    country: str | None = None


def where_of(
    trigger: Trigger, clause: Clause, sentence: Sentence, places: Sequence[Place], source_words: frozenset[int]
) -> Where:
    """Return the place of an event: held by "in" or "near" in its clause, else in its sentence, else its object.

    ``places`` are those of the sentence that no other trigger claims. ``source_words`` name who reports; where he sits
    is not where it happened, unless the sentence goes on to say what happened there.
    """
    there = [
        place for place in places if sentence.word_at(place.start) not in source_words or _is_scene(place, sentence)
    ]
    held = [place for place in there if _is_held(place, sentence)]
    inside = [place for place in held if clause.first <= sentence.word_at(place.start) < clause.last]
    near = [place for place in held if not _is_of_other_clause(place, trigger, sentence)]
    for chosen in (inside, near):
        if chosen:
            return _most_specific(chosen, trigger, sentence)
    if trigger.entry.type in _OF_ITS_OBJECT:
        objects = [
            place
            for place in there
            if not _is_actor(place, sentence) and sentence.word_at(place.start) >= trigger.first
        ]
        if objects:
            return _most_specific(objects[:3], trigger, sentence)
        return Where(None, _label(sentence))
    return Where()


def _label(sentence: Sentence) -> str | None:
    """The country of a bulletin's heading before the sentence: "BENIN: Most of the country is offline"."""
    for place in sentence.places[:1]:
        after = sentence.word_at(place.end - 1) + 1
        if sentence.word_at(place.start) < _LABEL_REACH and sentence.row[after : after + 1] == [":"]:
            return place.country
    return None


_LABEL_REACH = 2  # a bullet may stand before it


def _is_scene(place: Place, sentence: Sentence) -> bool:
    """Whether what happened there follows: "the air force in Kyiv, where two people were injured"."""
    after = sentence.word_at(place.end - 1) + 1
    return sentence.row[after : after + 2] == [",", "where"]


def _is_of_other_clause(place: Place, trigger: Trigger, sentence: Sentence) -> bool:
    """Whether ", and" with a subject of its own, or "after a request", stands between the trigger and the place."""
    between = sentence.row[trigger.last : sentence.word_at(place.start)]
    return any(pair == (",", "and") for pair in pairwise(between)) or "request" in between


def _most_specific(places: Sequence[Place], trigger: Trigger, sentence: Sentence) -> Where:
    place = min(places, key=lambda one: (_RANK[one.kind], _distance(one, trigger, sentence)))
    country = place.country or next((other.country for other in places if other.country), None)
    finer = _unknown_name_before(place, sentence)
    if finer:
        return Where(finer, country)
    return Where(None if place.kind == "country" else place.text, country)


def _unknown_name_before(place: Place, sentence: Sentence) -> str | None:
    """A name that no gazetteer has, right before a place that one has: "near Hatra, Iraq"."""
    if place.kind == "city":
        return None
    match = _UNKNOWN_NAME.search(
        sentence.text[max(0, place.start - sentence.start - 80) : place.start - sentence.start]
    )
    return match.group(1) if match else None


def _distance(place: Place, trigger: Trigger, sentence: Sentence) -> int:
    at = sentence.word_at(place.start)
    return at - trigger.last if at >= trigger.last else 2 * (trigger.first - at)


def _is_held(place: Place, sentence: Sentence) -> bool:
    """Whether a word such as "in" holds the place, or it follows a place that is held: "near Hatra, Iraq"."""
    row, kinds = sentence.row, sentence.kinds
    at = sentence.word_at(place.start) - 1
    for _ in range(12):
        while at >= 0 and row[at] in _BETWEEN:
            at -= 1
        if at < 0:
            return False
        if row[at] in _HOLDS:
            return True
        listed = row[at] in (",", "and") and (at == 0 or "<place>" in kinds[at - 1] or sentence.is_capitalised(at - 1))
        if not listed:
            return False
        at -= 1
        while at >= 0 and ("<place>" in kinds[at] or sentence.is_capitalised(at)):
            at -= 1
    return False


def _is_actor(place: Place, sentence: Sentence) -> bool:
    """Whether the place is a capital or state that acts: "Warsaw would part with"."""
    return any(actor.start <= place.start < actor.end for actor in sentence.actors) and place.kind in (
        "country",
        "city",
    )
