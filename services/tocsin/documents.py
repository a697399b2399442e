"""YAML text -> nodes that know where they stand. Only the part of YAML that says what it seems to say.

What is left out is a fault at its place: anchors and aliases (ten lines of them can stand for a billion values), tags,
merge keys, a second document, a key twice, characters that cannot be seen. Words are what they look like: of the many
spellings of a truth value only true and false are, so that NO stays Norway, and a day or a time stays text.
"""

import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from tocsin.domain.errors import DeclarationError, Fault
from tocsin.no_yaml import explained

DEEPEST = 32
"""Lists and mappings inside each other; a rule that nests as deep as it may needs half of that."""
MOST_DIGITS = 18
"""Of a number: what is counted in news stays below."""

# libyaml is ten times faster; where PyYAML was built without it, the same events come from Python.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# C0 and C1 controls, and what changes or splits words without being seen: zero widths, marks of direction.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_MOST_UNSEEN = 9  # told of one text; each costs a look at all that stands before it
# Backslashes before it stand for themselves, two for one.
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})")
_INTEGER = re.compile(r"[-+]?[0-9](?:_?[0-9])*")
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*)?\.?[0-9]+(?:[eE][-+]?[0-9]{1,3})?|[-+]?[0-9][0-9_]*\.")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INFINITE = float("inf")
_OR_QUOTES = "write the value out, and a text that begins with {} in quotes"
_LONGEST_FLOAT = 40  # characters; trying the pattern on a megabyte of digits would take minutes


@dataclass(slots=True)
class Node:
    """A value and where it stands; line and column count from 1.

    ``value`` is None, bool, int, float, str, or a dict or list of such; ``written`` is a scalar's text as YAML reads
    it. ``parts`` are the nodes of a mapping by key or of a list by number, ``keys`` those of the keys themselves.
    """

    line: int
    column: int
    value: Any = None
    written: str = ""
    parts: "dict[str | int, Node]" = field(default_factory=dict)
    keys: "dict[str, Node]" = field(default_factory=dict)


def compose(text: str, name: str, loader: Any = _LOADER) -> Node:
    """Return the root of the one document in a text; ``name`` stands for the path in faults.

    ``loader`` is the loader of PyYAML whose events are read.

    Raises:
        DeclarationError: With every fault up to the first that keeps the rest from being read.
    """
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith("{"):  # JSON writes what is beyond U+FFFF as a pair, which YAML does not know
        text = _PAIR.sub(lambda pair: pair[1] + json.loads(f'"{pair[2]}"'), text)
    unseen = [_unseen(name, text, hit) for hit in itertools.islice(_UNSEEN.finditer(text), _MOST_UNSEEN)]
    if unseen:
        raise DeclarationError(unseen)
    composing = _Composing(text, name, loader)
    try:
        root = composing.document()
    finally:
        composing.close()
    if composing.faults:
        raise DeclarationError(composing.faults)
    return root


def unseen_in(text: str) -> str | None:
    """Return the first character of a text that cannot be seen as for instance "U+200B", or None."""
    hit = _UNSEEN.search(text)
    return _code_point(hit[0]) if hit else None


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def _unseen(name: str, text: str, hit: "re.Match[str]") -> Fault:
    before = text[: hit.start()]
    line, column = before.count("\n") + 1, hit.start() - before.rfind("\n")
    return Fault(name, line, column, f"the character {_code_point(hit[0])} stands here and cannot be seen; remove it")


class _Composing:
    """One pass over the events of a text."""

    def __init__(self, text: str, name: str, loader: Any) -> None:
        self._loader = loader(text)
        self._text = text
        self._name = name
        self._anchors: set[str] = set()
        self.faults: list[Fault] = []

    def close(self) -> None:
        """Let go of what the parser holds."""
        self._loader.dispose()

    def document(self) -> Node:
        """Return the root; notes what is wrong and raises where nothing after it can be read."""
        self._next()
        opening = self._next()
        if isinstance(opening, yaml.StreamEndEvent):
            raise DeclarationError([Fault(self._name, 1, 1, "is empty")])
        root = self._node(self._next(), 0)
        self._next()
        more = self._next()
        if not isinstance(more, yaml.StreamEndEvent):
            self._fault(more, "a second document begins here; keep one to a file")
        elif root.value is None and not self.faults:
            raise DeclarationError([Fault(self._name, 1, 1, "is empty")])
        return root

    def _next(self) -> Any:
        try:
            return self._loader.get_event()
        except yaml.MarkedYAMLError as error:
            raise DeclarationError([*self.faults, self._unreadable(error)]) from error
        except yaml.YAMLError as error:
            raise DeclarationError([*self.faults, Fault(self._name, 1, 1, f"is no YAML: {error}")]) from error

    def _unreadable(self, error: yaml.MarkedYAMLError) -> Fault:
        (line, column), message = explained(error, self._text)
        return Fault(self._name, line, column, f"is no YAML: {message}")

    def _fault(self, event: Any, message: str) -> None:
        self.faults.append(Fault(self._name, event.start_mark.line + 1, event.start_mark.column + 1, message))

    def _node(self, event: Any, depth: int) -> Node:
        node = Node(event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                self._fault(event, f"the alias *{event.anchor} is not read; {_OR_QUOTES.format('*')}")
            return node
        if event.anchor is not None:
            self._anchors.add(event.anchor)
            self._fault(event, f"the anchor &{event.anchor} is not read; {_OR_QUOTES.format('&')}")
        if event.tag is not None:
            self._fault(event, f"the tag {_short_tag(event.tag)} is not read; {_OR_QUOTES.format('!')}")
        if isinstance(event, yaml.ScalarEvent):
            node.written = event.value
            if event.style == '"' and (unseen := unseen_in(event.value)):
                self._fault(event, f"stands for the character {unseen}, which cannot be seen; remove it")
            node.value = self._scalar(event) if event.implicit[0] else event.value
            return node
        if depth == DEEPEST:
            self._fault(event, f"is nested more than {DEEPEST} deep")
            raise DeclarationError(self.faults)
        fill: Callable[[Node, int], None] = self._list if isinstance(event, yaml.SequenceStartEvent) else self._mapping
        fill(node, depth + 1)
        return node

    def _list(self, node: Node, depth: int) -> None:
        node.value = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            part = self._node(event, depth)
            node.parts[len(node.value)] = part
            node.value.append(part.value)

    def _mapping(self, node: Node, depth: int) -> None:
        node.value = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth)
            part = self._node(self._next(), depth)
            if not isinstance(event, yaml.ScalarEvent):
                if not isinstance(event, yaml.AliasEvent):
                    self._fault(event, "a key must be a plain word")
            elif key.written == "<<":
                self._fault(event, "the merge key << is not read; write the keys out")
            elif key.written in node.keys:
                first = node.keys[key.written]
                said = f"key {key.written!r} stands twice, first at {first.line}:{first.column}; keep one"
                self._fault(event, said)
            else:
                node.keys[key.written] = key
                node.parts[key.written] = part
                node.value[key.written] = part.value

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        """Return what plain text stands for; what is no word of YAML and no number stays text."""
        text = event.value
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in "+-.0123456789":
            return text
        if _INTEGER.fullmatch(text):
            digits = text.replace("_", "")
            if len(digits.lstrip("+-")) <= MOST_DIGITS:
                return int(digits)
            self._fault(event, f"a number of {len(digits.lstrip('+-')):,} digits; the limit is {MOST_DIGITS}")
            return 0
        if len(text) <= _LONGEST_FLOAT and _FLOAT.fullmatch(text):
            number = float(text.replace("_", ""))
            return text if abs(number) == _INFINITE else number
        return text


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
