"""The house rules that a tool can keep: sizes, first sentences, names, and nothing of one machine in a file."""

import ast
import re
from pathlib import Path

import pytest

from tests.contracts import repository

SOURCE = repository.ROOT / "services/tocsin"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.stat().st_size)
LONGEST_FILE, LONGEST_FUNCTION = 300, 60  # lines


def name(path: Path) -> str:
    return str(path.relative_to(repository.ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_opens_with_what_it_is_and_stays_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "no docstring"
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


def test_test_files_stay_short_too() -> None:
    tests = (repository.ROOT / "tests").rglob("*.py")
    assert [name(path) for path in tests if len(path.read_text().splitlines()) > LONGEST_FILE] == []


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "common", "misc", "core"}
    assert [name(path) for path in MODULES if path.stem in drawers or path.parent.name in drawers] == []


def test_unit_tests_lie_where_their_modules_lie() -> None:
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    tested = {path.name for path in (repository.ROOT / "tests/unit").iterdir() if path.is_dir()} - {"__pycache__"}
    assert tested <= rooms


def test_no_test_patches_or_mocks() -> None:
    patching = re.compile(r"unittest\.mock|import mock|MagicMock|\bmonkeypatch\.setattr")
    for path in (repository.ROOT / "tests").rglob("*.py"):
        if path != Path(__file__):
            assert not patching.search(path.read_text()), name(path)


def test_no_file_tells_where_it_was_made() -> None:
    """No path of somebody's machine and no host of a package registry: they would be wrong for everybody else."""
    machine = re.compile(r"/(?:root|home|Users)/\w+/|/work/")
    registry = re.compile(r"//(?:files\.)?pypi|pythonhosted\.org|//repo\.maven|registry\.npmjs")
    for path, text in repository.tracked_text():
        if path != name(Path(__file__)):
            assert not machine.search(text), path
            assert not registry.search(text), path


def test_links_between_documents_lead_somewhere() -> None:
    for document in (path for path in repository.tracked() if path.suffix == ".md"):
        for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", document.read_text()):
            assert (document.parent / target).exists(), f"{name(document)}: {target}"


def test_the_licence_is_whole_and_the_notice_names_the_project() -> None:
    licence = repository.text("LICENSE")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert repository.text("NOTICE").startswith("Tocsin\n")
