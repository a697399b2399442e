"""Doc -> Explanation: extract(), with somebody who listens and writes down what it decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from tocsin.domain.article import ArticleText
from tocsin.extraction.dates import When
from tocsin.extraction.drafts import Draft
from tocsin.extraction.explain_draft import candidates_of, carried_to, decisions_of
from tocsin.extraction.explain_scores import Scores
from tocsin.extraction.explanation import ExplainedSentence, ExplainedTrigger, Explanation
from tocsin.extraction.extract import extract
from tocsin.extraction.facts import Sentence
from tocsin.extraction.lexicon import load_lexicon
from tocsin.extraction.model.features import TYPE_AT, Floats
from tocsin.extraction.model.manifest import Head
from tocsin.extraction.model.reading import Reading
from tocsin.extraction.trace import Path, Trace
from tocsin.extraction.triggers import MOST_IN_AN_ARTICLE, Found, Trigger, find_phrases, find_triggers


def explain(doc: Doc, article: ArticleText) -> Explanation:
    """Return why the ``doc`` of ``article.whole`` tells the events that ``extract(doc, article)`` returns."""
    recorder = _Recorder(article.whole, doc._.reading or None)
    events = extract(doc, article, recorder)
    return Explanation(article.id, article.whole, "en", truncated=False, sentences=recorder.sentences(), events=events)


_GAVE_WAY = "its words are weak, and stronger ones say what happened"
_UNBELIEVED = "the model does not believe it"


@dataclass(slots=True)
class _Notes:
    """What was heard of one sentence."""

    sentence: Sentence
    left_out: str | None = None
    home: int | None = None
    triggers: list[ExplainedTrigger] = field(default_factory=list)


class _Recorder(Trace):
    """Hears what extract() decides and keeps it."""

    def __init__(self, whole: str, reading: Reading | None) -> None:
        self._whole = whole
        self._reading = reading
        self._notes: list[_Notes] = []
        self._whens: Sequence[When] = ()
        self._told: Sequence[Trigger] = ()
        self._scores = Scores()
        self._events: dict[int, int] = {}

    def sentences(self) -> tuple[ExplainedSentence, ...]:
        """Return the sentences of which there is something to tell, with their triggers in order."""
        return tuple(
            ExplainedSentence(
                number=note.sentence.number,
                start=note.sentence.start,
                end=note.sentence.end,
                text=self._whole[note.sentence.start : note.sentence.end],
                left_out=note.left_out,
                toll_of=None if note.home is None else self._events.get(note.home),
                triggers=tuple(
                    sorted(map(self._numbered, note.triggers), key=lambda one: (one.start, one.end, one.type))
                ),
            )
            for note in self._notes
            if note.triggers or note.home in self._events
        )

    def _numbered(self, one: ExplainedTrigger) -> ExplainedTrigger:
        """The trigger with the number of its event in place of that of its draft, of which some become none."""
        if one.event is None:
            return one
        event = self._events.get(one.event)
        if event is None:
            return replace(one, event=None, opens=False, why=_UNBELIEVED)
        return replace(one, event=event)

    def furniture(self, sentence: Sentence, triggers: Sequence[Trigger]) -> None:
        """Keep what a sentence of the page's furniture would have told."""
        why = "the sentence is furniture of the page"
        notes = _Notes(sentence, left_out=why)
        notes.triggers = [self._left_out(one, sentence, why) for one in triggers]
        self._notes.append(notes)

    def toll(self, sentence: Sentence, home: int | None) -> None:
        """Keep whose toll a sentence tells."""
        if home is not None:
            self._notes.append(_Notes(sentence, home=home))

    def drafted(
        self, sentence: Sentence, triggers: Sequence[Trigger], whens: Sequence[When], drafts: Sequence[Draft]
    ) -> None:
        """Keep the triggers that gave way and the phrases that are none; the drafts themselves follow."""
        self._whens = whens
        self._told = [draft.trigger for draft in drafts]
        if not self._notes or self._notes[-1].sentence is not sentence:
            self._notes.append(_Notes(sentence))
        self._notes[-1].triggers += [
            self._left_out(one, sentence, _GAVE_WAY) for one in triggers if one not in self._told
        ]
        self._notes[-1].triggers += self._refused(sentence, triggers)

    def scored(self, head: Head, candidates: Sequence[object], probabilities: Floats) -> None:
        """Keep what the model thinks until the draft is kept."""
        self._scores.add(head, candidates, probabilities)

    def kept(self, path: Path) -> None:
        """Keep the whole way of a draft."""
        trigger, sentence = path.ruled.trigger, path.ruled.sentence
        scores, self._scores = self._scores, Scores()
        candidates = candidates_of(path, self._whens, self._told, scores)
        self._notes[-1].triggers.append(
            ExplainedTrigger(
                start=trigger.start,
                end=trigger.end,
                text=self._whole[trigger.start : trigger.end],
                type=path.judged.type,
                subtype=path.judged.subtype,
                phrase=self._phrase(trigger, sentence),
                event=path.home,
                opens=path.joined is None,
                why=path.joined or "nothing before it tells the same",
                probability=trigger.probability,
                decisions=decisions_of(path, candidates, scores),
                candidates=candidates,
                carried=carried_to(path),
            )
        )

    def told(self, kept: Sequence[int]) -> None:
        """Keep which drafts became which events."""
        self._events = {home: event for event, home in enumerate(kept)}

    def _refused(self, sentence: Sentence, triggers: Sequence[Trigger]) -> list[ExplainedTrigger]:
        """The phrases of the lexicon that became no trigger, each once, by the rules or by the model."""
        heard: list[tuple[Found, str]] = []
        lexicon = load_lexicon()
        phrases = find_phrases(sentence, lexicon)
        proposed = find_triggers(sentence, phrases, lexicon, lambda found, why: heard.append((found, why)))
        held = {(one.entry.type, at) for one in triggers for at in range(one.first, one.last)}
        named = [((one.first, one.last, one.entry), self._why_dropped(one, triggers)) for one in proposed]
        refused: list[ExplainedTrigger] = []
        for (first, last, entry), why in (*named, *sorted(heard, key=lambda one: one[0][0] - one[0][1])):
            words = {(entry.type, at) for at in range(first, last)}
            if held.isdisjoint(words):  # otherwise the same words tell the same type all the same
                one = Trigger(entry, sentence.number, first, last, sentence.starts[first], sentence.ends[last - 1])
                refused.append(self._left_out(one, sentence, why))
                held |= words
        return refused

    def _why_dropped(self, proposed: Trigger, triggers: Sequence[Trigger]) -> str:
        """Why a trigger that the rules found is not among the article's."""
        if self._probability(proposed) is None:
            return f"the article has more than {MOST_IN_AN_ARTICLE} triggers"
        gave_way = proposed.entry.weak and any(one.entry.type is proposed.entry.type for one in triggers)
        return _GAVE_WAY if gave_way else _UNBELIEVED

    def _left_out(self, trigger: Trigger, sentence: Sentence, why: str) -> ExplainedTrigger:
        return ExplainedTrigger(
            start=trigger.start,
            end=trigger.end,
            text=self._whole[trigger.start : trigger.end],
            type=trigger.entry.type,
            subtype=trigger.entry.subtype,
            phrase=self._phrase(trigger, sentence),
            event=None,
            opens=False,
            why=why,
            probability=self._probability(trigger),
        )

    def _probability(self, trigger: Trigger) -> float | None:
        told = self._reading.told.get(trigger.sentence) if self._reading else None
        return None if told is None else round(float(told[TYPE_AT[trigger.entry.type]]), 3)

    def _phrase(self, trigger: Trigger, sentence: Sentence) -> str | None:
        index = load_lexicon().triggers
        return index.written(sentence.row, sentence.kinds, trigger.first, trigger.last, trigger.entry)
