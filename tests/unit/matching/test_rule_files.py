"""Each file in testdata has one thing wrong, named by the file; its first lines say where and what is reported."""

from pathlib import Path

import pytest

from tocsin.domain.errors import DeclarationError
from tocsin.matching.rule_files import load_rule

TESTDATA = Path(__file__).parent / "testdata"
FILES = sorted(TESTDATA.glob("*.yaml"))


def expected_in(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: ")]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_fault_is_reported_at_its_place_with_what_would_be_right(path: Path) -> None:
    with pytest.raises(DeclarationError) as caught:
        load_rule(path)
    reported = [str(fault).removeprefix(f"{path}:") for fault in caught.value.faults]
    expected = expected_in(path)
    assert len(reported) == len(expected), reported
    for said, wanted in zip(reported, expected, strict=True):
        assert said.startswith(wanted)


def test_there_are_faulty_files_to_try() -> None:
    assert len(FILES) > 40
