"""Way of a draft -> what was decided of it: its status, each candidate of its sentence, what was carried to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tocsin.domain.event import Bounds, Count, Status
from tocsin.extraction.around import why_no_actor
from tocsin.extraction.counted_words import ALLOWED
from tocsin.extraction.counts import Measure, measures_of
from tocsin.extraction.dates import When
from tocsin.extraction.drafts import Draft
from tocsin.extraction.explanation import Candidate, Decision
from tocsin.extraction.extract import is_of_another
from tocsin.extraction.facts import Sentence
from tocsin.extraction.model.candidates import CodeCandidate, QuantityCandidate
from tocsin.extraction.model.features import Floats
from tocsin.extraction.model.labels import ROLES, STATUSES, WHATS
from tocsin.extraction.model.manifest import Head
from tocsin.extraction.numbers import Quantity
from tocsin.extraction.places import Place
from tocsin.extraction.source import source_of
from tocsin.extraction.trace import Path
from tocsin.extraction.triggers import Trigger


@dataclass(slots=True)
class Scores:
    """What the model thought of one draft, by head; None of everything where the rules decided alone."""

    _by_head: dict[Head, tuple[Sequence[object], Floats]] = field(default_factory=dict)

    def add(self, head: Head, candidates: Sequence[object], probabilities: Floats) -> None:
        """Add what a head said: a row or a number for each candidate."""
        self._by_head[head] = candidates, probabilities

    def judged(self, head: Head) -> bool:
        """Whether the model decided."""
        return head in self._by_head

    def of_status(self, status: Status) -> float | None:
        """The probability of a status."""
        return _rounded(self._by_head["status"][1][STATUSES.index(status)]) if self.judged("status") else None

    def of_background(self, *, background: bool) -> float | None:
        """The probability that an event is background, or that it is none."""
        if not self.judged("background"):
            return None
        likely = float(self._by_head["background"][1][0])
        return _rounded(likely if background else 1 - likely)

    def of_code(self, head: Head, code: str, role: str = "") -> float | None:
        """The probability that an actor has a role, or that he is the source, or his the country."""
        candidates, rows = self._by_head.get(head, ((), ()))
        for candidate, row in zip(candidates, rows, strict=True):
            if isinstance(candidate, CodeCandidate) and candidate.code == code:
                return _rounded(row[ROLES.index(role)] if head == "roles" else row)
        return None

    def of_quantity(self, quantity: Quantity, count: Count | None) -> float | None:
        """The probability that a quantity counts what ``count`` says, or nothing."""
        candidates, rows = self._by_head.get("counts", ((), ()))
        for candidate, row in zip(candidates, rows, strict=True):
            if isinstance(candidate, QuantityCandidate) and candidate.quantity is quantity:
                return _rounded(row[WHATS.index(count.what if count else None)])
        return None


def _rounded(probability: object) -> float:
    return round(float(probability), 3)  # type: ignore[arg-type]  # a number of numpy


def decisions_of(path: Path, scores: Scores) -> tuple[Decision, ...]:
    """Return how an event got its subtype, status, background and source, and the actors that no word names."""
    ruled, judged, sentence = path.ruled, path.judged, path.ruled.sentence
    found: list[Decision] = []
    if judged.subtype:
        because = "the phrase" if judged.subtype == ruled.trigger.entry.subtype else "the weapon that is counted"
        found.append(Decision("subtype", judged.subtype, "the model" if scores.judged("subtype") else because))
    if scores.judged("status"):
        status_because = "the model"
    elif ruled.status_by:
        status_because = _quoted(sentence, ruled.status_by)
    else:
        status_because = "nothing says otherwise"
    found.append(Decision("status", judged.status, status_because, scores.of_status(judged.status)))
    found.append(_background(path, scores))
    if judged.source:
        likely = scores.of_code("source", judged.source)
        found.append(Decision("source", judged.source, "the model" if likely else "who says so", likely))
    named = {actor.code for actor in sentence.actors} | {name.text for name in sentence.names}
    for role, codes in _roles(judged):
        for code in codes:
            if code not in named:
                because = "the country where it happened" if code == judged.where.country else "the words for them"
                found.append(Decision(role, code, because))
    numbers = {quantity.n for quantity in sentence.quantities}
    found.extend(Decision("counts", _count(one), "no number says it") for one in judged.counts if one.n not in numbers)
    return tuple(found)


def _background(path: Path, scores: Scores) -> Decision:
    ruled, told = path.ruled, path.ruled.when.told
    if scores.judged("background"):
        because = "the model"
    elif ruled.when.background and told:
        because = f"“{told.text}” is before the news"
    elif ruled.recalled_by:
        because = _quoted(ruled.sentence, ruled.recalled_by)
    else:
        because = "nothing recalls it"
    background = path.judged.background
    return Decision("background", "yes" if background else "no", because, scores.of_background(background=background))


def _quoted(sentence: Sentence, words: range) -> str:
    start, end = sentence.starts[words.start], sentence.ends[words.stop - 1]
    return f"“{sentence.text[start - sentence.start : end - sentence.start]}”"


def _roles(draft: Draft) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("by", draft.who.by), ("to", draft.who.to), ("with", draft.who.with_), ("via", draft.who.via)


def _count(count: Count) -> str:
    return f"{count.what} {_number(count.n)}" + (f" of {count.of}" if count.of else "")


def _number(n: int | Bounds) -> str:
    match n:
        case (low, None):
            return f"at least {low}"
        case (None, high):
            return f"at most {high}"
        case (low, high):
            return f"{low} to {high}"
        case _:
            return str(n)


def candidates_of(path: Path, whens: Sequence[When], told: Sequence[Trigger], scores: Scores) -> tuple[Candidate, ...]:
    """Return what of its sentence a draft could have taken, in order. ``told`` are all triggers of the sentence."""
    found = [*_actors(path, scores), *_places(path, told, scores), *_times(path, whens, told)]
    found += _quantities(path, scores)
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def _actors(path: Path, scores: Scores) -> Iterator[Candidate]:
    draft, sentence = path.judged, path.judged.sentence
    reporting = source_of(sentence).words
    acting = {one.code for one in sentence.actors if why_no_actor(one, sentence, reporting) is None}
    for one in sentence.actors:
        why_not = why_no_actor(one, sentence, reporting)
        roles = [role for role, codes in _roles(draft) if one.code in codes]
        if why_not is not None and one.code in acting and not scores.judged("roles"):
            roles = []  # another mention of the same has the role
        probability = scores.of_code("roles", one.code, roles[0] if roles else "none")
        if draft.source == one.code and (not reporting or sentence.word_at(one.start) in reporting):
            roles.append("source")
        decision = " and ".join(roles) or why_not or "no role"
        yield Candidate("actor", one.start, one.end, one.text, one.code, bool(roles), decision, probability)
    for name in sentence.names:
        if not any(one.start < name.end and name.start < one.end for one in sentence.actors):
            roles = [role for role, codes in _roles(draft) if name.text in codes]
            decision = " and ".join(roles) or "names"
            yield Candidate("name", name.start, name.end, name.text, "person", taken=True, decision=decision)


def _places(path: Path, told: Sequence[Trigger], scores: Scores) -> Iterator[Candidate]:
    draft, sentence = path.judged, path.judged.sentence
    for one in sentence.places:
        decision = _place_decision(one, draft, told)
        likely = scores.of_code("country", one.country) if one.country else None
        taken = decision in ("place", "country")
        if not taken and any(actor.start <= one.start < actor.end for actor in sentence.actors):
            continue  # what acts is told as an actor
        probability = likely if taken or likely is None else round(1 - likely, 3)
        means = f"{one.kind} in {one.country}" if one.country and one.kind != "country" else one.country or one.kind
        yield Candidate("place", one.start, one.end, one.text, means, taken, decision, probability)


def _place_decision(place: Place, draft: Draft, told: Sequence[Trigger]) -> str:
    where = draft.where
    if where.place == place.text:
        return "place"
    if where.country is not None and place.country == where.country:
        return "country" if place.kind == "country" or where.place is None else "a better place was taken"
    return "belongs to another trigger" if is_of_another(place, draft.trigger, told) else "not where it happened"


def _times(path: Path, whens: Sequence[When], told: Sequence[Trigger]) -> Iterator[Candidate]:
    draft = path.judged
    for one in whens:
        taken = draft.when.told is one
        first, last = (draft.when.first, draft.when.last) if taken else (one.first, one.last)
        means = " to ".join(dict.fromkeys(day.isoformat() if day else "open" for day in (first, last)))
        another = is_of_another(one, draft.trigger, told)
        refused = "belongs to another trigger" if another else "not its day"
        yield Candidate("time", one.start, one.end, one.text, means, taken, "date" if taken else refused)


def _quantities(path: Path, scores: Scores) -> Iterator[Candidate]:
    draft, sentence = path.judged, path.judged.sentence
    measures = {one.at: one for one in measures_of(sentence)}
    for one in sentence.quantities:
        measure = measures.get(sentence.word_at(one.start))
        told = [count for count in draft.counts if count.n == one.n and count.unit == one.unit]
        if not scores.judged("counts"):
            told = [count for count in told if measure is not None and count.what is measure.what]
        count = told[0] if told else None
        decision = _count(count) if count else _why_uncounted(one, measure, draft)
        means = " ".join(filter(None, (_number(one.n), one.unit, one.noun)))
        likely = scores.of_quantity(one, count)
        yield Candidate("quantity", one.start, one.end, one.text, means, count is not None, decision, likely)


def _why_uncounted(quantity: Quantity, measure: Measure | None, draft: Draft) -> str:
    if quantity.ordinal:
        return "an ordinal counts nothing"
    if measure is None:
        return "counts nothing"
    if measure.what in ALLOWED.get(draft.type, ()):
        return f"{measure.what} of another trigger"
    return f"{measure.what}, which is not counted of {draft.type}"


def carried_to(path: Path) -> tuple[Decision, ...]:
    """Return the fields that a draft got from what was told before it, each with the reason."""
    found: list[Decision] = []
    before = path.judged
    for step in path.carried:
        known = dict(_fields(before))
        found += [Decision(name, value, step.why) for name, value in _fields(step.draft) if value != known[name]]
        before = step.draft
    return tuple(found)


def _fields(draft: Draft) -> Iterator[tuple[str, str]]:
    yield "status", draft.status
    for role, codes in _roles(draft):
        yield role, ", ".join(codes) or "nobody"
    yield "counts", ", ".join(map(_count, draft.counts)) or "none"
    yield "place", draft.where.place or "none"
    yield "country", draft.where.country or "none"
    days = dict.fromkeys(day.isoformat() for day in (draft.when.first, draft.when.last) if day)
    yield "date", " to ".join(days) or "none"
    yield "source", draft.source or "none"
