"""Judgements of a rule -> text for a terminal and objects for JSON: each condition with the words that met it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from tocsin.cli.judgement import Judgement
from tocsin.cli.met_words import Words, in_article, without_overlaps
from tocsin.cli.rehearsal import summary
from tocsin.cli.terminal import printable
from tocsin.matching.findings import Finding
from tocsin.matching.rule import Rule

if TYPE_CHECKING:  # loading spaCy takes longer than `tocsin --help`
    from tocsin.extraction.explanation import Explanation

_MARK = "bold yellow"
_MOST_LEFT_OUT = 8


@dataclass(frozen=True, slots=True)
class Met:
    """A condition that was met, and the words of the article that met it; none where no word alone does."""

    finding: Finding
    words: tuple[Words, ...]

    def as_json(self) -> dict[str, Any]:
        """``{"key", "said", "words": [{"text", "start", "end"}]}``; offsets count code points of the article."""
        words = [{"text": one.text, "start": one.start, "end": one.end} for one in self.words]
        return {"key": self.finding.key, "said": self.finding.said, "words": words}


def met_by(judgement: Judgement, told: "Explanation") -> tuple[Met, ...]:
    """Return the conditions that an event meets, each with its words."""
    return tuple(Met(one, in_article(one, judgement.number, told)) for one in judgement.met)


def show_rung(rule: Rule, judgement: Judgement, told: "Explanation", out: Console) -> None:
    """Print why an event rings a rule."""
    out.print(Text.assemble("  ", (rule.id, "bold"), f" ({rule.severity.value}) rings: {printable(rule.title)}"))
    _show_conditions(judgement, told, out)


def show_nearness(judgement: Judgement, told: "Explanation", out: Console) -> None:
    """Print which conditions an event meets, which not, and how near it was."""
    outcome = ("rings", "bold green") if judgement.rings else ("silent", "bold red")
    head = f"  event {judgement.number + 1}: {printable(summary(judgement.event))}: "
    out.print(Text.assemble(head, outcome))
    _show_conditions(judgement, told, out)


def why_no_event(told: "Explanation", rule: Rule | None = None) -> Iterator[str]:
    """Say why an article tells no event: its language, or what looked like one and was left out.

    With a rule, only what looked like an event of the types that it asks for is said.
    """
    if told.language != "en":
        yield f"not read: its language is {told.language}, and only English is"
        return
    yield "no event was found in it"
    types = {one for condition in rule.match.walk() for one in condition.type} if rule else set()
    triggers = chain.from_iterable(sentence.triggers for sentence in told.sentences)
    left_out = [one for one in triggers if one.event is None and (not types or one.type in types)]
    for one in left_out[:_MOST_LEFT_OUT]:
        yield f"“{one.text}” was not taken for {one.type.value.replace('_', ' ')}: {one.why}"


def as_json(judgement: Judgement, told: "Explanation") -> dict[str, Any]:
    """Everything that is known of one event and the rule, ready for ``json.dumps``."""
    when = judgement.when
    return {
        "event": judgement.event.as_json(),
        "summary": summary(judgement.event),
        "rings": judgement.rings,
        "met": [one.as_json() for one in met_by(judgement, told)],
        "unmet": [{"key": one.key, "said": one.said, "near": round(one.near, 3)} for one in judgement.unmet],
        "when": when and {"said": when.said, "holds": when.holds, "values": _plain(when.values)},
    }


def _plain(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values}


def _show_conditions(judgement: Judgement, told: "Explanation", out: Console) -> None:
    met = met_by(judgement, told)
    for sentence in _evidence(judgement, met, told, marked=not out.is_terminal):
        out.print(Text("    “") + sentence + Text("”"))
    for one in met:
        words = ", ".join(f"“{printable(text)}”" for text in dict.fromkeys(word.text for word in one.words))
        by = Text(f": {words}", style="dim") if words else Text("")
        out.print(Text.assemble("    ", ("met  ", "green"), printable(one.finding.said), by))
    for finding in judgement.unmet:
        out.print(Text.assemble("    ", ("not  ", "red"), printable(finding.said)))
    if judgement.when:
        style = ("met  ", "green") if judgement.when.holds else ("not  ", "red")
        out.print(Text.assemble("    ", style, f"when: {printable(judgement.when.said)}"))


def _evidence(judgement: Judgement, met: Iterable[Met], told: "Explanation", *, marked: bool) -> Iterator[Text]:
    """Yield the sentences of the evidence, the words that met something marked: by a style, or by brackets."""
    words = without_overlaps(chain.from_iterable(one.words for one in met))
    for sentence in judgement.event.evidence:
        begins = told.text.find(sentence)
        inside = [one for one in words if begins <= one.start and one.end <= begins + len(sentence)]
        yield _with_marks(sentence, inside if begins >= 0 else [], begins, marked=marked)


def _with_marks(sentence: str, words: Iterable[Words], begins: int, *, marked: bool) -> Text:
    shown, done = Text(), 0
    for one in words:
        shown.append(printable(sentence[done : one.start - begins]))
        text = printable(one.text)
        shown.append(f"[{text}]" if marked else text, style=_MARK)
        done = one.end - begins
    return shown.append(printable(sentence[done:]))
