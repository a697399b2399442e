"""Hostile text -> text of the same length that is safe to read, and a body cut at a sentence's end."""

import html
import re

_LONGEST_WORD = 200
"""Code points. No word of any language that is written with blanks is longer; encoded data and attacks are."""

_BLIND = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Control, bidirectional, zero-width and tag characters, variation selectors, lone surrogates."""

_LINE_BREAKS = str.maketrans("\u2028\u2029\u0085\x0b\x0c", "\n\n\n\n\n")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>|<![^<>]{0,1000}>|<\?[^<>]{0,1000}>")
_OPENED = re.compile(r"<!--|<(?P<name>script|style)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_LONG_RUN = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
_WRITTEN_WITHOUT_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]"
)
_SENTENCE_END = re.compile(r"[.!?\u2026\u3002][\"'\u2019\u201d)\]]{0,3}(?=\s)|\n")
_SEARCHED = 4_000
"""Code points before the limit in which a sentence's end is looked for."""


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _without_scripts(text: str) -> str:
    """Blank comments, scripts and style sheets with what is in them; one that never ends keeps its content."""
    pieces: list[str] = []
    done = 0
    unclosed: set[str] = set()
    lower = text.lower() if len(text.lower()) == len(text) else text
    for opened in _OPENED.finditer(text):
        closing = "-->" if opened["name"] is None else f"</{opened['name'].lower()}"
        if opened.start() < done or closing in unclosed:
            continue
        end = lower.find(closing, opened.end())
        if end < 0:
            unclosed.add(closing)
            continue
        end += len(closing)
        end += text.startswith(">", end)
        pieces += (text[done : opened.start()], " " * (end - opened.start()))
        done = end
    return "".join((*pieces, text[done:]))


def _entity(found: re.Match[str]) -> str:
    """Return the character that the entity stands for, then blanks; blanks only for markup and unknown names."""
    character = html.unescape(found[0])
    if len(character) != 1 or character in "<>&" or not character.isprintable():
        character = " "
    return character.ljust(len(found[0]))


def _unbroken(found: re.Match[str]) -> str:
    run = found[0]
    sample = run[:_LONGEST_WORD]
    if 2 * len(_WRITTEN_WITHOUT_BLANKS.findall(sample)) > len(sample):
        return run
    return " " * len(run)


def clean(text: str) -> str:
    """Return the text with what is no text replaced by spaces, code point by code point.

    The result has the length of the input, so offsets and quotations remain those of the article. Markup, entities,
    invisible characters and unbroken runs of more than 200 characters go; time grows with the length of the text.
    """
    text = text.translate(_LINE_BREAKS)
    if "<" in text:
        text = _TAG.sub(_blank, _without_scripts(text))
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    text = _BLIND.sub(" ", text)
    return _LONG_RUN.sub(_unbroken, text)


def cut(body: str, limit: int) -> tuple[str, bool]:
    """Return the body up to the last sentence end within ``limit`` code points, and whether anything was cut off.

    Where no sentence ends in the last 4,000 code points, the cut is between words, failing that at the limit.
    """
    if len(body) <= limit:
        return body, False
    start = max(0, limit - _SEARCHED)
    ends = [found.end() for found in _SENTENCE_END.finditer(body, start, limit + 1) if found.end() <= limit]
    if ends:
        return body[: ends[-1]], True
    space = max(body.rfind(" ", start, limit), body.rfind("\n", start, limit))
    return body[: space if space > start else limit], True
