"""Sentence and what the rules decided -> rows of numbers that the model reads beside the words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tocsin.domain.event import EventType
from tocsin.extraction.drafts import Draft
from tocsin.extraction.facts import Sentence
from tocsin.extraction.lexicon import Entry
from tocsin.extraction.model.labels import STATUSES, SUBTYPE_PAIRS, TYPES
from tocsin.extraction.triggers import Found, Trigger
from tocsin.extraction.when import NEWS_DAYS

Floats = NDArray[np.float32]

TYPE_AT = {event_type: at for at, event_type in enumerate(TYPES)}
PAIR_AT = {pair: at for at, pair in enumerate(SUBTYPE_PAIRS)}
PER_WORD = len(TYPES) + 2
PER_TYPE = 3
STATUS_FROM = len(TYPES)
BACKGROUND_FROM = STATUS_FROM + len(STATUSES)
SUBTYPE_FROM = BACKGROUND_FROM + 1 + 4
PER_EVENT = SUBTYPE_FROM + len(SUBTYPE_PAIRS) + 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the lexicon at words ``first`` to ``last`` (exclusive), whether or not the rules took it."""

    first: int
    last: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the lexicon finds in a sentence: every phrase, and the triggers that the rules would take."""

    hits: tuple[Hit, ...]
    taken: tuple[Trigger, ...]


def propose(phrases: Iterable[Found], taken: Sequence[Trigger]) -> Proposal:
    """Return all phrases of the lexicon in a sentence beside the triggers that the rules have ``taken``."""
    hits = {(first, last, entry.type): Hit(first, last, entry) for first, last, entry in phrases}
    return Proposal(tuple(hits.values()), tuple(taken))


def word_features(sentence: Sentence, proposal: Proposal) -> Floats:
    """Return ``[words, PER_WORD]``: of each word the types of the phrases it is in, taken or not, strong or not."""
    rows = np.zeros((len(sentence.row), PER_WORD), dtype=np.float32)
    for hit in proposal.hits:
        rows[hit.first : hit.last, TYPE_AT[hit.entry.type]] = 0.5
    for trigger in proposal.taken:
        rows[trigger.first : trigger.last, TYPE_AT[trigger.entry.type]] = 1.0
        rows[trigger.first : trigger.last, len(TYPES) + trigger.entry.weak] = 1.0
    return rows


def type_features(proposal: Proposal) -> Floats:
    """Return ``[types, PER_TYPE]``: whether the rules take the type, take it weakly, or see a phrase and refuse it."""
    rows = np.zeros((len(TYPES), PER_TYPE), dtype=np.float32)
    for hit in proposal.hits:
        rows[TYPE_AT[hit.entry.type], 2] = 1.0
    for trigger in proposal.taken:
        rows[TYPE_AT[trigger.entry.type], int(trigger.entry.weak)] = 1.0
    return rows


def event_features(draft: Draft, day: date | None) -> Floats:
    """Return ``[PER_EVENT]``: what the rules say of an event, and where it stands in the text.

    ``day`` is that of the article, against which the event's own is told.
    """
    row = np.zeros(PER_EVENT, dtype=np.float32)
    at = 0
    row[TYPE_AT[draft.type]] = 1.0
    at += len(TYPES)
    row[at + STATUSES.index(draft.status)] = 1.0
    at += len(STATUSES)
    row[at] = draft.background
    at += 1
    row[at + _day_class(draft, day)] = 1.0
    at += 4
    pair = (draft.type, draft.subtype)
    if pair in PAIR_AT:
        row[at + PAIR_AT[pair]] = 1.0
    at += len(SUBTYPE_PAIRS)
    row[at + min(draft.sentence.number, 2)] = 1.0
    row[at + 3] = draft.sentence.is_title_case
    return row


def _day_class(draft: Draft, day: date | None) -> int:
    """0 no day; 1 before the news; 2 of the news; 3 to come."""
    last = draft.when.last
    if last is None or day is None:
        return 0
    if last < day - timedelta(days=NEWS_DAYS):
        return 1
    return 3 if (draft.when.first or last) > day else 2


def type_row(event_type: EventType) -> Floats:
    """Return a row with 1 at the type."""
    row = np.zeros(len(TYPES), dtype=np.float32)
    row[TYPE_AT[event_type]] = 1.0
    return row
