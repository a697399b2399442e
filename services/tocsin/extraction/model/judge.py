"""Doc with what the rules propose -> Doc with the triggers that the model believes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import threadpool_limits

from tocsin.extraction.facts import Sentence
from tocsin.extraction.model.encoder import Encoder
from tocsin.extraction.model.features import TYPE_AT, Floats, Proposal, propose, type_features, word_features
from tocsin.extraction.model.heads import Heads, sigmoid
from tocsin.extraction.model.labels import TYPES
from tocsin.extraction.model.manifest import Manifest, load_manifest, shipped
from tocsin.extraction.model.reading import Reading, SentenceStates
from tocsin.extraction.model.spans import trigger_for
from tocsin.extraction.triggers import MOST_IN_AN_ARTICLE, Found, Trigger

SHORT = 4  # sentences
SURE_IN_SHORT = 0.6
SURE_IN_LONG = 0.8
"""The model was trained on short texts for the most part; in long ones it must be surer to speak against the rules."""
HINT = 0.15
"""Below this probability a weak trigger is not even a hint."""
IN_DOUBT = 0.3
"""From this probability on, what the rules take words for stands against what the model alone sees in them."""
MOST_READ = 4  # sentences of one article; the rules decide alone in what comes later
_WORD_SHARE = 0.3  # of the strongest word's probability, from which its neighbours belong to the trigger
_LONGEST_TRIGGER = 6  # words


class Judge:
    """The component. It decides for each sentence and type whether the sentence tells such an event."""

    def __init__(self, encoder: Encoder, heads: Heads, manifest: Manifest) -> None:
        self._encoder = encoder
        self._heads = heads
        self._manifest = manifest

    def __call__(self, doc: Doc) -> Doc:
        """Put the judged triggers in the place of the proposed ones; keep what was seen for judging the drafts."""
        taken: dict[int, list[Trigger]] = defaultdict(list)
        for trigger in doc._.triggers:
            taken[trigger.sentence].append(trigger)
        proposals = _worth_reading(doc._.sentences, doc._.phrases, taken)
        read = self._encoder.words_of([doc._.sentences[number] for number in proposals])
        states = {number: SentenceStates(*one) for number, one in zip(proposals, read, strict=True)}
        triggers: list[Trigger] = []
        told: dict[int, Floats] = {}
        for sentence in doc._.sentences:
            number = sentence.number
            if number in states:
                found, told[number] = self._triggers(sentence, proposals[number], states[number])
                triggers.extend(found)
            else:
                triggers.extend(taken[number])
        doc._.triggers = tuple(triggers[:MOST_IN_AN_ARTICLE])
        sure = SURE_IN_SHORT if len(doc._.sentences) <= SHORT else SURE_IN_LONG
        doc._.reading = Reading(states, told, self._heads, self._manifest, sure)
        spans = (doc.char_span(one.start, one.end, label=one.entry.type.value) for one in doc._.triggers)
        doc.spans["triggers"] = [span for span in spans if span is not None]
        return doc

    def _triggers(self, sentence: Sentence, proposal: Proposal, states: SentenceStates) -> tuple[list[Trigger], Floats]:
        """The triggers of a sentence, and the probability of each type that it tells such an event."""
        by_word, logits = self._heads.types(
            states.words, states.whole, word_features(sentence, proposal), type_features(proposal)
        )
        probabilities = sigmoid(logits / self._manifest.temperature + self._manifest.shift)
        found: list[Trigger] = []
        for one in proposal.taken:  # a doubtful weak one may still add its toll to what an earlier sentence tells
            hint = float(probabilities[TYPE_AT[one.entry.type]])
            if one.entry.weak and HINT <= hint < self._manifest.threshold:
                found.append(replace(one, probability=round(hint, 3)))
        for at in np.flatnonzero(probabilities >= self._manifest.threshold):
            event_type = TYPES[int(at)]
            probability = round(float(probabilities[at]), 3)
            taken = [one for one in proposal.taken if one.entry.type is event_type]
            strong = [one for one in taken if not one.entry.weak]
            if not strong and probability < self._manifest.unseen:
                continue
            if taken:
                found.extend(replace(one, probability=probability) for one in strong or taken[:1])
                continue
            spoken = trigger_for(event_type, sentence, proposal, _span(sigmoid(by_word[:, at])))
            rival = None if spoken is None else _rival(spoken, proposal.taken, probabilities)
            if rival is not None:
                found.append(replace(rival, probability=self._manifest.threshold))
            elif spoken is not None:
                found.append(replace(spoken, probability=probability))
        return sorted(found, key=lambda one: (one.first, one.last)), probabilities


def _worth_reading(
    sentences: Sequence[Sentence], phrases: Sequence[Sequence[Found]], taken: Mapping[int, Sequence[Trigger]]
) -> dict[int, Proposal]:
    """What is proposed in the headline, in sentences in which the lexicon sees something, and in all of a short text.

    No more than ``MOST_READ`` sentences, by their number.
    """
    chosen: dict[int, Proposal] = {}
    for sentence in sentences:
        proposal = propose(phrases[sentence.number], taken.get(sentence.number, ()))
        if len(sentences) <= SHORT or sentence.number == 0 or proposal.hits:
            chosen[sentence.number] = proposal
        if len(chosen) == MOST_READ:
            break
    return chosen


def _rival(spoken: Trigger, taken: Sequence[Trigger], probabilities: Floats) -> Trigger | None:
    """What the rules take the very words for in which the model alone sees another type, where it is in some doubt.

    "Test-fired a missile" is a test: a phrase knows more of a rare wording than the model.
    """
    return next(
        (
            one
            for one in taken
            if not one.entry.weak
            and one.first < spoken.last
            and spoken.first < one.last
            and probabilities[TYPE_AT[one.entry.type]] >= IN_DOUBT
        ),
        None,
    )


def _span(probabilities: Floats) -> range:
    """The strongest word and its neighbours that are nearly as strong."""
    first = int(probabilities.argmax())
    bar = _WORD_SHARE * probabilities[first]
    last = first + 1
    while last < len(probabilities) and last - first < _LONGEST_TRIGGER and probabilities[last] > bar:
        last += 1
    while first > 0 and last - first < _LONGEST_TRIGGER and probabilities[first - 1] > bar:
        first -= 1
    return range(first, last)


@Language.factory("tocsin_judge")
def make_judge(nlp: Language, name: str) -> Judge:
    """Return the component with the weights that the package carries.

    From then on numpy uses one core in this process: for products as small as ours it loses twice the time by spreading
    them, and a worker has only one.
    """
    threadpool_limits(limits=1, user_api="blas")
    data = shipped()
    return Judge(Encoder(data), Heads.stored(data), load_manifest(data))
