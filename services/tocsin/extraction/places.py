"""Text -> the places in it, with their countries."""

from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal["city", "region", "country", "area", "facility"]


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the text, at ``[start, end)`` in code points.

    ``country`` is its ISO 3166 alpha-3 code; None for seas, straits and whatever belongs to several states.
    ``kind``: "area" is a sea, strait, front, or a part of a country such as "southern Lebanon"; "facility" an airport,
    base, crossing, bridge or plant.
    """

    start: int
    end: int
    text: str
    country: str | None
    kind: PlaceKind


def find_places(text: str) -> tuple[Place, ...]:
    """Return the places, in order, without overlaps; the longest name wins."""
    return ()
