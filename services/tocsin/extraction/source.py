"""Sentence -> who says so: "according to the air force", "the Foreign Ministry said"."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.extraction.actors import Mention
from tocsin.extraction.facts import Sentence
from tocsin.extraction.triggers import Trigger

_SAYS = frozenset(
    "say says said report reports reported announce announces announced confirm confirms confirmed claim claims "
    "claimed state states stated declares declared tells told reveals revealed acknowledges acknowledged warns warned "
    "muse muses mused".split()
)
_REACH = 14


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so, as a code or as written, and the words of the sentence that only name him."""

    code: str | None = None
    words: frozenset[int] = frozenset()
    verb: int | None = None

    def is_over(self, trigger: Trigger, sentence: Sentence) -> bool:
        """Return whether a trigger stands behind what was said: "..., he said after the talks ended"."""
        if self.verb is None or trigger.first < self.verb:
            return False
        return sentence.row[self.verb + 1] in ("after", "as", "during", "while", "before")


def source_of(sentence: Sentence) -> Source:
    """Return the source that a sentence names; its own first, then who it is according to."""
    row = sentence.row
    for at in range(len(row) - 1):
        if row[at] == "according" and row[at + 1] == "to":
            return _following(sentence, at)
    for at, word in enumerate(row):
        named = "<actor>" in sentence.kinds[at]  # the last word of "United States" is no verb
        if not named and (_gives_a_figure(row, at) or (word in _SAYS and not _is_act(row, at))):
            speaker = _speaker_before(sentence, at) or _speaker_after(sentence, at)
            if speaker.code is not None:
                return speaker
    return Source()


def _gives_a_figure(row: list[str], at: int) -> bool:
    """Whether the verb states a number: "put at 95 the number of", "gave the number", "itemised as two missiles"."""
    if row[at] in ("put", "puts"):
        return row[at + 1 : at + 2] in (["at"], ["the"])
    if row[at] == "let":
        return row[at + 1 : at + 4] == ["it", "be", "known"]
    if row[at] in ("gave", "gives"):
        return bool({"number", "figure", "toll"} & set(row[at + 1 : at + 4]))
    return row[at] in ("itemised", "itemized", "counted", "listed") and row[at + 1 : at + 2] == ["as"]


def _is_act(row: list[str], at: int) -> bool:
    """Whether announcing is the act itself: "announces a ceasefire"."""
    return row[at] not in ("say", "says", "said") and row[at + 1 : at + 2] in (
        ["a"],
        ["an"],
        ["the"],
        ["new"],
        ["plans"],
    )


def _following(sentence: Sentence, at: int) -> Source:
    last = min(len(sentence.row), at + _REACH)
    for stop in range(at + 2, last):
        if sentence.row[stop] in (",", ";", "."):
            last = stop
            break
    for actor in sentence.actors:
        word = sentence.word_at(actor.start)
        if at < word < last:
            return Source(actor.code, frozenset(range(at, last)))
    if at + 2 < len(sentence.row):
        start, end = sentence.starts[at + 2], sentence.ends[last - 1]
        written = sentence.text[start - sentence.start : end - sentence.start].removeprefix("the ")
        return Source(written[:80], frozenset(range(at, last)))
    return Source()


def _speaker_before(sentence: Sentence, at: int) -> Source:
    candidates = [actor for actor in sentence.actors if at - _REACH < sentence.word_at(actor.start) < at]
    if candidates and not {";", "after"} & set(sentence.row[sentence.word_at(candidates[-1].start) : at]):
        speaker = _head(sentence, candidates)
        return Source(speaker.code, _only_the_source(sentence, sentence.word_at(speaker.start), at), at)
    if at > 0 and sentence.row[at - 1] in ("witnesses", "officials", "police", "authorities", "residents"):
        return Source(sentence.row[at - 1], frozenset({at - 1}))
    return Source()


def _head(sentence: Sentence, candidates: Sequence[Mention]) -> Mention:
    """The last actor before the verb that no preposition holds: "the minister of Mali in Paris" -> Mali."""
    free = [one for one in candidates if sentence.row[sentence.word_at(one.start) - 1] not in _PREPOSITIONS]
    return free[-1] if free else candidates[0]


_PREPOSITIONS = frozenset("of in from on with by at to for against near".split())


def _only_the_source(sentence: Sentence, speaker: int, verb: int) -> frozenset[int]:
    """The words of the reporting clause: from the sentence's start (or last stop) to the verb.

    At the end of a sentence it begins after a comma: "in Kharkiv on Thursday, Ukrainian officials said."
    """
    row = sentence.row
    if row[verb] not in ("say", "says", "said", "reported", "reports"):
        return frozenset()
    stops = (";", "“", '"', ",") if _ends_with(row, verb) else (";", "“", '"')
    first = speaker if "," in stops else verb
    if "," in stops and row[verb - 2 : verb - 1] and row[verb - 2] in ("the", "his", "her", "its", "their"):
        first = verb  # "Germany will not deliver them, the chancellor said": the chancellor, but Germany acts
    while first > 0 and row[first - 1] not in stops:
        first -= 1
    return frozenset(range(first, verb + 1))


def _ends_with(row: Sequence[str], verb: int) -> bool:
    """Whether nothing but a day follows the verb: "he said.", "he said on Friday."."""
    rest = [word for word in row[verb + 1 :] if word[:1].isalnum()]
    return not rest or (rest[0] == "on" and len(rest) == 2)


def _speaker_after(sentence: Sentence, at: int) -> Source:
    if sentence.row[at - 1 : at] != [","] and sentence.row[at - 1 : at] not in (["”"], ['"']):
        return Source()
    for actor in sentence.actors:
        word = sentence.word_at(actor.start)
        if at < word < at + 5:
            return Source(actor.code, frozenset(range(at, word + 1)))
    return Source()
