"""Explanation -> text for a terminal: sentences with their spans coloured, and a tree for each trigger."""

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from tocsin.cli.terminal import printable
from tocsin.domain.event import Event
from tocsin.extraction.explanation import (
    Candidate,
    Decision,
    ExplainedSentence,
    ExplainedTrigger,
    Explanation,
    counted,
)

_STYLES = {"actor": "cyan", "name": "blue", "place": "green", "time": "magenta", "quantity": "yellow"}


def show(told: Explanation, out: Console) -> None:
    """Print an explanation."""
    out.print(Text(printable(told.article), style="bold"))
    if told.language != "en":
        out.print(Text(f"not read: its language is {told.language}, and only English is"))
    if told.truncated:
        out.print(Text("longer than what is read: its end was left out"))
    for sentence in told.sentences:
        out.print()
        _show_sentence(sentence, out)
    out.print()
    for number, event in enumerate(told.events, start=1):
        out.print(Text(f"event {number}: {printable(_line(event))}", style="bold"))
    if not told.events:
        out.print(Text("no event"))
    out.print()


def _show_sentence(sentence: ExplainedSentence, out: Console) -> None:
    words = Text(printable(sentence.text))
    for trigger in sentence.triggers:
        for one in trigger.candidates:
            words.stylize(_STYLES[one.kind], one.start - sentence.start, one.end - sentence.start)
    for trigger in sentence.triggers:
        style = "bold reverse" if trigger.event is not None else "strike"
        words.stylize(style, trigger.start - sentence.start, trigger.end - sentence.start)
    out.print(Text.assemble((f"{sentence.number + 1}. ", "dim"), words))
    if sentence.left_out:
        out.print(Text(f"  left out: {sentence.left_out}", style="dim"))
    if sentence.toll_of is not None:
        out.print(Text(f"  adds its toll to event {sentence.toll_of + 1}"))
    for trigger in sentence.triggers:
        out.print(_tree(trigger))


def _tree(trigger: ExplainedTrigger) -> Tree:
    kind = f"{trigger.type}, {trigger.subtype}" if trigger.subtype else str(trigger.type)
    head = Text.assemble(("“" + printable(trigger.text) + "”", "bold"), f" {kind}: ")
    if trigger.event is None:
        phrase = f" [{trigger.phrase}]" if trigger.phrase else ""
        return Tree(head + Text(f"left out, {trigger.why}{phrase}", style="dim") + _likely(trigger.probability))
    verb = "opens" if trigger.opens else "joins"
    tree = Tree(head + Text(f"{verb} event {trigger.event + 1}, {trigger.why}") + _likely(trigger.probability))
    tree.add(Text(f"found by {trigger.phrase or 'the model alone'}", style="dim"))
    for candidate in trigger.candidates:
        tree.add(_candidate(candidate))
    for decision in trigger.decisions:
        tree.add(_decision(decision))
    for decision in trigger.carried:
        tree.add(Text("carried: ") + _decision(decision))
    return tree


def _candidate(one: Candidate) -> Text:
    words = Text.assemble((printable(one.text), _STYLES[one.kind]), f" {one.kind} {printable(one.means)}: ")
    return words + Text(printable(one.decision), style="" if one.taken else "dim") + _likely(one.probability)


def _decision(one: Decision) -> Text:
    return Text(f"{one.field} {printable(one.value)}: {printable(one.because)}") + _likely(one.probability)


def _likely(probability: float | None) -> Text:
    return Text("" if probability is None else f" ({probability:.2f})", style="dim")


def _line(event: Event) -> str:
    """An event in one line."""
    roles = (("by", event.by), ("to", event.to), ("with", event.with_), ("via", event.via))
    parts = (
        f"{event.type}, {event.subtype}" if event.subtype else str(event.type),
        f"{event.status}, background" if event.background else str(event.status),
        *(f"{role} {', '.join(codes)}" for role, codes in roles if codes),
        *map(counted, event.counts),
        ", ".join(filter(None, (event.place, event.country))),
        event.date if isinstance(event.date, str) else " to ".join(event.date or ()),
        f"says {event.source}" if event.source else "",
    )
    return "; ".join(filter(None, parts))
