"""Doc -> Events: each trigger becomes a draft, drafts of one thing become one event."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc

from tocsin.domain.article import ArticleText
from tocsin.domain.event import Event, EventType, Span, event_id
from tocsin.extraction.boilerplate import is_furniture
from tocsin.extraction.carry import Story, carry
from tocsin.extraction.counts import measures_of
from tocsin.extraction.dates import When, find_dates
from tocsin.extraction.drafts import Draft, draft
from tocsin.extraction.facts import Sentence, text_of
from tocsin.extraction.lexicon import load_lexicon
from tocsin.extraction.merge import add, add_toll
from tocsin.extraction.places import Place
from tocsin.extraction.shares import measures_told, share
from tocsin.extraction.source import source_of
from tocsin.extraction.status import in_so_many_words
from tocsin.extraction.trace import SILENT, Path, Trace
from tocsin.extraction.triggers import Trigger, ruled_out
from tocsin.extraction.when import is_plainly_dated

Join = Callable[[list[Draft], Draft], tuple[int, str | None]]
"""Joins a draft to those kept so far, as ``merge.add`` does."""


def extract(doc: Doc, article: ArticleText, trace: Trace = SILENT, join: Join = add) -> tuple[Event, ...]:
    """Return the events that the pipeline's ``doc`` of ``article.whole`` tells, in the order of their triggers.

    Every offset and every quotation refers to ``article.whole``. ``trace`` hears each decision as it is taken.
    """
    sentences: tuple[Sentence, ...] = doc._.sentences
    whens = whens_by_sentence(find_dates(text_of(doc), article.day) if article.day else (), sentences)
    by_sentence: dict[int, list[Trigger]] = defaultdict(list)
    for trigger in doc._.triggers:
        by_sentence[trigger.sentence].append(trigger)
    kept: list[Draft] = []
    story = Story(sentences, _silent_days(whens, by_sentence), article.day, kept)
    for sentence in sentences:
        triggers = _possible(by_sentence[sentence.number], sentence)
        if is_furniture(sentence.text, is_title_case=sentence.is_title_case):
            trace.furniture(sentence, triggers)
            continue
        if not triggers and kept and sentence.quantities:
            trace.toll(sentence, add_toll(kept, measures_of(sentence), sentence.number))
        drafts = drafts_of(triggers, sentence, whens[sentence.number], article.day)
        trace.drafted(sentence, triggers, whens[sentence.number], drafts)
        for one in drafts:
            judged = doc._.reading.judged(one, article.day, trace) if doc._.reading else one
            judged = _as_written(one, judged, article.day)
            completed, carried = carry(judged, story)
            trace.kept(Path(one, judged, carried, *join(kept, completed)))
    believed = [number for number, one in enumerate(kept) if _is_told(one, doc)]
    trace.told(believed)
    return tuple(_event(kept[number], article, sentences, doc) for number in believed)


def _as_written(ruled: Draft, judged: Draft, day: date | None) -> Draft:
    """What the model made of a draft, but for what the sentence says in so many words, or by a day of its own."""
    if in_so_many_words(ruled.status, ruled.status_by, ruled.sentence):
        judged = replace(judged, status=ruled.status)
    if is_plainly_dated(ruled.when, day, background=ruled.background):
        judged = replace(judged, background=ruled.background)
    return judged


def _possible(triggers: Sequence[Trigger], sentence: Sentence) -> list[Trigger]:
    """The triggers of a sentence without those that the model sees where the sentence speaks of something else."""
    if not triggers:
        return []
    impossible = ruled_out(sentence, load_lexicon())
    return [one for one in triggers if one.entry.type not in impossible]


def _silent_days(whens: Mapping[int, Sequence[When]], by_sentence: Mapping[int, object]) -> dict[int, When]:
    """The single day of each sentence that tells no event: the time of the story that goes on from there."""
    return {
        number: found[0]
        for number, found in whens.items()
        if len(found) == 1 and not by_sentence.get(number) and found[0].first == found[0].last
    }


def drafts_of(triggers: Sequence[Trigger], sentence: Sentence, whens: Sequence[When], day: date | None) -> list[Draft]:
    """Return the drafts of the triggers of one sentence; a weak one that nothing has judged gives way to others."""
    lexicon = load_lexicon()
    source = source_of(sentence)
    told = [one for one in triggers if not one.entry.weak or _is_likely(one) or _is_needed(one, triggers)]
    shares = share(sentence, measures_told(sentence, told), told)
    return [
        draft(
            one,
            sentence,
            measures=shares[index],
            whens=[when for when in whens if not is_of_another(when, one, told)],
            places=[place for place in sentence.places if not is_of_another(place, one, told)],
            source=source,
            day=day,
            lexicon=lexicon,
            others=[other for other in told if other is not one],
            days_of_sentence=whens,
        )
        for index, one in enumerate(told)
    ]


_TOLL_TYPES = frozenset(
    {EventType.ATTACK, EventType.CLASH, EventType.DISASTER, EventType.CASUALTIES, EventType.PROTEST}
)


def _is_needed(weak: Trigger, triggers: Sequence[Trigger]) -> bool:
    """Whether no other trigger of the sentence says what a weak one only hints at."""
    related = _TOLL_TYPES if weak.entry.type in _TOLL_TYPES else {weak.entry.type}
    others = [trigger for trigger in triggers if trigger.entry.type in related and trigger is not weak]
    return not any(not other.entry.weak or other.first < weak.first for other in others)


def is_of_another(thing: When | Place, trigger: Trigger, triggers: Sequence[Trigger]) -> bool:
    """Return whether a trigger of the same type stands between this one and a time word or place."""
    return any(
        other.entry.type is trigger.entry.type
        and min(trigger.start, thing.start) < other.start < max(trigger.start, thing.start)
        for other in triggers
        if other is not trigger
    )


def whens_by_sentence(whens: Sequence[When], sentences: Sequence[Sentence]) -> dict[int, list[When]]:
    """Return the time expressions of each sentence, by its number."""
    found: dict[int, list[When]] = defaultdict(list)
    at = 0
    for when in whens:
        while at < len(sentences) and sentences[at].end <= when.start:
            at += 1
        if at < len(sentences) and when.start >= sentences[at].start:
            found[at].append(when)
    return found


def _event(one: Draft, article: ArticleText, sentences: Sequence[Sentence], doc: Doc) -> Event:
    whole = article.whole
    span = Span(start=one.trigger.start, end=one.trigger.end)
    return Event(
        id=event_id(article.id, one.type, span),
        article_id=article.id,
        type=one.type,
        subtype=one.subtype,
        status=one.status,
        background=one.background,
        by=one.who.by,
        to=one.who.to,
        with_=one.who.with_,
        via=one.who.via,
        names=one.names,
        counts=one.counts,
        place=one.where.place,
        country=one.where.country,
        date=_date(one),
        source=one.source,
        trigger=whole[span.start : span.end],
        trigger_span=span,
        confidence=_confidence(one.trigger, doc),
        evidence=tuple(whole[sentences[number].start : sentences[number].end] for number in one.sentences),
    )


def _is_likely(trigger: Trigger) -> bool:
    return trigger.probability is not None and trigger.probability >= _LIKELY


_LIKELY = 0.4


def _is_told(one: Draft, doc: Doc) -> bool:
    """Whether the model believes an event, or that which it was joined to."""
    sure = one.trigger.probability
    return sure is None or not doc._.reading or sure >= doc._.reading.manifest.threshold


def _confidence(trigger: Trigger, doc: Doc) -> float:
    """The model's, or where it has not read the trigger's sentence, that of the rules."""
    if trigger.probability is not None:
        return trigger.probability
    return float(doc._.reading.manifest.unread) if doc._.reading else 1.0


def _date(one: Draft) -> str | tuple[str, str] | None:
    first, last = one.when.first, one.when.last
    if first is None or last is None:
        return None
    return first.isoformat() if first == last else (first.isoformat(), last.isoformat())
