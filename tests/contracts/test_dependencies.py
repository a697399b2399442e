"""Each dependency has its reason, and each import its dependency."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")


def dependencies() -> list[str]:
    found = (re.match(r"[A-Za-z0-9_.-]+", line) for line in PROJECT["dependencies"])
    return [name[0].lower() for name in found if name]


def test_each_dependency_has_its_reason_in_the_plan_of_the_house():
    table = PAGE.partition("## Dependencies")[2]
    missing = [name for name in dependencies() if name not in table]

    assert missing == []


def test_the_plan_names_no_dependency_that_is_gone():
    rows = re.findall(r"^\| ([a-z][^|]*) \|", PAGE.partition("## Dependencies")[2], re.MULTILINE)
    named = [name for row in rows if not row.startswith("package") for name in re.findall(r"[a-z][a-z0-9-]+", row)]

    assert [name for name in named if name not in dependencies()] == []
