from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.builders import a_page, an_event
from tests.unit.matching.test_rulebook import a_rule, write
from tocsin.domain.errors import DeclarationError
from tocsin.matching.rule_files import load_rulebook
from tocsin.matching.rulebook import RuleBook
from tocsin.matching.schema import rule_schema


@pytest.mark.parametrize("rate", [1, 10, 1000])
def test_a_rate_travels_with_the_rule_that_rang(rate: int) -> None:
    (rung,) = RuleBook.from_rules([a_rule(rate=rate)]).rung_by(an_event(), a_page())
    assert rung.rate == rate


def test_a_rule_without_a_rate_has_no_limit() -> None:
    (rung,) = RuleBook.from_rules([a_rule()]).rung_by(an_event(), a_page())
    assert rung.rate is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0", "cannot be 0; write a whole number from 1 to 1,000, or leave the key out for no limit"),
        ("-3", "cannot be -3; write a whole number from 1 to 1,000"),
        ("1001", "is in alerts an hour and cannot be 1,001; write a whole number from 1 to 1,000"),
        ("1_000_000_000", "is in alerts an hour and cannot be 1,000,000,000; write"),
        ("1.0e+9", "is in alerts an hour and cannot be 1000000000.0; write"),
        ("2.5", "is in alerts an hour and cannot be 2.5; write"),
        ("ten", "is in alerts an hour and cannot be 'ten'; write"),
        ("'10'", "is in alerts an hour and cannot be '10'; write"),
        ("10/h", "is in alerts an hour and cannot be '10/h'; write"),
        ("true", "is in alerts an hour and cannot be True; write"),
        ("[10]", "is in alerts an hour and cannot be [10]; write"),
        ("", "has no value; give one or leave the key out"),
    ],
)
def test_a_wrong_rate_is_told_with_its_place_and_what_would_be_right(tmp_path: Path, written: str, said: str) -> None:
    write(tmp_path, "any-attack.yaml", rate=written)
    with pytest.raises(DeclarationError) as caught:
        load_rulebook(tmp_path)
    (fault,) = caught.value.faults
    assert fault.message.startswith(f"rate: {said}")
    assert fault.line == 6


@pytest.mark.parametrize("rate", [0, -1, 1001, 2.5, "10", None, True])
def test_the_schema_refuses_the_same(rate: Any) -> None:
    schema = {"properties": {"rate": rule_schema()["properties"]["rate"]}}
    jsonschema.Draft7Validator(schema).validate({"rate": 10})
    assert not jsonschema.Draft7Validator(schema).is_valid({"rate": rate})
