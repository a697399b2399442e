from pathlib import Path

import pytest
from pydantic import Field

from tocsin import declarations
from tocsin.domain.base import Handwritten
from tocsin.domain.errors import DeclarationError


class Inner(Handwritten):
    lemma: str
    minimum: int = 0


class Outer(Handwritten):
    id: str
    match: tuple[Inner, ...] = ()
    words: tuple[str, ...] = Field(default=())


def faults_of(text: str | bytes, folder: Path) -> list[str]:
    path = folder / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(DeclarationError) as caught:
        declarations.load(path, Outer, shown_as="file.yaml")
    return [str(fault) for fault in caught.value.faults]


def test_a_right_file_becomes_its_model(tmp_path):
    (tmp_path / "a.yaml").write_text("id: a\nmatch:\n  - lemma: strike\n")

    assert declarations.load(tmp_path / "a.yaml", Outer) == Outer(id="a", match=(Inner(lemma="strike"),))


def test_an_unknown_key_is_located_and_the_right_one_suggested(tmp_path):
    assert faults_of("id: a\nmatch:\n  - lema: strike\n    lemma: x\n", tmp_path) == [
        "file.yaml:3:5 match.0.lema: unknown key; did you mean lemma?"
    ]


def test_every_fault_of_a_file_is_reported_at_once(tmp_path):
    faults = faults_of("match:\n  - lemma: 3\n    minimum: many\nwrods: []\n", tmp_path)

    assert [fault.split(" ")[0] for fault in faults] == [
        "file.yaml:1:1",
        "file.yaml:2:12",
        "file.yaml:3:14",
        "file.yaml:4:1",
    ]
    assert "id: is missing" in faults[0]
    assert "did you mean words?" in faults[3]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "file.yaml:1:1 is empty"),
        ("a: [1\n", "file.yaml:1:4 is no YAML: a list in [ ] is not closed"),
        (b"id: \xff\xfe\n", "file.yaml:1:1 is not UTF-8"),
        ("id: a\nid: b\n", "file.yaml:2:1 key 'id' stands twice"),
        ("? [a, b]\n: c\n", "file.yaml:1:3 a key must be a plain word"),
        ("- a\n- b\n", "file.yaml:1:1 the file: must be keys with values"),
        (
            "id: !!python/object/apply:os.system [ls]\n",
            "file.yaml:1:5 the tag !!python/object/apply:os.system",
        ),
        ("[" * 5000, "file.yaml:1:1001 is no YAML: lists and mappings are nested too deeply"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(tmp_path, content, fault):
    assert faults_of(content, tmp_path)[0].startswith(fault)


def test_a_missing_file_is_a_fault_not_a_crash(tmp_path):
    with pytest.raises(DeclarationError, match="cannot be read: No such file"):
        declarations.load(tmp_path / "none.yaml", Outer)


def test_the_faults_of_all_files_are_reported_together(tmp_path):
    (tmp_path / "a.yaml").write_text("nope: 1\n")
    (tmp_path / "b.yaml").write_text("id: [1]\n")

    with pytest.raises(DeclarationError) as caught:
        declarations.load_all(sorted(tmp_path.glob("*.yaml")), Outer)

    assert {Path(fault.path).name for fault in caught.value.faults} == {"a.yaml", "b.yaml"}
