"""Expected and found events of one article -> pairs, and for each pair the fields in which they differ."""

from dataclasses import dataclass
from typing import Any

Events = list[dict[str, Any]]
FIELDS = ("type", "subtype", "status", "background", "by", "to", "with", "via", "counts", "place", "country", "date")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was expected and found, side by side; what was expected and missed; what nobody expected."""

    pairs: tuple[tuple[dict[str, Any], dict[str, Any]], ...]
    missed: tuple[dict[str, Any], ...]
    surplus: tuple[dict[str, Any], ...]

    @property
    def differences(self) -> list[str]:
        """Every wrong field, missed and surplus event, in words for the person who reads the test's failure."""
        lines = [
            f"{wanted['trigger']!r} {field}: expected {_plain(wanted, field)}, found {_plain(found, field)}"
            for wanted, found in self.pairs
            for field in FIELDS
            if _plain(wanted, field) != _plain(found, field)
        ]
        lines += [f"missed: {event['type']} {event['trigger']!r}" for event in self.missed]
        return lines + [f"not expected: {event['type']} {event['trigger']!r}" for event in self.surplus]


def compare(expected: Events, found: Events, text: str) -> Comparison:
    """Pair events of one type whose evidence overlaps, those that agree in most fields first."""
    likeness = [
        (_alike(wanted, got), i, j)
        for i, wanted in enumerate(expected)
        for j, got in enumerate(found)
        if wanted["type"] == got["type"] and _characters(wanted, text) & _characters(got, text)
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(likeness, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return Comparison(
        tuple((expected[i], found[j]) for i, j in sorted(pairs.items())),
        tuple(event for i, event in enumerate(expected) if i not in pairs),
        tuple(event for j, event in enumerate(found) if j not in pairs.values()),
    )


def _alike(wanted: dict[str, Any], got: dict[str, Any]) -> int:
    same = sum(_plain(wanted, field) == _plain(got, field) for field in FIELDS)
    return 2 * same + (wanted["evidence"][0] == got["evidence"][0])


def _characters(event: dict[str, Any], text: str) -> set[int]:
    found: set[int] = set()
    for sentence in event["evidence"]:
        at = text.find(sentence)
        found.update(range(at, at + len(sentence)) if at >= 0 else ())
    return found


def _plain(event: dict[str, Any], field: str) -> Any:
    """A field so that order does not matter where it has no meaning."""
    value = event.get(field)
    if field == "counts":
        return sorted((count["what"], str(count["n"]), str(count.get("of"))) for count in value or ())
    return sorted(value or ()) if field in ("by", "to", "with", "via") else value
