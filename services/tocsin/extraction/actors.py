"""Text -> the states, organisations, groups and persons in it, with their codes."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["state", "organisation", "group", "person", "capital"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One actor in the text, at ``[start, end)`` in code points.

    ``code`` is the ISO 3166 alpha-3 code of a state or the short canonical name of an organisation or group.
    ``kind`` "capital" is a capital or a seat of government: an actor ("Moscow says") or only a place ("in Moscow").
    ``name`` is the person, organisation or group as the ``names`` of an event give it; None for states.
    """

    start: int
    end: int
    text: str
    code: str
    kind: Kind
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a person, at ``[start, end)`` in code points."""

    start: int
    end: int
    text: str


def find_actors(text: str) -> tuple[Mention, ...]:
    """Return the actors with a known code, in order, without overlaps; the longest name wins."""
    return ()


def find_names(text: str) -> tuple[Name, ...]:
    """Return the names of persons, whoever they act for, in order, without overlaps."""
    return ()
