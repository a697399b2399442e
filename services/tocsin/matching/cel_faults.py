"""What the CEL library says of an expression -> where it is wrong, and what would be right."""

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tocsin.domain.event import Counted, EventType, Status
from tocsin.matching.countries import country_names
from tocsin.matching.values import ALL_SUBTYPES

_PLACE_OF_ERROR = re.compile(r"^(?:.*?ERROR: )?<input>:(\d+):(\d+): (.*)$")
_FUNCTIONS = (
    *("contains", "startsWith", "endsWith", "matches", "size", "has", "all", "exists", "exists_one", "filter", "map"),
    *("int", "double", "string", "timestamp", "duration", "getFullYear", "getMonth", "getDate", "getDayOfWeek"),
    *("getHours", "getMinutes"),
)
_WORDS_OF_OTHERS = {"and": "&&", "or": "||", "not": "!", "AND": "&&", "OR": "||", "NOT": "!", "=": "==", "<>": "!="}
_OTHER_WORD = re.compile(r"(?<![=!<>])=(?!=)|<>|\b(?:and|or|not|AND|OR|NOT)\b")
_TEXT = re.compile(r"""r?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
_QUOTED = r"""["']([^"'\\]*)["']"""
_COMPARED = re.compile(rf"\bevent\.(type|subtype|status|country)\s*[=!]=\s*{_QUOTED}")
_COUNTED = re.compile(rf"\bevent\.counts\[\s*{_QUOTED}\s*\]|{_QUOTED}\s+in\s+event\.counts\b")
_ROLE = re.compile(r"\bevent\.(by|to|with|via)\b")
_VALUES: dict[str, Collection[str]] = {
    "type": [one.value for one in EventType],
    "subtype": ALL_SUBTYPES,
    "status": [one.value for one in Status],
}
_LONGEST_READ = 2_000  # characters; in a longer text, looking for a single word would take too long to be a help
_NUMBERS = {"(double, int)", "(int, double)"}


@dataclass(frozen=True, slots=True)
class ConditionFault:
    """What is wrong in an expression; line and column count from 1 inside it."""

    line: int
    column: int
    message: str


def faults_in(said: str, text: str, names: Collection[str]) -> tuple[ConditionFault, ...]:
    """Return the faults that a refusal of the library tells, one a line; ``names`` are those that can be used."""
    found = [hit for line in said.splitlines() if (hit := _PLACE_OF_ERROR.match(line))]
    if len(text) <= _LONGEST_READ and any(hit[3].startswith("Syntax error") for hit in found):
        other = _word_of_another_language(text)
        if other:
            return (other,)
    faults = tuple(ConditionFault(int(hit[1]), int(hit[2]), _explained(hit[3], names)) for hit in found)
    return faults or (ConditionFault(1, 1, _limit(said.splitlines()[0])),)


def unknown_values(text: str) -> Iterator[ConditionFault]:
    """Yield each text that is compared with a part of an event and never stands there: ``event.type == "atack"``."""
    for hit in _COMPARED.finditer(text):
        part, value = hit[1], hit[2]
        if part == "country":
            if value and value not in country_names():
                yield place_in(text, hit.start(2), f"no country {value!r}; write an alpha-3 code such as UKR")
        elif value not in _VALUES[part] and not (part == "subtype" and value == ""):
            yield place_in(text, hit.start(2), f"no {part} {value!r}; {_near(value, _VALUES[part])}")
    for hit in _COUNTED.finditer(text):
        group = 1 if hit[1] is not None else 2
        if hit[group] not in list(Counted):
            yield place_in(text, hit.start(group), f"no count {hit[group]!r}; {_near(hit[group], list(Counted))}")


def parts_asked(text: str) -> Iterator[tuple[str, str]]:
    """Yield each part of an event that an expression asks for, with the value that it is compared with or "".

    Subtypes, counts and roles: ``("subtype", "drone")``, ``("counts", "killed")``, ``("via", "")``.
    """
    yield from ((hit[1], hit[2]) for hit in _COMPARED.finditer(text) if hit[2])
    yield from (("counts", hit[1] or hit[2]) for hit in _COUNTED.finditer(text))
    yield from ((hit[1], "") for hit in _ROLE.finditer(text))


def place_in(text: str, at: int, message: str) -> ConditionFault:
    """Return the fault at the character ``at`` of the text, which counts from 0."""
    before = text[:at]
    return ConditionFault(before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1, message)


def _word_of_another_language(text: str) -> ConditionFault | None:
    outside = _TEXT.sub(lambda hit: "_" * len(hit[0]), text)
    hit = _OTHER_WORD.search(outside)
    return place_in(text, hit.start(), f"write {_WORDS_OF_OTHERS[hit[0]]}, not {hit[0]}") if hit else None


def _explained(problem: str, names: Collection[str]) -> str:
    problem = problem.removesuffix(" (in container '')")
    unknown = re.match(r"undeclared reference to '([\w.]+)'", problem)
    if unknown:
        return _unknown_name(unknown[1], names)
    overload = re.match(r"found no matching overload for '(?:_(\S+)_|@?(\w+))' applied to '(.*)'", problem)
    if overload is None:
        return problem
    operator, function, kinds = overload.groups()
    if kinds in _NUMBERS:
        return f"a whole number and a decimal do not go with {operator}; write 1.0 for 1, or double(...)"
    return f"{operator or function} does not take {kinds.strip('()')}"


def _unknown_name(name: str, names: Collection[str]) -> str:
    head, _, part = name.partition(".")
    if head == "event" and part in list(Counted):
        return f'unknown name {name}; write event.counts["{part}"]'
    if name in {"event", "article"}:
        return f"{name} alone is nothing; write {name}. and a part of it, without brackets"
    if "." in name:
        return f"unknown name {name}; {_near(name, names)}"
    function = difflib.get_close_matches(name, _FUNCTIONS, n=1)
    if function:
        return f"unknown name {name}; did you mean {function[0]}?"
    return f"unknown name {name}; a text goes in quotes, known names are {', '.join(names)}"


def _near(word: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.75)
    return f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"


def _limit(said: str) -> str:
    if "recursion limit" in said:
        return "is nested too deeply; 32 levels are the limit"
    if "size exceeds" in said:
        return "is too long; 100,000 characters are the limit"
    return said
