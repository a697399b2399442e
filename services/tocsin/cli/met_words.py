"""A condition that an event meets -> the words of the article that met it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from tocsin.domain.event import ROLES, Count, Event
from tocsin.matching.findings import Finding
from tocsin.matching.phrases import fold, is_bounded

if TYPE_CHECKING:  # loading spaCy takes longer than `tocsin --help`
    from tocsin.extraction.explanation import Candidate, ExplainedTrigger, Explanation

_QUOTED = re.compile("“([^”]+)”")


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """The half-open range ``[start, end)`` of Unicode code points in a text, and what stands there."""

    start: int
    end: int
    text: str


def in_article(finding: Finding, number: int, told: "Explanation") -> tuple[Words, ...]:
    """Return the words of the article that met a condition, in order.

    Args:
        finding: What met it.
        number: Of the event in the explanation, from 0.
        told: Where each word of the article was taken from, and for what.
    """
    triggers = [one for sentence in told.sentences for one in sentence.triggers if one.event == number]
    spans = {(start, end) for start, end in _spans(finding, triggers, told.text)}
    if not spans:
        spans = set(_written(finding, told.events[number], told))
    return tuple(Words(start, end, told.text[start:end]) for start, end in sorted(spans))


def in_sentence(finding: Finding, event: Event, sentence: str) -> tuple[Words, ...]:
    """Return the words of one sentence of the evidence that met a condition, as far as the event alone tells them.

    States are known to it by their codes only, so their names are not found.
    """
    spans = sorted({span for phrase in _phrases(finding, event) for span in places_of(phrase, sentence)})
    return tuple(Words(start, end, sentence[start:end]) for start, end in spans)


def without_overlaps(words: Iterable[Words]) -> tuple[Words, ...]:
    """Return the words in order, of those that lie over each other the longest."""
    kept: list[Words] = []
    for one in sorted(words, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept))


def places_of(phrase: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a phrase stands in a text as whole words, in any case and with any quotes and hyphens."""
    wanted = fold(phrase)
    if not wanted:
        return
    folded, origins = _folded_with_origins(text)
    start = folded.find(wanted)
    while start != -1:
        end = start + len(wanted)
        if is_bounded(folded, start, end):
            yield origins[start], origins[end - 1] + 1
        start = folded.find(wanted, start + 1)


def _folded_with_origins(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its characters the place of the one that it was made from."""
    folded: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        if character.isspace():
            if folded and folded[-1] != " ":
                folded.append(" ")
                origins.append(place)
            continue
        for one in fold(character):
            folded.append(one)
            origins.append(place)
    return "".join(folded), origins


def _spans(finding: Finding, triggers: "list[ExplainedTrigger]", text: str) -> Iterator[tuple[int, int]]:
    """Where the explanation says that the event has it from."""
    if finding.key in ("type", "subtype"):
        yield from ((one.start, one.end) for one in triggers)
    elif finding.key == "status":
        yield from _quoted(triggers, text)
    else:
        candidates = (one for trigger in triggers for one in trigger.candidates if one.taken)
        yield from ((one.start, one.end) for one in candidates if _gave(one, finding))


def _gave(one: "Candidate", finding: Finding) -> bool:
    """Is it from these words that the event has what met the condition?"""
    gives = one.decision.replace(",", " ").split()
    if finding.key == "counts":
        return one.kind == "quantity" and any(what in gives for what in finding.values)
    if finding.key == "places":
        return one.kind == "place"
    if finding.key == "countries":
        return one.means.rpartition(" ")[2] in finding.values
    role = finding.key in (*ROLES, "actors")
    return (
        role
        and one.kind == "actor"
        and one.means in finding.values
        and (finding.key == "actors" or finding.key in gives)
    )


def _quoted(triggers: "list[ExplainedTrigger]", text: str) -> Iterator[tuple[int, int]]:
    """The words that a decision on the status quotes, nearest to the trigger that it is about."""
    for trigger in triggers:
        because = [one.because for one in trigger.decisions if one.field == "status"]
        for phrase in chain.from_iterable(map(_QUOTED.findall, because)):
            found = list(places_of(phrase, text))
            if found:
                yield min(found, key=lambda span: abs(span[0] - trigger.start))


def _written(finding: Finding, event: Event, told: "Explanation") -> Iterator[tuple[int, int]]:
    """Where the phrases themselves stand: in the evidence, otherwise the first time in the article."""
    for phrase in _phrases(finding, event):
        found = list(places_of(phrase, told.text))
        begins = [told.text.find(sentence) for sentence in event.evidence]
        ranges = [(start, start + len(one)) for start, one in zip(begins, event.evidence, strict=True) if start >= 0]
        inside = [span for span in found if any(start <= span[0] and span[1] <= end for start, end in ranges)]
        yield from inside or found[:1]


def _phrases(finding: Finding, event: Event) -> Iterator[str]:
    """What stands in the text as it stands in the event."""
    if finding.key in ("type", "subtype"):
        yield event.trigger
    elif finding.key == "counts":
        counts = (count for count in event.counts if count.what in finding.values)
        yield from chain.from_iterable(map(_figures, counts))
    elif finding.key in (*ROLES, "actors", "keywords", "places"):
        yield from finding.values


def _figures(count: Count) -> Iterator[str]:
    numbers = count.n if isinstance(count.n, tuple) else (count.n,)
    for number in numbers:
        if number is not None:
            yield f"{number:,}"
            yield str(number)
