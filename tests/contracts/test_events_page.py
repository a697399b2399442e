"""docs/events.md names every word that a rule can ask for."""

from pathlib import Path

import pytest

from tocsin.domain.event import ROLES, SUBTYPES, Counted, EventType, Status

PAGE = (Path(__file__).parents[2] / "docs/events.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", EventType)
def test_a_type_stands_there_with_its_subtypes(kind: EventType) -> None:
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{kind}` |")]
    listed = {word.strip("` ") for word in row.split("|")[3].split(",")} - {""}
    assert listed == SUBTYPES.get(kind, frozenset())


@pytest.mark.parametrize("word", [*Status, *Counted, *ROLES])
def test_a_word_stands_there(word: str) -> None:
    assert f"`{word}`" in PAGE
