"""What an explanation is: of each sentence its triggers, of each trigger what was decided, and why."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from tocsin.domain.event import Bounds, Count, Event, EventType

CandidateKind = Literal["actor", "name", "place", "time", "quantity"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words ``[start, end)`` of the article that may tell something of an event, and what they were taken for.

    ``means`` is what they stand for by themselves: a code, days, a number. ``decision`` begins with the field of the
    event that they give, if they were ``taken``; otherwise it says why they were not. ``probability`` is the model's
    for that decision; None where the rules decided.
    """

    kind: CandidateKind
    start: int
    end: int
    text: str
    means: str
    taken: bool
    decision: str
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A field of the event, the value it got, and the words or the rule that decided."""

    field: str
    value: str
    because: str
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class ExplainedTrigger:
    """Words ``[start, end)`` of the article that say that something happened, or look like it.

    ``phrase`` is the phrase of the lexicon that found them; None where the model alone saw them. ``event`` is the
    number of the event that they became part of, from 0; None where they were left out: ``why`` says it in either
    case. ``probability`` is the model's that the sentence tells an event of this type.
    """

    start: int
    end: int
    text: str
    type: EventType
    subtype: str | None
    phrase: str | None
    event: int | None
    opens: bool
    why: str
    probability: float | None = None
    decisions: tuple[Decision, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    carried: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """A sentence ``[start, end)`` of the article in which something was found.

    ``left_out`` says why it was not read; ``toll_of`` is the number of the event whose toll it tells.
    """

    number: int
    start: int
    end: int
    text: str
    left_out: str | None
    toll_of: int | None
    triggers: tuple[ExplainedTrigger, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article tells the events that it tells. Offsets count code points of ``text``, its ``whole``.

    ``language`` is an ISO 639-1 code; nothing is read where it is not ``en``. ``truncated`` says that the end of the
    body was not read. ``sentences`` are only those in which something was found.
    """

    article: str
    text: str
    language: str
    truncated: bool
    sentences: tuple[ExplainedSentence, ...]
    events: tuple[Event, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything but the whole text, ready for ``json.dumps``."""
        return {
            "id": self.article,
            "language": self.language,
            "truncated": self.truncated,
            "sentences": [asdict(sentence) for sentence in self.sentences],
            "events": [event.as_json() for event in self.events],
        }


def counted(count: Count) -> str:
    """Return a count in words: ``killed at least 12 of UKR``."""
    unit = f" {count.unit}" if count.unit else ""
    of = f" of {count.of}" if count.of else ""
    return f"{count.what} {number(count.n)}{unit}{of}"


def number(n: int | Bounds) -> str:
    """Return a number or its bounds in words."""
    match n:
        case (low, None):
            return f"at least {low:,}"
        case (None, high):
            return f"at most {high:,}"
        case (low, high):
            return f"{low:,} to {high:,}"
        case _:
            return f"{n:,}"
