"""A condition in CEL -> a program that says of an event whether it holds. Only this module knows the CEL library."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import structlog
from cel_expr_python import cel

from tocsin.domain.detection import ArticleReference
from tocsin.domain.event import Counted, Event
from tocsin.matching.cel_faults import ConditionFault, faults_in, place_in, unknown_values
from tocsin.matching.tallies import tallies

log = structlog.get_logger(__name__)

_WORDS = cel.Type.List(cel.Type.STRING)
_NUMBERS = cel.Type.Map(cel.Type.STRING, cel.Type.INT)
_HIGHEST_INT = 2**63 - 1

# Each name is a variable of its own, dots included: only so does CEL report a name that does not exist.
_VARIABLES: dict[str, tuple[Any, Callable[[Event, ArticleReference], Any]]] = {
    "event.type": (cel.Type.STRING, lambda event, _: event.type.value),
    "event.subtype": (cel.Type.STRING, lambda event, _: event.subtype or ""),
    "event.status": (cel.Type.STRING, lambda event, _: event.status.value),
    "event.background": (cel.Type.BOOL, lambda event, _: event.background),
    "event.by": (_WORDS, lambda event, _: list(event.by)),
    "event.to": (_WORDS, lambda event, _: list(event.to)),
    "event.with": (_WORDS, lambda event, _: list(event.with_)),
    "event.via": (_WORDS, lambda event, _: list(event.via)),
    "event.actors": (_WORDS, lambda event, _: list(event.actors)),
    "event.names": (_WORDS, lambda event, _: list(event.names)),
    "event.place": (cel.Type.STRING, lambda event, _: event.place or ""),
    "event.country": (cel.Type.STRING, lambda event, _: event.country or ""),
    "event.source": (cel.Type.STRING, lambda event, _: event.source or ""),
    "event.trigger": (cel.Type.STRING, lambda event, _: event.trigger),
    "event.evidence": (_WORDS, lambda event, _: list(event.evidence)),
    "event.confidence": (cel.Type.DOUBLE, lambda event, _: event.confidence),
    "event.counts": (_NUMBERS, lambda event, _: _counts(event)),
    "article.headline": (cel.Type.STRING, lambda _, article: article.headline),
    "article.publisher": (cel.Type.STRING, lambda _, article: article.publisher or ""),
    "article.published": (cel.Type.TIMESTAMP, lambda _, article: article.published),
}

# Every value filled in, so that an error on it is the expression's own.
_FIXTURE_EVENT = Event.model_validate(
    {
        "id": "evt_fixture",
        "article_id": "fixture",
        "type": "attack",
        "subtype": "drone",
        "status": "happened",
        "background": False,
        **{role: ["RUS", "UKR", "USA"] for role in ("by", "to", "with", "via")},
        "names": ["First Name", "Second Name", "Third Name"],
        "counts": [{"what": what.value, "n": 1} for what in Counted],
        "place": "Kyiv",
        "country": "UKR",
        "source": "UKR",
        "trigger": "attacked",
        "trigger_span": {"start": 0, "end": 8},
        "evidence": ["One sentence.", "A second sentence.", "A third sentence."],
    }
)
_FIXTURE_ARTICLE = ArticleReference.model_validate(
    {
        "id": "fixture",
        "url": "https://news.example/fixture",
        "headline": "A headline",
        "publisher": "A publisher",
        "published": "2026-02-06T12:00:00Z",
        "fetched": "2026-02-06T12:00:00Z",
    }
)

_REGEX_LITERAL = re.compile(r"""\.matches\(\s*(r?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))\s*\)""")


class BoundEvent:
    """An event and its article as CEL sees them; made once, read by every condition."""

    def __init__(self, event: Event, article: ArticleReference) -> None:
        self.values = {name: read(event, article) for name, (_, read) in _VARIABLES.items()}
        self.activation = _environment().Activation(self.values)


class Condition:
    """A checked expression over an event and its article."""

    def __init__(self, text: str, program: Any) -> None:
        self.text = text
        self._program = program
        self.failures = 0
        """How often it failed while it was asked by ``holds``: each time the rule stayed silent."""

    def holds(self, bound: BoundEvent) -> bool:
        """Is the expression true? One that fails while it runs is not; each failure is counted, the first logged."""
        answer, problem = self.evaluate(bound)
        if problem is None:
            return answer
        self.failures += 1
        if self.failures == 1:
            # The kind of the problem alone: its details can quote the article.
            log.warning("condition_failed", condition=self.text[:200], problem=problem.partition(":")[0])
        return answer

    def evaluate(self, bound: BoundEvent) -> tuple[bool, str | None]:
        """Return whether it is true, and what went wrong while it ran."""
        try:
            value = self._program.eval(activation=bound.activation)
        except RuntimeError as error:  # the budget of steps is used up: this rule stays silent, others go on
            return False, str(error)
        if value.type() == cel.Type.ERROR:
            return False, str(value.plain_value())
        return value.plain_value() is True, None


def compile_condition(text: str) -> Condition | tuple[ConditionFault, ...]:
    """Return the condition, or every fault of it: unknown names, wrong types, bad regular expressions.

    It is tried on a fixture event, since CEL finds bad regular expressions and times only when it runs.
    """
    try:
        program = _environment().compile(text)
    except RuntimeError as error:  # the library's only class; the message holds one line a fault
        return faults_in(str(error), text, _VARIABLES)
    if program.return_type() != cel.Type.BOOL:
        kind = program.return_type().name().lower()
        return (ConditionFault(1, 1, f"must be true or false, but is of type {kind}; compare it with something"),)
    wrong_texts = (*_bad_patterns(text), *unknown_values(text))
    if wrong_texts:
        return wrong_texts
    condition = Condition(text, program)
    _, problem = condition.evaluate(_fixture())
    return (ConditionFault(1, 1, f"fails on an ordinary event: {problem}"),) if problem else condition


@cache
def _environment() -> Any:
    return cel.NewEnv(variables={name: kind for name, (kind, _) in _VARIABLES.items()})


@cache
def _fixture() -> BoundEvent:
    return BoundEvent(_FIXTURE_EVENT, _FIXTURE_ARTICLE)


def _counts(event: Event) -> dict[str, int]:
    """The highest number vouched for of each thing that is counted: ``"drones" in event.counts``."""
    numbers: dict[str, int] = {}
    for tally in tallies(event):
        numbers[tally.what.value] = min(max(tally.low, numbers.get(tally.what.value, 0)), _HIGHEST_INT)
    return numbers


def _bad_patterns(text: str) -> list[ConditionFault]:
    """Try each regular expression by itself: && can hide a bad one from the trial run."""
    faults = []
    for literal in _REGEX_LITERAL.finditer(text):
        value = _environment().compile(f'"".matches({literal[1]})').eval(activation=_fixture().activation)
        if value.type() == cel.Type.ERROR:
            faults.append(place_in(text, literal.start(1), str(value.plain_value()).partition(": ")[2]))
    return faults
