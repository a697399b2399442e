from pathlib import Path

import pytest

from tocsin.domain.errors import DeclarationError
from tocsin.matching.rule_files import load_rule

RULE = (
    "id: a\ntitle: An attack\nseverity: low\nwhy: Call the desk.\nmatch: %s\nexamples: {raises: [A.], silent: [B.]}\n"
)


def faults_of(match: str, folder: Path) -> list[str]:
    (folder / "a.yaml").write_text(RULE % match, encoding="utf-8")
    with pytest.raises(DeclarationError) as caught:
        load_rule(folder / "a.yaml")
    return [fault.message for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("match", "fault"),
    [
        (
            "{type: strike}",
            "unknown type 'strike'; write attack, or for a labour strike type: protest, subtype: strike",
        ),
        (
            "{type: air strike}",
            "unknown type 'air strike'; airstrike is a subtype: write type: attack, subtype: airstrike",
        ),
        ("{type: attack, counts: {what: dead}}", "unknown count 'dead'; write killed"),
        ("{type: attack, status: confirmed}", "unknown status 'confirmed'; write happened"),
        (
            "{type: attack, status: any}",
            "unknown status 'any'; write [happened, planned, possible, denied] for all of them",
        ),
        ("{type: attack, country: SDN}", "unknown key; did you mean countries?"),
        ("{counts: {what: killed, min:5}}", "unknown key; a blank is missing after the colon: min: 5"),
    ],
)
def test_a_word_of_the_newsroom_says_what_to_write_instead(tmp_path: Path, match: str, fault: str) -> None:
    assert [said.partition(": ")[2] for said in faults_of(match, tmp_path)] == [fault]
