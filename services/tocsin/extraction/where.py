"""Trigger and the places around it -> where it happened: the most specific place, and the country."""

import re
from collections.abc import Iterator, Sequence
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
    "the its northern southern eastern western central occupied nearby disputed remote city town village port province "
    "of coast coasts shore shores waters border borders outskirts suburb suburbs capital district districts region "
    "regions prefecture governorate state states county department island islands towns villages cities provinces "
    "areas area parts part north south east west northeast northwest southeast southwest center centre neighbourhood "
    "neighborhood municipality vicinity most all much".split()
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

_ALSO_HOLDS: dict[EventType, frozenset[str]] = {
    EventType.DEPLOYMENT: frozenset("to into on from".split()),
    EventType.TERRITORY: frozenset("from into".split()),
    EventType.DISRUPTION: frozenset("to".split()),
    EventType.AID: frozenset("to for".split()),
}
"""What holds the place of some types only, where nothing else does: "withdraws from Iraq", "flights to Cuba"."""
_NOT_OF_A_PLACE = frozenset({EventType.SANCTIONS})
"""Types that happen between states, wherever the text says that those who suffer them are."""
_PARTICLES = frozenset("of de del la le el al do da dos das di du am an der den nad upon sur and".split())

_UNKNOWN_NAME = re.compile(
    r"\b(?:in|near|at|outside|around) (?:the (?:city|town|village|district) of )?"
    r"((?:[A-Z][\w’'-]+|[a-z]{2}-[A-Z]\w+)(?: (?:[A-Z][\w’'-]+|of|al|de|el|la)){0,3})(?:,| in (?:the )?(?:\w+ )?)\s*$"
)


@dataclass(frozen=True, slots=True)
class Where:
    """The most specific place of an event, None where only a country is named, and the country's alpha-3 code.

    ``is_aside``: a clause of its own stands between, as in "arrested after he was seen in Paris": it need not be there.
    """

    place: str | None = None
    country: str | None = None
    is_aside: bool = False


def where_of(
    trigger: Trigger, clause: Clause, sentence: Sentence, places: Sequence[Place], source_words: frozenset[int]
) -> Where:
    """Return the place of an event: held by "in" or "near" in its clause, else in its sentence, else its object.

    ``places`` are those of the sentence that no other trigger claims. ``source_words`` name who reports; where he sits
    is not where it happened, unless the sentence goes on to say what happened there.
    """
    if trigger.entry.type in _NOT_OF_A_PLACE or _is_its_own_border(trigger, sentence):
        return Where()
    grounds = _grounds(sentence)
    there = [
        place
        for place in (*places, *grounds)
        if sentence.word_at(place.start) not in source_words or _is_scene(place, sentence)
    ]
    for chosen in _circles(trigger, clause, sentence, there):
        if chosen:
            return _most_specific(chosen, trigger, sentence)
    if trigger.entry.type not in _OF_ITS_OBJECT:
        return Where()
    claimed = [place for place in (*sentence.places, *grounds) if place not in there and _is_held(place, sentence)]
    return _most_specific(claimed, trigger, sentence) if claimed else Where(None, _label(sentence))


def _is_its_own_border(trigger: Trigger, sentence: Sentence) -> bool:
    """Whether a state closes or opens what is its own, whoever lies behind: "closes its border with Sudan"."""
    if trigger.entry.type is not EventType.DISRUPTION:
        return False
    words = sentence.row[trigger.first : trigger.last + 6]
    at = next((at for at, word in enumerate(words) if word in ("its", "their")), len(words))
    return not _BORDERS.isdisjoint(words[at : at + 7])


_BORDERS = frozenset("border borders crossing crossings checkpoint checkpoints airspace frontier".split())


def _circles(trigger: Trigger, clause: Clause, sentence: Sentence, there: Sequence[Place]) -> Iterator[Sequence[Place]]:
    """Yield places that might be that of an event, the likeliest first: those held by "in", by "from", its objects."""
    held = [place for place in there if _is_held(place, sentence) and not _owns_what_follows(place, sentence)]
    yield [place for place in held if clause.first <= sentence.word_at(place.start) < clause.last]
    yield [place for place in held if not _is_of_other_clause(place, trigger, sentence)]
    also = _ALSO_HOLDS.get(trigger.entry.type, frozenset())
    after = [place for place in there if sentence.word_at(place.start) >= trigger.first]
    yield [place for place in after if place not in held and _is_held(place, sentence, also)]
    if trigger.entry.type in _OF_ITS_OBJECT:
        yield [place for place in after if not _is_actor(place, sentence)][:3]


_GROUND = frozenset(
    "airspace waters territory soil village villages town towns city cities capital province provinces border coast "
    "region regions island islands airport airports port ports airbase base bases prison prisons jail hospital "
    "hospitals school schools university mosque church embassy custody district districts coastline mainland desert "
    "side parliament court courts stadium market bank".split()
)
_DIRECTIONS = frozenset("north south east west northern southern eastern western central southeast northeast".split())
_TO_THE_GROUND = 3  # words: "in eastern Congolese border towns"


def _grounds(sentence: Sentence) -> list[Place]:
    """The states on whose ground something happened: "is hit in Iranian airspace", "in southern Lebanese villages"."""
    known = {place.start for place in sentence.places}
    return [
        Place(actor.start, actor.end, actor.text, actor.code, "country")
        for actor in sentence.actors
        if actor.kind == "state" and actor.start not in known and _stands_on_ground(actor.end, sentence)
    ]


def _stands_on_ground(end: int, sentence: Sentence) -> bool:
    last = sentence.word_at(end - 1) + 1
    return not _GROUND.isdisjoint(sentence.row[last : last + _TO_THE_GROUND])


def _owns_what_follows(place: Place, sentence: Sentence) -> bool:
    """Whether a state only owns what happened: "in Peru's internal affairs", but not "in Sudan's Blue Nile"."""
    last = sentence.word_at(place.end - 1) + 1
    row = sentence.row
    if place.kind != "country" or row[last : last + 1] not in (["'s"], ["'"]):
        return False
    follows = range(last + 1, min(last + 1 + _TO_THE_GROUND, len(row)))
    return not any(
        row[at] in _GROUND or row[at] in _DIRECTIONS or "<place>" in sentence.kinds[at] or sentence.is_capitalised(at)
        for at in follows
    )


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
    aside = not _ASIDE.isdisjoint(sentence.row[trigger.last : sentence.word_at(place.start)])
    finer = _unknown_name_before(place, sentence)
    if finer:
        return Where(finer, country, aside)
    return Where(None if place.kind == "country" else place.text, country, aside)


_ASIDE = frozenset(
    "that which who whom whose after following because since while as amid where when until if over accused alleged "
    "suspected charged accusing alleging involving extradite extradition deported fled linked".split()
)


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


def _is_held(place: Place, sentence: Sentence, holds: frozenset[str] = _HOLDS) -> bool:
    """Whether a word such as "in" holds the place, or it follows a place that is held: "near Hatra, Iraq"."""
    row, kinds = sentence.row, sentence.kinds
    at = sentence.word_at(place.start) - 1
    for _ in range(12):
        while at >= 0 and row[at] in _BETWEEN:
            at -= 1
        if at < 0:
            return False
        if row[at] in holds:
            return True
        listed = row[at] in (",", "and") and (at == 0 or "<place>" in kinds[at - 1] or sentence.is_capitalised(at - 1))
        if not listed:
            return False
        at -= 1
        while at >= 0 and (
            "<place>" in kinds[at]
            or sentence.is_capitalised(at)
            or (row[at] in _PARTICLES and at > 0 and sentence.is_capitalised(at - 1))
        ):
            at -= 1
    return False


def _is_actor(place: Place, sentence: Sentence) -> bool:
    """Whether the place is a capital or state that acts: "Warsaw would part with"."""
    return any(actor.start <= place.start < actor.end for actor in sentence.actors) and place.kind in (
        "country",
        "city",
    )
