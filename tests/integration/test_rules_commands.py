"""``tocsin rules put``, ``list`` and ``remove`` on a real broker."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.harness import Line, eventually
from tests.integration.test_rules_at_run_time import Rehearsal, a_rule
from tocsin.kafka.codec import decode
from tocsin.matching.rule import SubscriberRule

pytestmark = pytest.mark.kafka


@pytest.fixture
def rehearsal(line: Line) -> Rehearsal:
    return Rehearsal(line)


def written(folder: Path, name: str, **given: Any) -> str:
    """A file with a rule as a subscriber would write it, YAML or JSON by its name."""
    path = folder / name
    rule = a_rule(path.stem) | given
    path.write_text(json.dumps(rule) if path.suffix == ".json" else yaml.safe_dump(rule))
    return str(path)


def messages(rehearsal: Rehearsal) -> list[tuple[str, bytes | None]]:
    records = rehearsal.line.consume_all(rehearsal.line.topics.rules)
    return [(record.key.decode(), record.value) for record in records]


def test_what_is_put_rings_and_what_is_removed_is_silent_in_a_detector_that_runs(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    rehearsal.start()
    files = written(tmp_path, "made.yaml"), written(tmp_path, "other.json", tags=["desk"])
    assert rehearsal.tocsin("rules", "put", *files) == (0, "Put made.\nPut other.\n")
    rehearsal.wait_until_rung("from-file", "made", "other")
    assert rehearsal.tocsin("rules", "remove", "made", "other") == (0, "Removed made.\nRemoved other.\n")
    rehearsal.wait_until_rung("from-file")


def test_a_rule_is_put_whole_under_its_id(rehearsal: Rehearsal, tmp_path: Path) -> None:
    given: dict[str, Any] = {"match": {"any": [{"type": "attack"}, {"keywords": "raid"}]}, "expires": "2099-12-31"}
    assert rehearsal.tocsin("rules", "put", written(tmp_path, "made.yaml", **given))[0] == 0
    ((key, value),) = messages(rehearsal)
    assert key == "made"
    assert decode(value, SubscriberRule) == SubscriberRule.model_validate(a_rule("made", **given))


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"titel": "T"}, r"second.yaml:7:1 titel: unknown key; did you mean title?"),
    ({"when": "true"}, "when: is for rules in files only; say it with match:"),
    (
        {"match": {"keywords": [f"word{number}" for number in range(5_000)]}},
        "match has 5,000 keywords and places; the limit for a subscriber's rule is 500",
    ),
    ({"id": "first"}, "second.yaml:1:5 id: 'first' stands in another of these files too"),
]


@pytest.mark.parametrize(("given", "said"), FAULTS, ids=["key", "when", "keywords", "twice"])
def test_a_fault_is_told_with_its_place_and_nothing_is_put(
    rehearsal: Rehearsal, tmp_path: Path, given: dict[str, Any], said: str
) -> None:
    first = written(tmp_path, "first.yaml")
    second = tmp_path / "second.yaml"
    second.write_text(yaml.safe_dump(a_rule("second") | given, sort_keys=False))
    status, output = rehearsal.tocsin("rules", "put", first, str(second))
    assert status == 2
    assert said in output
    assert "1 fault" in output or "2 faults" in output
    assert messages(rehearsal) == []


def test_a_rule_that_a_file_keeps_silent_is_put_and_that_is_said(rehearsal: Rehearsal, tmp_path: Path) -> None:
    status, output = rehearsal.tocsin("rules", "put", written(tmp_path, "from-file.yaml"))
    assert status == 0
    assert output.startswith("Put from-file. But ")
    assert output.endswith("from-file.yaml has the same id, and a file goes first.\n")


def test_an_id_that_is_not_there_is_said_and_the_others_are_removed(rehearsal: Rehearsal) -> None:
    rehearsal.put("made")
    rehearsal.send("bad", b"no rule")
    status, output = rehearsal.tocsin("rules", "remove", "maid", "made", "bad", "from-file")
    assert status == 1
    assert "Removed made.\nRemoved bad.\n" in output
    assert "no rule 'maid' was made at run time; did you mean made?" in output
    assert "no rule 'from-file' was made at run time; it lives in " in output
    assert messages(rehearsal)[-2:] == [("made", None), ("bad", None)]
    assert rehearsal.tocsin("rules", "remove", "made")[0] == 1


def test_the_list_says_of_every_rule_where_it_lives_and_whether_it_rings(rehearsal: Rehearsal) -> None:
    rehearsal.save("idle", enabled=False)
    rehearsal.put("made", title="[red]Not markup[/red]")
    rehearsal.put("old", expires="2020-01-01")
    rehearsal.put("from-file")
    rehearsal.put("gone")
    rehearsal.send("gone", None)
    rehearsal.send("bad", b"no rule")
    status, output = rehearsal.tocsin("rules", "list", "--json")
    assert status == 0
    rows = [json.loads(line) for line in output.splitlines()]
    file = str(rehearsal.folder / "desk" / "from-file.yaml")
    assert [(row["id"], row["place"], row["state"]) for row in rows] == [
        ("bad", "topic", "no rule: not JSON: line 1 column 2"),
        ("from-file", file, "in force"),
        ("from-file", "topic", f"silent: {file} goes first"),
        ("idle", str(rehearsal.folder / "desk" / "idle.yaml"), "switched off"),
        ("made", "topic", "in force"),
        ("old", "topic", "expired"),
    ]
    status, table = rehearsal.tocsin("rules", "list")
    assert (status, "[red]Not markup[/red]" in table) == (0, True), table
    assert "6 rules, 2 in force." in table


def test_the_list_shows_the_topic_and_the_faults_when_files_are_broken(rehearsal: Rehearsal) -> None:
    rehearsal.put("made")
    rehearsal.save("broken", severity="shrill")
    status, output = rehearsal.tocsin("rules", "list")
    assert status == 1
    assert "made" in output
    assert "broken.yaml:" in output


def test_dead_letters_of_rules_are_listed_with_their_reason(rehearsal: Rehearsal) -> None:
    rehearsal.send("made", b"no rule")
    rehearsal.start()
    eventually(lambda: rehearsal.line.consume_all(rehearsal.line.topics.rules_dead_letters))
    status, output = rehearsal.tocsin("dead-letters", "list", "rules")
    assert (status, "1 dead letter." in output) == (0, True), output
    assert "not JSON: line 1 column 2" in output


def test_a_subscription_may_ask_for_a_rule_made_at_run_time_and_for_none_that_is_nowhere(rehearsal: Rehearsal) -> None:
    rehearsal.put("made")
    settings = {"rules_directory": rehearsal.folder, "database_url": f"sqlite:///{rehearsal.line.folder}/base"}

    def add(rules: str) -> tuple[int, str]:
        command = ["tocsin", "subscriptions", "add", "webhook", "https://hooks.example/x", "--rules", rules]
        running = rehearsal.line.start_process(command, **settings)
        return running.wait(), running.output

    status, output = add("maid,from-file")
    assert (status, "there is no rule 'maid'; did you mean made?" in output) == (2, True), output
    status, output = add("made,from-file")
    assert (status, "rules made, from-file." in output) == (0, True), output
