"""Files of rules that change: noticed, taken whole or not at all, told once."""

from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from tocsin.detector.rule_files import MOST_FAULTS_SAID, FilesWatch, RuleFiles
from tocsin.matching.live_rules import LiveRules

Logs = list[MutableMapping[str, Any]]


class Desk:
    """A folder of rules, what is in force of it, and what was said."""

    def __init__(self, folder: Path, logs: Logs) -> None:
        self.folder = folder
        self.logs = logs
        self.write("a")
        files = RuleFiles(folder)
        self.live = LiveRules(files.load())
        self.watch = FilesWatch(files, self.live)

    def write(self, name: str, title: str = "T", *, more: str = "") -> Path:
        path = self.folder / f"{name}.yaml"
        path.write_text(
            f"id: {name}\ntitle: {title}\nseverity: low\nwhy: W\nmatch: {{type: attack}}\n"
            f"examples: {{raises: [A bomb went off.], silent: [Nothing did.]}}\n{more}"
        )
        return path

    def said(self, event: str) -> Logs:
        return [line for line in self.logs if line["event"] == event]

    @property
    def in_force(self) -> dict[str, str]:
        return {rule.id: rule.title for rule in self.live.rules}


def failed() -> float | None:
    return REGISTRY.get_sample_value("tocsin_rules_reload_failed")


def reloads(outcome: str) -> float:
    return REGISTRY.get_sample_value("tocsin_rules_reloads_total", {"outcome": outcome}) or 0.0


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with capture_logs() as logs:
        yield Desk(tmp_path, logs)


async def test_nothing_is_loaded_where_nothing_has_changed(desk: Desk) -> None:
    before = reloads("loaded")
    await desk.watch.look()
    assert reloads("loaded") == before
    assert desk.logs == []


async def test_a_file_that_comes_changes_or_goes_is_taken(desk: Desk) -> None:
    added = desk.write("b")
    await desk.watch.look()
    assert desk.in_force == {"a": "T", "b": "T"}
    desk.write("b", title="Longer")
    await desk.watch.look()
    assert desk.in_force == {"a": "T", "b": "Longer"}
    added.unlink()
    await desk.watch.look()
    assert desk.in_force == {"a": "T"}
    assert [(line["added"], line["removed"]) for line in desk.said("rules_changed")] == [(1, 0), (1, 1), (0, 1)]


async def test_a_broken_file_keeps_all_that_was_and_is_told_once(desk: Desk) -> None:
    before = reloads("failed")
    desk.write("b", more="titel: X\n")
    desk.write("a", title="Changed meanwhile")
    for _ in range(3):
        await desk.watch.look()
    assert desk.in_force == {"a": "T"}
    assert failed() == 1
    assert reloads("failed") == before + 1
    (fault,) = desk.said("rule_file_fault")
    assert "b.yaml:7:1 titel: unknown key; did you mean title?" in fault["fault"]
    assert [(line["faults"], line["kept"]) for line in desk.said("rules_reload_failed")] == [(1, 1)]
    desk.write("b")
    await desk.watch.look()
    assert desk.in_force == {"a": "Changed meanwhile", "b": "T"}
    assert failed() == 0


async def test_a_file_that_is_broken_otherwise_is_told_again(desk: Desk) -> None:
    desk.write("b", more="titel: X\n")
    await desk.watch.look()
    desk.write("b", more="severty: low\n")
    await desk.watch.look()
    assert len(desk.said("rule_file_fault")) == 2


async def test_a_misnamed_file_is_a_fault_until_it_goes(desk: Desk) -> None:
    misnamed = desk.folder / "b.yml"
    misnamed.write_text("id: b\n")
    await desk.watch.look()
    assert failed() == 1
    misnamed.unlink()
    await desk.watch.look()
    assert failed() == 0


async def test_an_empty_or_missing_folder_keeps_all_that_was(desk: Desk) -> None:
    (desk.folder / "a.yaml").unlink()
    await desk.watch.look()
    assert (desk.in_force, failed()) == ({"a": "T"}, 1)
    desk.folder.rename(desk.folder.with_name("away"))
    for _ in range(3):
        await desk.watch.look()
    assert (desk.in_force, failed()) == ({"a": "T"}, 1)
    assert len(desk.said("rules_reload_failed")) == 2


async def test_of_very_many_faults_the_first_are_told_and_their_number(desk: Desk) -> None:
    for number in range(MOST_FAULTS_SAID + 10):
        desk.write(f"bad-{number}", more="titel: X\n")
    await desk.watch.look()
    assert len(desk.said("rule_file_fault")) == MOST_FAULTS_SAID
    assert desk.said("rules_reload_failed")[0]["faults"] == MOST_FAULTS_SAID + 10
