"""Drafts by rule -> drafts as the model judges them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from tocsin.domain.event import Count, EventType
from tocsin.extraction.counts import Measure
from tocsin.extraction.drafts import Draft, counts_for
from tocsin.extraction.model.candidates import CodeCandidate, code_candidates, quantity_candidates
from tocsin.extraction.model.features import PAIR_AT, Floats, event_features
from tocsin.extraction.model.heads import Heads, pair_rows, softmax
from tocsin.extraction.model.labels import ROLES, STATUSES, SUBTYPE_PAIRS, WHATS
from tocsin.extraction.model.manifest import Manifest
from tocsin.extraction.model.places import place_in
from tocsin.extraction.roles import Who
from tocsin.extraction.trace import SILENT, Trace
from tocsin.extraction.where import Where

_EVEN = 0.5
_RECALLED = 0.8  # from here on the model says background where the rules say news, and below 0.2 the other way round


@dataclass(frozen=True, slots=True)
class SentenceStates:
    """What the encoder made of a sentence: a vector for each word, and one for the whole."""

    words: Floats
    whole: Floats


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model saw of one article, by the number of the sentence; other sentences are left to the rules.

    ``told`` has the probability of each type ``[types]`` that the sentence tells such an event. From the probability
    ``sure`` on, a decision of the model stands against that of the rules.
    """

    states: Mapping[int, SentenceStates]
    told: Mapping[int, Floats]
    heads: Heads
    manifest: Manifest
    sure: float

    def judged(self, draft: Draft, day: date | None, trace: Trace = SILENT) -> Draft:
        """Return the draft with what the model decides otherwise than the rules; ``day`` is that of the article."""
        states = self.states.get(draft.sentence.number)
        if states is None:
            return draft
        trigger = states.words[draft.trigger.first : draft.trigger.last].mean(axis=0)
        seen = np.concatenate([trigger, states.whole, event_features(draft, day)])
        told = self._acted(draft, self._act(draft, seen, trace), trigger, states, trace)
        return self._counted(told, draft, trigger, states, trace)

    def _act(self, draft: Draft, seen: Floats, trace: Trace) -> Draft:
        """Status, background and subtype."""
        used = self.manifest.heads
        if "status" in used:
            statuses = self.heads.status(seen)
            trace.scored("status", STATUSES, statuses)
            best = int(statuses.argmax())
            draft = replace(draft, status=STATUSES[best] if statuses[best] >= self.sure else draft.status)
        if "background" in used:
            background = self.heads.background(seen)
            trace.scored("background", (True,), np.array([background], dtype=np.float32))
            draft = replace(draft, background=background > (1 - _RECALLED if draft.background else _RECALLED))
        if "subtype" in used and (draft.type, None) in PAIR_AT:
            own = [at for at, pair in enumerate(SUBTYPE_PAIRS) if pair[0] is draft.type]
            subtypes = softmax(self.heads.subtype(seen)[own])
            trace.scored("subtype", [SUBTYPE_PAIRS[at][1] for at in own], subtypes)
            likeliest = int(subtypes.argmax())
            if subtypes[likeliest] >= self.sure:
                draft = replace(draft, subtype=SUBTYPE_PAIRS[own[likeliest]][1])
        return draft

    def _acted(self, ruled: Draft, draft: Draft, trigger: Floats, states: SentenceStates, trace: Trace) -> Draft:
        """Roles, source and country."""
        codes = code_candidates(ruled)
        if not codes:
            return draft
        roles, sources, countries = self.heads.codes(
            pair_rows(trigger, states.words, [one.words for one in codes], [one.features for one in codes])
        )
        used = self.manifest.heads
        for head, scores in (("roles", roles), ("source", sources), ("country", countries)):
            if head in used:
                trace.scored(head, codes, scores)
        if "roles" in used:
            draft = replace(draft, who=_who(ruled.who, codes, roles, self.sure))
        if "source" in used:
            draft = replace(draft, source=_source(ruled.source, codes, sources))
        if "country" in used:
            draft = replace(draft, where=_where(ruled, codes, countries, self.sure))
        return draft

    def _counted(self, draft: Draft, ruled: Draft, trigger: Floats, states: SentenceStates, trace: Trace) -> Draft:
        """Which quantities count something of the event, and what."""
        candidates = quantity_candidates(ruled)
        if "counts" not in self.manifest.heads or not candidates or draft.type is EventType.PRISONER_EXCHANGE:
            return draft
        whats = self.heads.quantities(
            pair_rows(trigger, states.words, [one.words for one in candidates], [one.features for one in candidates])
        )
        trace.scored("counts", candidates, whats)
        sides = {count.n: count.of for count in ruled.counts}
        measures = [
            Measure(
                what, one.quantity.n, one.quantity.approx, one.quantity.unit, one.words[0], sides.get(one.quantity.n)
            )
            for one, row in zip(candidates, whats, strict=True)
            if (what := WHATS[int(row.argmax())]) is not None
        ]
        told = counts_for(draft.type, measures, draft.who)
        return replace(draft, counts=told + _without_number(ruled.counts, told, {one.quantity.n for one in candidates}))


def _without_number(ruled: tuple[Count, ...], told: tuple[Count, ...], numbers: set[object]) -> tuple[Count, ...]:
    """The counts by rule that no number of the text gives: "a policeman was killed"."""
    known = {count.what for count in told}
    return tuple(count for count in ruled if count.n not in numbers and count.what not in known)


def _who(ruled: Who, codes: tuple[CodeCandidate, ...], roles: Floats, sure: float) -> Who:
    """Who has which role by the model; who has no code keeps his role by rule where nobody else has it."""
    chosen: dict[str, list[str]] = {role: [] for role in ROLES}
    by_rule = {code: role for role, held in _held(ruled) for code in held}
    for one, row in zip(codes, roles, strict=True):
        best = int(row.argmax())
        chosen[ROLES[best] if row[best] >= sure else by_rule.get(one.code, "none")].append(one.code)
    judged = {one.code for one in codes}
    kept = {role: tuple(code for code in held if code not in judged) for role, held in _held(ruled)}
    return Who(
        by=tuple(chosen["by"]) or kept["by"],
        to=tuple(chosen["to"]) or kept["to"],
        with_=(*chosen["with"], *kept["with"]),
        via=(*chosen["via"], *kept["via"]),
    )


def _held(who: Who) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("by", who.by), ("to", who.to), ("with", who.with_), ("via", who.via)


def _source(ruled: str | None, codes: tuple[CodeCandidate, ...], sources: Floats) -> str | None:
    best = int(sources.argmax())
    if sources[best] > _EVEN:
        return codes[best].code
    return None if ruled in {one.code for one in codes} else ruled


def _where(ruled: Draft, codes: tuple[CodeCandidate, ...], countries: Floats, sure: float) -> Where:
    states = [at for at, one in enumerate(codes) if one.is_state]
    best = max(states, key=lambda at: float(countries[at]), default=None)
    if best is not None and codes[best].code != ruled.where.country and countries[best] >= sure:
        return Where(place_in(codes[best].code, ruled.trigger, ruled.sentence), codes[best].code)
    known = next((at for at in states if codes[at].code == ruled.where.country), None)
    return Where() if known is not None and countries[known] < 1 - sure else ruled.where
