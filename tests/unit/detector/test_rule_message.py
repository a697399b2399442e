"""A message of the topic of rules is a rule, the end of one, or neither, and then it says why."""

import json
from typing import Any

import pytest

from tocsin.detector.rule_message import rule_id_of, rule_in, why_no_rule
from tocsin.domain.errors import BadMessage
from tocsin.kafka.codec import encode
from tocsin.matching.rule import SubscriberRule


def a_rule(**given: Any) -> dict[str, Any]:
    return {"id": "a", "title": "T", "severity": "low", "why": "W", "match": {"type": "attack"}} | given


def raw(**given: Any) -> bytes:
    return json.dumps(a_rule(**given)).encode()


def test_a_rule_under_its_id_is_that_rule() -> None:
    assert rule_in(b"a", raw()) == SubscriberRule.model_validate(a_rule())


def test_what_we_write_is_read_as_the_same_rule() -> None:
    match = {"any": [{"type": "attack", "status": "planned"}, {"counts": {"what": "killed", "max": 3}}]}
    rule = SubscriberRule.model_validate(a_rule(match=match, expires="2027-01-31", enabled=False, tags=["x"]))
    assert rule_in(b"a", encode(rule)) == rule


def test_no_value_is_the_end_of_the_rule_under_the_key_whatever_the_key() -> None:
    assert rule_in(b"a", None) is None
    assert rule_in(b"\xff", None) is None


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        (None, raw(), "has no key; the rule's id is right"),
        (None, None, "has no key; the rule's id is right"),
        (b"b", raw(), "the key is not the rule's id, a"),
        (b"\xff", raw(), "the key is not the rule's id, a"),
        (b"a", b"", "empty"),
        (b"a", b"[]", "another shape: a JSON object is right"),
        (b"a", raw(severity="shrill"), "severity: "),
        (b"a", raw(when="true"), "when: is for rules in files only"),
        (b"a", raw(title="A\0B"), "title: has the character U+0000, which cannot be seen; remove it"),
        (b"a", raw(why="so \u202e it is"), "why: has the character U+202E, which cannot be seen; remove it"),
        (
            b"a",
            raw(match={"keywords": [f"w{n}" for n in range(5_000)]}),
            "match has 5,000 keywords and places",
        ),
        (b"a", raw(match={"places": ["x"] * 300, "keywords": ["y"] * 201}), "match has 501 keywords and places"),
        (b"a", raw(match={"any": [{"type": "attack"}] * 51}), "match has 51 nested conditions; the limit"),
    ],
)
def test_what_is_neither_says_why(key: bytes | None, value: bytes | None, said: str) -> None:
    reason = why_no_rule(key, value)
    assert reason is not None
    assert said in reason
    with pytest.raises(BadMessage):
        rule_in(key, value)


def test_a_key_that_is_no_text_is_the_id_of_no_rule() -> None:
    assert rule_id_of(b"port-strike") == "port-strike"
    with pytest.raises(ValueError, match="id"):
        SubscriberRule.model_validate(a_rule(id=rule_id_of(b"\xff")))
