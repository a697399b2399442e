"""Way of a draft -> what was decided of it: its status, each candidate of its sentence, what was carried to it."""

from collections.abc import Iterator, Sequence

from tocsin.extraction.around import why_no_actor
from tocsin.extraction.counted_words import ALLOWED
from tocsin.extraction.counts import Measure
from tocsin.extraction.dates import When
from tocsin.extraction.drafts import Draft
from tocsin.extraction.explain_scores import Scores
from tocsin.extraction.explanation import Candidate, Decision, counted, number
from tocsin.extraction.extract import is_of_another
from tocsin.extraction.facts import Sentence
from tocsin.extraction.name_runs import unlisted_names
from tocsin.extraction.numbers import Quantity
from tocsin.extraction.places import Place
from tocsin.extraction.shares import measures_told
from tocsin.extraction.source import source_of
from tocsin.extraction.trace import Path
from tocsin.extraction.triggers import Trigger


def decisions_of(path: Path, candidates: Sequence[Candidate], scores: Scores) -> tuple[Decision, ...]:
    """Return how an event got what no candidate shows: subtype, status, background, source, unnamed actors, counts."""
    judged, sentence = path.judged, path.judged.sentence
    found: list[Decision] = []
    if judged.subtype:
        found.append(Decision("subtype", judged.subtype, _why_subtype(path), scores.of_subtype(judged.subtype)))
    found += [_status(path, scores), _background(path, scores)]
    if judged.source:
        likely = scores.of_code("source", judged.source)
        found.append(Decision("source", judged.source, "the model" if likely else "who says so", likely))
    named = {one.means for one in candidates if one.kind == "actor"}
    named |= {one.text for one in candidates if one.kind == "name"}
    for role, codes in _roles(judged):
        for code in codes:
            if code not in named:
                found.append(Decision(role, code, _why_unnamed(code, judged), scores.of_code("roles", code, role)))
    numbers = {quantity.n for quantity in sentence.quantities}
    found += [Decision("counts", counted(one), "no number says it") for one in judged.counts if one.n not in numbers]
    return tuple(found)


def _why_subtype(path: Path) -> str:
    if path.judged.subtype != path.ruled.subtype:
        return f"the model, against the rules: {path.ruled.subtype or 'none'}"
    return "the phrase" if path.ruled.trigger.entry.subtype else "the weapon that is counted"


def _why_unnamed(code: str, draft: Draft) -> str:
    if code == draft.where.country:
        return "the country where it happened"
    there = any(place.country == code for place in draft.sentence.places)
    return "a place there is named" if there else "the words for them"


def _status(path: Path, scores: Scores) -> Decision:
    ruled, status = path.ruled, path.judged.status
    because = _quoted(ruled.sentence, ruled.status_by) if ruled.status_by else "nothing says otherwise"
    likely = scores.of_status(status)
    stands = status is ruled.status
    return Decision("status", status, _weighed(because, ruled.status, likely, stands=stands), likely)


def _background(path: Path, scores: Scores) -> Decision:
    ruled, told, background = path.ruled, path.ruled.when.told, path.judged.background
    if ruled.when.background and told:
        because = f"“{told.text}” is before the news"
    elif ruled.recalled_by:
        because = _quoted(ruled.sentence, ruled.recalled_by)
    else:
        because = "nothing recalls it"
    likely = scores.of_background(background=background)
    stands = background == ruled.background
    because = _weighed(because, "yes" if ruled.background else "no", likely, stands=stands)
    return Decision("background", "yes" if background else "no", because, likely)


def _weighed(because: str, ruled: str, likely: float | None, *, stands: bool) -> str:
    """The reason of the rules, and whether the model agrees where it was asked; it may yield where it is unsure."""
    if likely is None:
        return because
    if not stands:
        return f"the model, against the rules: {ruled}, {because}"
    return f"{because}; so the model" if likely > _EVEN else f"{because}; the model doubts it"


_EVEN = 0.5


def _quoted(sentence: Sentence, words: range) -> str:
    start, end = sentence.starts[words.start], sentence.ends[words.stop - 1]
    return f"“{sentence.text[start - sentence.start : end - sentence.start]}”"


def _roles(draft: Draft) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("by", draft.who.by), ("to", draft.who.to), ("with", draft.who.with_), ("via", draft.who.via)


def candidates_of(path: Path, whens: Sequence[When], told: Sequence[Trigger], scores: Scores) -> tuple[Candidate, ...]:
    """Return what of its sentence a draft could have taken, in order. ``told`` are all triggers of the sentence."""
    found = [*_actors(path, scores), *_places(path, told, scores), *_times(path, whens, told)]
    found += [*_names(path, scores), *_quantities(path, told, scores)]
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
        is_source = draft.source == one.code and (not reporting or sentence.word_at(one.start) in reporting)
        if is_source and not roles:
            probability = scores.of_code("source", one.code)
        else:
            probability = scores.of_code("roles", one.code, roles[0] if roles else "none")
        roles += ["source"] * is_source
        decision = " and ".join(roles) or why_not or "no role"
        yield Candidate("actor", one.start, one.end, one.text, one.code, bool(roles), decision, probability)


def _names(path: Path, scores: Scores) -> Iterator[Candidate]:
    """Names that no list of actors knows: persons, and with the model all that looks like a name."""
    draft, sentence = path.judged, path.judged.sentence
    spans = [(one.start, one.end, one.text) for one in sentence.names]
    if scores.judged("roles"):
        unlisted = unlisted_names(sentence)
        spans += [(sentence.starts[first], sentence.ends[last - 1], text) for first, last, text in unlisted]
    taken: list[tuple[int, int]] = [(one.start, one.end) for one in sentence.actors]
    for start, end, text in spans:
        if any(first < end and start < last for first, last in taken):
            continue
        taken.append((start, end))
        roles = [role for role, codes in _roles(draft) if text in codes] + ["source"] * (draft.source == text)
        fields = roles + ["names"] * (text in draft.names)
        likely = scores.of_code("roles", text, roles[0] if roles and roles[0] != "source" else "none")
        decision = " and ".join(fields) or "no role"
        yield Candidate("name", start, end, text, "a name", bool(fields), decision, likely)


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


def _quantities(path: Path, told: Sequence[Trigger], scores: Scores) -> Iterator[Candidate]:
    draft, sentence = path.judged, path.judged.sentence
    measures = {one.at: one for one in measures_told(sentence, told)}
    for one in sentence.quantities:
        measure = measures.get(sentence.word_at(one.start))
        counts = [count for count in draft.counts if count.n == one.n and count.unit == one.unit]
        if not scores.judged("counts"):
            counts = [count for count in counts if measure is not None and count.what is measure.what]
        count = counts[0] if counts else None
        decision = counted(count) if count else _why_uncounted(one, measure, draft)
        means = " ".join(filter(None, (number(one.n), one.unit, one.noun)))
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
    yield "counts", ", ".join(map(counted, draft.counts)) or "none"
    yield "place", draft.where.place or "none"
    yield "country", draft.where.country or "none"
    days = dict.fromkeys(day.isoformat() for day in (draft.when.first, draft.when.last) if day)
    yield "date", " to ".join(days) or "none"
    yield "source", draft.source or "none"
