"""Sentences whose predicates are graded from -3 to 3 -> F1 of "did not happen or uncertain".

A grade of 3 is "certainly happened", 0 "nobody says", -3 "certainly did not". A predicate is in the class where its
grade is nearer to 0 or -3 than to 3, and the extraction puts it there with any status other than happened.

Most predicates of these sets ("said", "gaining") are no events for us, so two readings are scored. *Triggers*: only
predicates inside the trigger of an event that the whole extraction tells. *All*: the status component alone, with each
predicate handed to it as if it were a trigger.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.event_scores import Tally
from spacy.language import Language
from spacy.tokens import Doc

from tocsin.domain.article import ArticleText
from tocsin.domain.event import Event, EventType, Status
from tocsin.extraction.extract import drafts_of, extract
from tocsin.extraction.lexicon import Entry
from tocsin.extraction.triggers import Trigger

HAPPENED_FROM = 1.5
"""Grades from here on are nearest to 3."""

# What a trigger says of itself is to play no part, so the entry leaves everything open. The type is the commonest one;
# only the trained model looks at it.
_ANY = Entry(EventType.ATTACK, None, None, "none", weak=False, needs=(), near=(), unless=())

_CLOSES = frozenset(", . ; : ? ! ) ] } % '' 's 're 've 'll 'd 'm n't '".split())
_OPENS = frozenset("( [ { $ # ``".split())
_AS_PRINTED = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "--": "–"}


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word at ``[start, end)`` of its sentence, and its grade from -3 to 3."""

    start: int
    end: int
    grade: float

    @property
    def is_fact(self) -> bool:
        """Whether its annotators hold that it happened."""
        return self.grade >= HAPPENED_FROM


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as a newspaper prints it, and its graded predicates."""

    text: str
    predicates: tuple[Predicate, ...]


@dataclass(slots=True)
class Agreement:
    """The class "did not happen or uncertain": of ``judged`` predicates out of ``predicates``."""

    predicates: int
    judged: int
    doubtful: Tally

    @property
    def f1_of_doubting_all(self) -> float:
        """F1 of a reader who puts every judged predicate into the class."""
        return 2 * self.doubtful.told / max(1, self.doubtful.told + self.judged)


def read(file: Path) -> Iterator[Sentence]:
    """Yield the sentences of a file with ``text`` in words and ``targets`` with ``span1`` and ``label`` a line."""
    for line in file.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        yield sentence(row["text"].split(" "), {target["span1"][0]: target["label"] for target in row["targets"]})


def sentence(words: Sequence[str], grades: Mapping[int, float]) -> Sentence:
    """Return words as a sentence without the blanks that cutting into words had left; grades by number of word."""
    text = ""
    predicates: list[Predicate] = []
    opened = True
    for number, word in enumerate(words):
        if not opened and word not in _CLOSES:
            text += " "
        start = len(text)
        text += _AS_PRINTED.get(word, word)
        if number in grades:
            predicates.append(Predicate(start, len(text), grades[number]))
        opened = word in _OPENS
    return Sentence(text, tuple(predicates))


def by_trigger(pipeline: Language, sentences: Sequence[Sentence]) -> Agreement:
    """Score the predicates that stand inside the trigger of an event."""
    found = Agreement(0, 0, Tally())
    for one in sentences:
        events = extract(pipeline(one.text), ArticleText("sentence", None, one.text, None, "en"))
        for predicate in one.predicates:
            found.predicates += 1
            event = _event_of(predicate, events)
            if event is not None:
                _add(found, predicate, event.status)
    return found


def _event_of(predicate: Predicate, events: Sequence[Event]) -> Event | None:
    for event in events:
        if event.trigger_span.start <= predicate.start and predicate.end <= event.trigger_span.end:
            return event
    return None


def by_status(pipeline: Language, sentences: Sequence[Sentence]) -> Agreement:
    """Score every predicate, by the status that it would have if it were a trigger."""
    found = Agreement(0, 0, Tally())
    for one in sentences:
        doc = pipeline(one.text)
        for predicate in one.predicates:
            found.predicates += 1
            status = status_as_trigger(doc, predicate)
            if status is not None:
                _add(found, predicate, status)
    return found


def status_as_trigger(doc: Doc, predicate: Predicate) -> Status | None:
    """Return the status of a predicate of ``doc``, or None where no sentence of the Doc holds it."""
    for sentence in doc._.sentences:
        if sentence.start <= predicate.start and predicate.end <= sentence.end:
            first = sentence.word_at(predicate.start)
            trigger = Trigger(_ANY, sentence.number, first, first + 1, predicate.start, predicate.end)
            (draft,) = drafts_of([trigger], sentence, [], None)
            return (doc._.reading.judged(draft, None) if doc._.reading else draft).status
    return None


def _add(found: Agreement, predicate: Predicate, status: Status) -> None:
    is_doubted = status is not Status.HAPPENED
    found.judged += 1
    found.doubtful.add(not predicate.is_fact, is_doubted, is_doubted and not predicate.is_fact)


def report(folder: Path, pipeline: Language) -> Iterator[str]:
    """Yield rows of a table in Markdown for the dev parts of UW and MEANTIME under ``folder``."""
    yield "| set | reading | predicates | judged | in the class | P | R | F1 | F1 of doubting all |"
    yield "| --- |" + " --- |" * 8
    for name in ("UW", "MEANTIME"):
        sentences = tuple(read(folder / "factuality" / name / "dev.jsonl"))
        for reading, one in (("triggers", by_trigger(pipeline, sentences)), ("all", by_status(pipeline, sentences))):
            tally = one.doubtful
            yield (
                f"| {name} dev | {reading} | {one.predicates} | {one.judged} ({one.judged / one.predicates:.0%}) "
                f"| {tally.told} | {tally.precision:.3f} | {tally.recall:.3f} | **{tally.f1:.3f}** "
                f"| {one.f1_of_doubting_all:.3f} |"
            )
