"""Draft -> the actors, countries and quantities of its sentence that may belong to it, each with its features."""

import re
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass

import numpy as np

from tocsin.domain.event import EventType
from tocsin.extraction.around import is_locative
from tocsin.extraction.crowds import crowds_in
from tocsin.extraction.drafts import Draft
from tocsin.extraction.facts import Sentence
from tocsin.extraction.model.features import Floats, type_row
from tocsin.extraction.model.labels import ROLES, TYPES, WHATS
from tocsin.extraction.name_runs import unlisted_names
from tocsin.extraction.numbers import Quantity

_OF_CROWDS = frozenset({EventType.ATTACK, EventType.CLASH})
_STATE = re.compile("[A-Z]{3}")
_OF_STATES = frozenset({"state", "capital", "person", "place"})
_KINDS = ("state", "organisation", "group", "person", "capital", "place")
_PREPOSITIONS: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        "by",
        "on against at into toward towards targeting upon to",
        "in near across throughout inside within outside around over off along",
        "of",
        "with between and",
        "from",
    )
)
_ARTICLES = frozenset(
    "the a an its their his her southern northern eastern western central occupied former state".split()
)
_DISTANCES = (2, 5, 9, 15)
MOST_CANDIDATES = 24  # of one event; the richest sentence of the annotated texts has eleven
PER_CODE = len(TYPES) + len(ROLES) + 2 + len(_KINDS) + len(_PREPOSITIONS) + 1 + 3 + len(_DISTANCES) + 1 + 5
PER_QUANTITY = len(TYPES) + len(WHATS) + 3 + len(_DISTANCES) + 1


@dataclass(frozen=True, slots=True)
class CodeCandidate:
    """An actor or country that may have a part in an event. ``words`` are those of all its mentions in the sentence.

    ``is_state`` tells whether the code is one of a state; the code of what no list knows is its name.
    """

    code: str
    is_state: bool
    words: tuple[int, ...]
    features: Floats


@dataclass(frozen=True, slots=True)
class QuantityCandidate:
    """A quantity that may count something of an event; ``words`` are the number's and those right after it."""

    quantity: Quantity
    words: tuple[int, ...]
    features: Floats


@dataclass(frozen=True, slots=True)
class _Seen:
    code: str
    kind: str
    first: int
    last: int
    locative: bool


def code_candidates(draft: Draft) -> tuple[CodeCandidate, ...]:
    """Return the codes that the sentence of a draft names, as actor or by a place, in order of first mention."""
    seen = sorted(_mentions(draft), key=lambda one: one.first)
    by_code: dict[str, list[_Seen]] = defaultdict(list)
    for one in seen:
        by_code[one.code].append(one)
    found = list(by_code.items())[:MOST_CANDIDATES]
    return tuple(
        CodeCandidate(
            code,
            _STATE.fullmatch(code) is not None and any(one.kind in _OF_STATES for one in mentions),
            tuple(sorted({word for one in mentions for word in range(one.first, one.last)})),
            _code_features(draft, code, mentions, order, len(found)),
        )
        for order, (code, mentions) in enumerate(found)
    )


def _mentions(draft: Draft) -> Iterator[_Seen]:
    sentence = draft.sentence
    listed: set[str] = set()
    for actor in sentence.actors:
        first, last = sentence.word_at(actor.start), sentence.word_at(actor.end - 1) + 1
        listed.add(actor.code)
        yield _Seen(actor.code, actor.kind, first, last, is_locative(sentence, first, actor))
    for place in sentence.places:
        if place.country:
            first, last = sentence.word_at(place.start), sentence.word_at(place.end - 1) + 1
            listed.add(place.country)
            yield _Seen(place.country, "place", first, last, locative=True)
    as_written = list(_as_written(draft, listed))
    yield from as_written
    if draft.type in _OF_CROWDS:
        for crowd in crowds_in(sentence):
            if not any(one.first < crowd.last and crowd.first < one.last for one in as_written):
                yield _Seen(crowd.text, "name", crowd.first, crowd.last, locative=False)
    for first, last, name in unlisted_names(sentence):
        if not any(one.first < last and first < one.last for one in as_written):
            yield _Seen(name, "name", first, last, locative=False)


def _as_written(draft: Draft, listed: Set[str]) -> Iterator[_Seen]:
    """Whoever the rules gave a role as the text writes him: "gunmen", a person on trial without his title."""
    sentence = draft.sentence
    for code in draft.who.all:
        start = -1 if code in listed else sentence.text.lower().find(code.lower())
        if start >= 0:
            first = sentence.word_at(sentence.start + start)
            last = sentence.word_at(sentence.start + start + len(code) - 1) + 1
            yield _Seen(code, "name", first, last, locative=False)


def rule_role(draft: Draft, code: str) -> int:
    """Return which of ``ROLES`` the rules gave an actor."""
    for at, held in ((3, draft.who.with_), (4, draft.who.via), (1, draft.who.by), (2, draft.who.to)):
        if code in held:
            return at
    return 0


def _code_features(draft: Draft, code: str, mentions: list[_Seen], order: int, many: int) -> Floats:
    trigger, sentence = draft.trigger, draft.sentence
    nearest = min(mentions, key=lambda one: min(abs(one.first - trigger.first), abs(one.first - trigger.last)))
    role = np.zeros(len(ROLES) + 2, dtype=np.float32)
    role[rule_role(draft, code)] = 1.0
    role[len(ROLES)] = draft.source == code
    role[len(ROLES) + 1] = draft.where.country == code
    kinds = np.array([any(one.kind == kind for one in mentions) for kind in _KINDS], dtype=np.float32)
    preposition = np.zeros(len(_PREPOSITIONS) + 1, dtype=np.float32)
    preposition[_preposition(sentence, nearest.first)] = 1.0
    sides = np.array(
        [
            any(one.first < trigger.first for one in mentions),
            any(one.first >= trigger.last for one in mentions),
            any(trigger.first <= one.first < trigger.last for one in mentions),
        ],
        dtype=np.float32,
    )
    rest = np.array(
        [
            draft.clause.first <= nearest.first < draft.clause.last,
            all(one.locative for one in mentions),
            order == 0,
            many == 1,
            len(mentions) > 1,
        ],
        dtype=np.float32,
    )
    gap = min(abs(nearest.first - trigger.first), abs(nearest.first - trigger.last))
    return np.concatenate([type_row(draft.type), role, kinds, preposition, sides, _distance(gap), rest])


def _preposition(sentence: Sentence, first: int) -> int:
    for at in range(first - 1, max(-1, first - 4), -1):
        word = sentence.row[at]
        for index, words in enumerate(_PREPOSITIONS):
            if word in words:
                return index
        if word not in _ARTICLES:
            break
    return len(_PREPOSITIONS)


def _distance(words: int) -> Floats:
    row = np.zeros(len(_DISTANCES) + 1, dtype=np.float32)
    row[sum(words > limit for limit in _DISTANCES)] = 1.0
    return row


def quantity_candidates(draft: Draft) -> tuple[QuantityCandidate, ...]:
    """Return the quantities of the sentence of a draft, in order; ordinals count nothing."""
    sentence = draft.sentence
    by_rule = {count.n: count.what for count in draft.counts}
    found: list[QuantityCandidate] = []
    for quantity in sentence.quantities:
        if quantity.ordinal:
            continue
        first, last = sentence.word_at(quantity.start), sentence.word_at(quantity.end - 1) + 1
        words = tuple(range(first, min(last + 2, len(sentence.row))))
        what = np.zeros(len(WHATS), dtype=np.float32)
        what[WHATS.index(by_rule.get(quantity.n))] = 1.0
        trigger = draft.trigger
        gap = min(abs(first - trigger.first), abs(first - trigger.last))
        sides = np.array(
            [first < trigger.first, quantity.unit is not None, quantity.noun is not None], dtype=np.float32
        )
        found.append(
            QuantityCandidate(quantity, words, np.concatenate([type_row(draft.type), what, sides, _distance(gap)]))
        )
    return tuple(found[:MOST_CANDIDATES])
