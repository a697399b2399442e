"""Annotated texts -> examples: what the model sees of each sentence, and what it should say."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer
from training.kept import is_dev

from tocsin.domain.event import Counted, EventType, Status
from tocsin.extraction.cleaning import clean
from tocsin.extraction.dates import find_dates
from tocsin.extraction.drafts import Draft
from tocsin.extraction.extract import drafts_of, whens_by_sentence
from tocsin.extraction.facts import Sentence
from tocsin.extraction.model.candidates import CodeCandidate, QuantityCandidate, code_candidates, quantity_candidates
from tocsin.extraction.model.encoder import Pieces, pieces_of
from tocsin.extraction.model.features import (
    PAIR_AT,
    TYPE_AT,
    Floats,
    Proposal,
    event_features,
    propose,
    type_features,
    word_features,
)
from tocsin.extraction.model.labels import ROLES, STATUSES, TYPES, WHATS
from tocsin.extraction.model.spans import trigger_for
from tocsin.extraction.pipeline import build_pipeline
from tocsin.extraction.triggers import Trigger

IGNORED = -100  # what torch's losses leave out


@dataclass(frozen=True, slots=True)
class EventExample:
    """One event of a sentence: what the model sees of it, and the right answers as numbers of ``model.labels``."""

    words: tuple[int, ...]
    features: Floats
    status: int
    background: int
    subtype: int
    codes: tuple[CodeCandidate, ...]
    code_roles: tuple[int, ...]
    code_sources: tuple[int, ...]
    code_countries: tuple[int, ...]
    quantities: tuple[QuantityCandidate, ...]
    quantity_whats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence. ``types`` is 1 for a type that it tells, 0 for one that it does not, IGNORED where that is open."""

    text_id: str
    words: tuple[str, ...]
    proposal: Proposal
    pieces: Pieces
    word_features: Floats
    type_features: Floats
    word_types: Floats
    types: Floats
    events: tuple[EventExample, ...] = field(default=())


def read_annotated(paths: Iterable[Path], twice: Collection[Path] = ()) -> list[dict[str, Any]]:
    """Return the annotated texts of files of one JSON object a line, each text once.

    Those of the files ``twice`` come once more after the last of these files, but for texts that are kept to choose by:
    the more careful hand weighs more.
    """
    rows: dict[str, dict[str, Any]] = {}
    found: list[dict[str, Any]] = []
    weighty: list[dict[str, Any]] = []
    left = set(twice)
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                if rows.setdefault(row["text"], row) is row:
                    found.append(row)
                    weighty.extend([row] if path in twice and not is_dev(row["id"]) else [])
        left.discard(path)
        if not left:
            found.extend(weighty)
            weighty = []
    return found


def examples_of(rows: Sequence[dict[str, Any]], tokenizer: Tokenizer) -> Iterator[list[Example]]:
    """Yield the examples of each text."""
    pipeline = build_pipeline(judged=False)
    for row in rows:
        text = clean(row["text"])
        day = date.fromisoformat(row["date"]) if row.get("date") else None
        doc = pipeline(text)
        sentences: tuple[Sentence, ...] = doc._.sentences
        whens = whens_by_sentence(find_dates(text, day) if day else (), sentences)
        taken: dict[int, list[Trigger]] = defaultdict(list)
        for trigger in doc._.triggers:
            taken[trigger.sentence].append(trigger)
        all_pieces = pieces_of(sentences, tokenizer)
        told = _told(row["events"], text, sentences)
        found: list[Example] = []
        for sentence, pieces in zip(sentences, all_pieces, strict=True):
            proposal = propose(doc._.phrases[sentence.number], taken[sentence.number])
            here = [one for one in told if one.sentence == sentence.number]
            drafted = _drafted(here, sentence, proposal, whens[sentence.number], day)
            found.append(
                Example(
                    text_id=row["id"],
                    words=tuple(sentence.row),
                    proposal=proposal,
                    pieces=pieces,
                    word_features=word_features(sentence, proposal),
                    type_features=type_features(proposal),
                    word_types=_word_types(here, sentence, proposal),
                    types=_types(told, sentence.number),
                    events=tuple(_event(event, one, day) for event, one in drafted),
                )
            )
        yield found


@dataclass(frozen=True, slots=True)
class _Told:
    """An annotated event, the sentence and words of its trigger, and the other sentences of its evidence."""

    event: dict[str, Any]
    sentence: int
    words: tuple[int, ...]
    also: frozenset[int]


def _told(events: Sequence[dict[str, Any]], text: str, sentences: Sequence[Sentence]) -> list[_Told]:
    found: list[_Told] = []
    for event in events:
        evidence = event["evidence"] if isinstance(event["evidence"], list) else [event["evidence"]]
        spans = [(text.find(clean(one)), len(one)) for one in evidence]
        spans = [(start, start + length) for start, length in spans if start >= 0]
        within = [one for one in sentences if any(start < one.end and one.start < end for start, end in spans)]
        if not within:
            continue
        home, words = within[0], ()
        for one in within:
            at = one.text.lower().find(clean(event.get("trigger") or "\0").lower())
            if at >= 0:
                home = one
                first, last = one.word_at(one.start + at), one.word_at(one.start + at + len(event["trigger"]) - 1) + 1
                words = tuple(range(first, min(last, len(one.row))))
                break
        found.append(_Told(event, home.number, words, frozenset(one.number for one in within) - {home.number}))
    return found


def _types(told: Sequence[_Told], number: int) -> Floats:
    row = np.zeros(len(TYPES), dtype=np.float32)
    for one in told:
        if number in one.also:
            row[TYPE_AT[EventType(one.event["type"])]] = IGNORED
    for one in told:
        if number == one.sentence:
            row[TYPE_AT[EventType(one.event["type"])]] = 1
    return row


def _word_types(here: Sequence[_Told], sentence: Sentence, proposal: Proposal) -> Floats:
    rows = np.zeros((len(sentence.row), len(TYPES)), dtype=np.float32)
    for one in here:
        at = TYPE_AT[EventType(one.event["type"])]
        for hit in proposal.hits:
            if TYPE_AT[hit.entry.type] == at:
                rows[hit.first : hit.last, at] = IGNORED
        if not one.words:
            rows[:, at] = IGNORED
    for one in here:
        rows[list(one.words), TYPE_AT[EventType(one.event["type"])]] = 1
    return rows


def _drafted(
    here: Sequence[_Told], sentence: Sentence, proposal: Proposal, whens: Sequence[Any], day: date | None
) -> list[tuple[dict[str, Any], Draft]]:
    pairs: list[tuple[dict[str, Any], Trigger]] = []
    for one in here:
        trigger = trigger_for(EventType(one.event["type"]), sentence, proposal, one.words)
        if trigger is not None:
            pairs.append((one.event, replace(trigger, probability=1.0)))
    pairs.sort(key=lambda pair: (pair[1].first, pair[1].last))
    drafts = drafts_of([trigger for _, trigger in pairs], sentence, whens, day)
    return [(event, one) for (event, _), one in zip(pairs, drafts, strict=True)]


def _event(event: dict[str, Any], one: Draft, day: date | None) -> EventExample:
    codes = code_candidates(one)
    quantities = quantity_candidates(one)
    country = event.get("country")
    return EventExample(
        words=tuple(range(one.trigger.first, one.trigger.last)),
        features=event_features(one, day),
        status=STATUSES.index(Status(event["status"])),
        background=int(bool(event["background"])),
        subtype=PAIR_AT.get((one.type, event.get("subtype")), IGNORED),
        codes=codes,
        code_roles=tuple(_role(event, candidate.code) for candidate in codes),
        code_sources=tuple(int(event.get("source") == candidate.code) for candidate in codes),
        code_countries=tuple(int(country == candidate.code) for candidate in codes),
        quantities=quantities,
        quantity_whats=tuple(_what(event, candidate) for candidate in quantities),
    )


def _role(event: dict[str, Any], code: str) -> int:
    for role in ("with", "via", "by", "to"):
        if code.casefold() in [str(one).casefold() for one in event.get(role) or []]:
            return ROLES.index(role)
    return 0


def _what(event: dict[str, Any], candidate: QuantityCandidate) -> int:
    n = candidate.quantity.n
    for count in event.get("counts") or []:
        told = count["n"]
        if (tuple(told) if isinstance(told, list) else told) == n:
            return WHATS.index(Counted(count["what"]))
    return 0
