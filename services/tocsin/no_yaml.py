"""An error of the YAML parser -> where the mistake most likely is, and what would be right."""

import re

import yaml

_AS_ABOVE = "this line is not indented as the one above it"
# What libyaml and PyYAML say, in part, and what an editor should know. The first that fits is taken.
_EXPLAINED = (
    ("nesting depth", "lists and mappings are nested too deeply"),
    ("escape", "a backslash in double quotes; use single quotes"),
    ("expected ',' or ']'", "a list in [ ] is not closed, or a comma is missing"),
    ("expected ',' or '}'", "a mapping in { } is not closed, or a comma is missing"),
    ("quoted scalar", "the quote that begins here is not closed"),
    ("scanning an alias", "a text that begins with * goes in quotes"),
    ("scanning an anchor", "a text that begins with & goes in quotes"),
    ("parsing a tag", "a text that begins with ! goes in quotes"),
    ("scanning a tag", "a text that begins with ! goes in quotes"),
    ("mapping values are not allowed", "a colon and a blank inside a text; put the whole text in quotes"),
    ("expected ':'", f"a key without a colon and a blank after it, or {_AS_ABOVE}"),
    ("block end", f"{_AS_ABOVE}, or a dash is missing"),
    ("expected '-' indicator", f"{_AS_ABOVE}, or a dash is missing"),
    ("expected key", f"{_AS_ABOVE}, or a colon is missing"),
)
_GOES_ON = ("expected key", "block end", "expected '-' indicator")
_BEGINS = ("[ ]", "{ }", "quote that begins", "key without")
"""Explanations of what went wrong where it began, not where it was noticed."""
_NO_BLANK = re.compile(r"( *)(?:- +)?[\w-]+:[^\s/].*")
_ONLY_A_KEY = re.compile(r"\s*(?:- +)?[\w-]+")


def explained(error: yaml.MarkedYAMLError, text: str) -> tuple[tuple[int, int], str]:
    """Return line and column, which count from 1, and a message."""
    place = _place(error.problem_mark)
    lines = text.split("\n")
    line = lines[place[0] - 1] if place[0] <= len(lines) else ""
    before, here = line[: place[1] - 1], line[place[1] - 1 : place[1]]
    said = f"{error.context or ''}: {error.problem or ''}"
    if here == "\t":
        return place, "a tab stands where blanks must; indent with blanks"
    if "cannot start any token" in said:
        return place, f"a text cannot begin with {here!r}; put the text in quotes"
    above = _NO_BLANK.fullmatch(lines[place[0] - 2].rstrip()) if 1 < place[0] <= len(lines) else None
    if "mapping values are not allowed" in said and above and before.startswith(above[1] or before):
        return (place[0] - 1, len(above[1]) + 1), "a blank is missing after the colon"
    if "mapping values are not allowed" in said and _ONLY_A_KEY.fullmatch(before):
        return (place[0], len(before) - len(before.lstrip()) + 1), _AS_ABOVE
    if any(part in said for part in _GOES_ON) and before.rstrip().endswith(("'", '"')):
        right = "write '' for an apostrophe in single quotes" if "'" in before else "put all of it in single quotes"
        return place, f"the text in quotes ends before this; {right}"
    message = next((message for part, message in _EXPLAINED if part in said), error.problem or "not readable")
    if error.context_mark is not None and any(part in message for part in _BEGINS):
        place = _place(error.context_mark)
    return place, message


def _place(mark: yaml.Mark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
