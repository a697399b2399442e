"""Explanations -> one HTML page: the text with its spans coloured by displaCy, and a table of every decision.

The page needs nothing but itself: no script, no picture, no font, and its policy lets a browser load none. Article text
is hostile: displaCy and Jinja2 escape it.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader
from spacy import displacy

from tocsin.extraction.explanation import Explanation, counted

_MARK = '<mark class="{kind}" style="background: {bg}" title="{title}">{text}<span class="label">{label}</span></mark>'
_COLORS = {
    "trigger": "light-dark(#ffd9a8, #6b4110)",
    "left-out": "light-dark(#eae7e0, #2c3238)",
    "actor": "light-dark(#cfe3ff, #1d3f66)",
    "name": "light-dark(#dcd6f7, #3c3468)",
    "place": "light-dark(#cdeed8, #1f4a33)",
    "time": "light-dark(#f6d3ea, #5a2348)",
    "quantity": "light-dark(#fff1b8, #574a12)",
}


def pages_of(explanations: Iterable[Explanation]) -> Iterator[str]:
    """Yield one page piece by piece: its head, each explanation as it comes, its end."""
    environment = Environment(loader=PackageLoader("tocsin.extraction", "templates"), autoescape=True)
    environment.filters["counted"] = counted
    yield environment.get_template("explanation_head.html").render(colors=_COLORS)
    section = environment.get_template("explanation.html")
    for explanation in explanations:
        # The one thing that is not escaped once more: displaCy has escaped the text, and _spans the rest.
        yield section.render(told=explanation, coloured=coloured(explanation))
    yield "</main>\n</body>\n</html>\n"


def coloured(explanation: Explanation) -> str:
    """Return the text of an article as HTML, in which each span of the explanation is a ``mark``."""
    colors = {kind.upper(): color for kind, color in _COLORS.items()}
    document = {"text": explanation.text, "ents": list(_spans(explanation))}
    return displacy.render(
        document, style="ent", manual=True, jupyter=False, options={"colors": colors, "template": _MARK}
    )


def _spans(explanation: Explanation) -> Iterator[dict[str, Any]]:
    """The spans, none over another: triggers before candidates, what was taken before what was not."""
    found: list[tuple[int, int, int, str, str, str]] = []
    for sentence in explanation.sentences:
        for trigger in sentence.triggers:
            told = trigger.event is not None
            kind = "trigger" if told else "left-out"
            label = f"{trigger.type} {trigger.event + 1}" if trigger.event is not None else trigger.type
            found.append((0 if told else 2, trigger.start, trigger.end, kind, label, trigger.why))
            found += [
                (1 if one.taken else 3, one.start, one.end, one.kind, one.means, one.decision)
                for one in trigger.candidates
                if one.taken or one.kind != "name"  # all that begins with a capital may be a name
            ]
    free = bytearray(b"\1" * len(explanation.text))
    for _, start, end, kind, label, title in sorted(found):
        if all(free[start:end]):
            free[start:end] = bytes(end - start)
            shown = {"kind": kind, "label": escape(label), "title": escape(title), "bg": _COLORS[kind]}
            yield {"start": start, "end": end, "label": kind, "params": shown}
