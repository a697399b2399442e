"""Text -> nodes: whatever the text is, there is an answer or a fault, and the same of both parsers of PyYAML."""

import json
import math
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from tocsin.documents import Node, compose
from tocsin.domain.errors import DeclarationError

RULES = sorted((Path(__file__).parents[2] / "rules").glob("*/*.yaml"))
YAML_LIKE = st.text(alphabet="ab:-?&*!<>|'\"#%@`{}[],\n\t \\0.1e_~\u200b\ud83d", max_size=60)
SEEN = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12)
JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(-1e6, 1e6) | SEEN,
    lambda inside: (
        st.lists(inside, max_size=4) | st.dictionaries(SEEN.filter(lambda key: key != "<<"), inside, max_size=4)
    ),
    max_leaves=12,
)


@given(YAML_LIKE)
def test_any_text_gives_nodes_or_a_fault_with_its_place(text: str) -> None:
    assert answer(text)
    assert all(place >= (1, 1) for place in answer(text))


def answer(text: str) -> list[tuple[int, int]]:
    """Where the root stands, or the faults."""
    try:
        node = compose(text, "file")
    except DeclarationError as error:
        return [(fault.line, fault.column) for fault in error.faults]
    return [place(node)]


@given(YAML_LIKE)
def test_any_text_gives_an_answer_where_there_is_no_libyaml(text: str) -> None:
    with suppress(DeclarationError):
        compose(text, "file", yaml.SafeLoader)


@given(JSON_LIKE)
@example("\\\U00010000")  # a backslash before what JSON writes as a pair
def test_json_is_read_as_it_is(value: Any) -> None:
    for only_ascii in (True, False):
        text = json.dumps({"value": value}, ensure_ascii=only_ascii)
        assert same(compose(text, "file").value["value"], value)


def same(one: Any, other: Any) -> bool:
    """Are two values equal, where a float may have lost its last digit?"""
    if isinstance(one, float | int) and isinstance(other, float):
        return math.isclose(one, other)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


@pytest.mark.parametrize("path", RULES, ids=[path.stem for path in RULES])
def test_both_parsers_give_the_same_nodes_at_the_same_places(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert compose(text, "file", yaml.CSafeLoader) == compose(text, "file", yaml.SafeLoader)


@pytest.mark.parametrize(
    "text",
    [
        "a: &b c\n",
        "a: *b\n",
        "<<: a\n",
        "a: !b c\n",
        "a: 1\na: 2\n",
        "a\n---\nb\n",
        "- " * 99,
        "a: [",
        "a: 'b",
        "a:\n\tb",
        "",
    ],
)
def test_both_parsers_refuse_the_same(text: str) -> None:
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        with pytest.raises(DeclarationError):
            compose(text, "file", loader)


def test_a_node_knows_its_place_and_those_of_its_parts() -> None:
    root = compose("é: [x,\n  y]\nb: {c: 'd'}\n", "file")
    assert place(root.parts["é"].parts[1]) == (2, 3)
    assert place(root.parts["b"].parts["c"]) == (3, 8)
    assert place(root.parts["b"].keys["c"]) == (3, 5)


def place(node: Node) -> tuple[int, int]:
    return node.line, node.column


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("NO", "NO"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2026-02-06", "2026-02-06"),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        ("0x1F", "0x1F"),
        ("007", 7),
        ("1_000", 1000),
        ("-3", -3),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("TRUE", True),
        ("~", None),
        ("'1'", "1"),
        ('"true"', "true"),
    ],
)
def test_a_scalar_is_what_it_looks_like(written: str, value: object) -> None:
    node = compose(f"a: {written}", "file")
    assert node.value == {"a": value}
    assert type(node.value["a"]) is type(value)
