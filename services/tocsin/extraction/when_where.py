"""Trigger, places and time words around it -> place, country, date, and whether the article only recalls it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.domain.event import Status
from tocsin.extraction.clauses import Clause
from tocsin.extraction.dates import When, resolve
from tocsin.extraction.facts import Sentence
from tocsin.extraction.lexicon import Lexicon
from tocsin.extraction.places import Place
from tocsin.extraction.triggers import Trigger

NEWS_DAYS = 3  # what happened earlier than that before the article is background

_RANK = {"city": 0, "facility": 0, "area": 1, "region": 1, "country": 2}


@dataclass(frozen=True, slots=True)
class Where:
    """The most specific place of an event, None where only a country is named, and the country's alpha-3 code."""

    place: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """The days of an event, both included; ``background`` tells whether they lie before the news."""

    first: date | None
    last: date | None
    background: bool


def where_of(trigger: Trigger, clause: Clause, sentence: Sentence) -> Where:
    """Return the place of an event: the most specific in its clause, else in its sentence, the nearest after it first."""
    inside = [place for place in sentence.places if clause.first <= sentence.word_at(place.start) < clause.last]
    for places in (inside, sentence.places):
        named = [place for place in places if place.kind != "country"]
        if named:
            place = min(named, key=lambda one: _distance(one, trigger, sentence))
            return Where(place.text, place.country or _country(places, trigger, sentence))
    for places in (inside, sentence.places):
        country = _country(places, trigger, sentence)
        if country:
            return Where(None, country)
    return Where()


def _country(places: Sequence[Place], trigger: Trigger, sentence: Sentence) -> str | None:
    held = [place for place in places if place.country and _is_held(place, sentence)]
    return min(held, key=lambda one: _distance(one, trigger, sentence)).country if held else None


def _is_held(place: Place, sentence: Sentence) -> bool:
    """Whether a word such as "in" holds the place, or it follows another place: "Hatra, Iraq"."""
    at = sentence.word_at(place.start)
    window = sentence.row[max(0, at - 3) : at]
    return bool({"in", "at", "near", "across", "on", "over", "throughout", "into", "to", "from", ","} & set(window))


def _distance(place: Place, trigger: Trigger, sentence: Sentence) -> tuple[int, int, int]:
    """Held places first, then the finer kind, then what stands first after the trigger."""
    at = sentence.word_at(place.start)
    away = at - trigger.last if at >= trigger.last else 2 * (trigger.first - at)
    return (not _is_held(place, sentence), _RANK[place.kind], away)


def when_of(trigger: Trigger, clause: Clause, sentence: Sentence, whens: Sequence[When], status: Status, day: date | None) -> Dated:
    """Return the days of an event: those of the nearest time word in its clause, else of the only one in the sentence."""
    if day is None or not whens:
        return Dated(None, None, background=False)
    inside = [when for when in whens if clause.first <= sentence.word_at(when.start) < clause.last]
    if not inside and len(whens) == 1 and not _in_other_clause(whens[0], sentence):
        inside = list(whens)
    if not inside:
        return Dated(None, None, background=False)
    nearest = min(inside, key=lambda when: abs(sentence.word_at(when.start) - trigger.last))
    meant = resolve(nearest, day, future=status is Status.PLANNED)
    end = meant.last
    return Dated(meant.first, meant.last, background=end is not None and end < day - timedelta(days=NEWS_DAYS))


def _in_other_clause(when: When, sentence: Sentence) -> bool:
    """Whether the time word belongs to "since ..." or a relative clause of its own."""
    at = sentence.word_at(when.start)
    return bool({"since", "who", "which", "where", "when", "after", "until"} & set(sentence.row[max(0, at - 4) : at]))


def is_recalled(trigger: Trigger, clause: Clause, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether words of the clause say that this is earlier than the news: "previously", "since 2022", "years ago"."""
    first, last = clause.first, clause.last
    return any(True for _ in lexicon.background.find(sentence.row[first:last], sentence.kinds[first:last]))
