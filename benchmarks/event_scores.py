"""Annotated and found events of texts -> precision, recall and F1 of events and alert questions, and details."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.alert_questions import QUESTIONS, rung_by

Event = Mapping[str, Any]

EXACT = ("status", "background", "country")
ROLES = ("by", "to", "with", "via")
_LONGEST_OVERLAP = 400  # characters; beyond that, more overlap makes two events no more alike


@dataclass(slots=True)
class Tally:
    """How many were annotated (``told``), how many found, and how many of those rightly (``right``)."""

    told: int = 0
    found: int = 0
    right: int = 0

    def add(self, told: int, found: int, right: int) -> None:
        """Count further ones."""
        self.told += told
        self.found += found
        self.right += right

    @property
    def precision(self) -> float:
        """Share of the found that is right; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the told that was found; 0 where nothing was told."""
        return self.right / self.told if self.told else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both, from 0 to 1."""
        return 2 * self.right / (self.told + self.found) if self.told + self.found else 0.0


def _by_name() -> defaultdict[str, Tally]:
    return defaultdict(Tally)


@dataclass(slots=True)
class Scores:
    """Sums over texts. ``same`` counts the pairs that agree in a detail, ``asked`` those that have it."""

    types: defaultdict[str, Tally] = field(default_factory=_by_name)
    questions: defaultdict[str, Tally] = field(default_factory=_by_name)
    sets: defaultdict[str, Tally] = field(default_factory=_by_name)
    same: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def events(self) -> Tally:
        """All types together."""
        return total(self.types.values())

    @property
    def alerts(self) -> Tally:
        """All ten questions together."""
        return total(self.questions.values())

    def share(self, detail: str) -> float:
        """Return the share of the pairs that agree in ``detail``, from 0 to 1."""
        return self.same[detail] / max(1, self.asked[detail])


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies."""
    whole = Tally()
    for one in tallies:
        whole.add(one.told, one.found, one.right)
    return whole


def score(texts: Iterable[tuple[str, Sequence[Event], Sequence[Event]]]) -> Scores:
    """Return the scores of texts, each with its annotated and its found events."""
    scores = Scores()
    for text, told, found in texts:
        for event in told:
            scores.types[event["type"]].told += 1
        for event in found:
            scores.types[event["type"]].found += 1
        for annotated, read in pairs(told, found, text):
            scores.types[annotated["type"]].right += 1
            _compare(annotated, read, scores)
        rung, should_ring = rung_by(found), rung_by(told)
        for question in QUESTIONS:
            a, b = question in should_ring, question in rung
            scores.questions[question].add(a, b, a and b)
    return scores


def _compare(told: Event, found: Event, scores: Scores) -> None:
    for detail in EXACT if not told.get("subtype") else (*EXACT, "subtype"):
        scores.asked[detail] += 1
        scores.same[detail] += told.get(detail) == found.get(detail)
    for name, members in (("roles", _roles), ("counts", _counts)):
        scores.sets[name].add(len(members(told)), len(members(found)), len(members(told) & members(found)))


def pairs(told: Sequence[Event], found: Sequence[Event], text: str) -> list[tuple[Event, Event]]:
    """Return pairs of events of one type whose evidence overlaps, each event in one pair; the most alike first."""
    edges = [
        (likeness, at, other)
        for at, annotated in enumerate(told)
        for other, read in enumerate(found)
        if annotated["type"] == read["type"] and (likeness := _likeness(annotated, read, text)) > 0
    ]
    paired: dict[int, int] = {}
    for _, at, other in sorted(edges, reverse=True):
        if at not in paired and other not in paired.values():
            paired[at] = other
    return [(told[at], found[other]) for at, other in paired.items()]


def _likeness(told: Event, found: Event, text: str) -> float:
    """0 where the evidence has no character in common, else from 1 on, by overlap and agreement."""
    overlap: int = sum(
        max(0, min(end, other_end) - max(start, other_start))
        for start, end in _spans(told, text)
        for other_start, other_end in _spans(found, text)
    )
    if not overlap:
        return 0.0
    agreeing: int = sum(told.get(detail) == found.get(detail) for detail in (*EXACT, "subtype"))
    common_roles, common_counts = _roles(told) & _roles(found), _counts(told) & _counts(found)
    overlap = min(overlap, _LONGEST_OVERLAP)
    return 1 + overlap / _LONGEST_OVERLAP + agreeing / 4 + len(common_roles) / 3 + len(common_counts) / 2


def _spans(event: Event, text: str) -> list[tuple[int, int]]:
    evidence = event.get("evidence") or ()
    quoted = (evidence,) if isinstance(evidence, str) else evidence
    return [(at, at + len(quote)) for quote in quoted if (at := text.find(quote)) >= 0]


def _roles(event: Event) -> set[Hashable]:
    return {(role, str(actor).casefold()) for role in ROLES for actor in event.get(role) or ()}


def _counts(event: Event) -> set[Hashable]:
    found: set[Hashable] = set()
    for count in event.get("counts") or ():
        n = count["n"]
        found.add((count["what"], tuple(n) if isinstance(n, list | tuple) else (n, n)))
    return found
