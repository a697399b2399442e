"""``tocsin topics`` on a real broker."""

import re
from pathlib import Path

import pytest
from kafka.admin import ConfigResource, ConfigResourceType

from tests.integration.harness import Line, Running
from tests.integration.kafka_broker import Broker
from tocsin.kafka import administration, tools
from tocsin.kafka.topics import load_topics

pytestmark = pytest.mark.kafka


@pytest.fixture
def bare(broker: Broker, tmp_path: Path) -> Line:
    """Topics that are declared and not made."""
    return Line(broker.bootstrap, tmp_path, name="bare")


def run(line: Line, *arguments: str) -> tuple[int, str]:
    running: Running = line.start_process(["tocsin", "topics", *arguments])
    return running.wait(), running.output


def declare(line: Line, name: str, **changes: object) -> None:
    """Change the file of a topic."""
    file = line.folder / "topics" / f"{name}.yaml"
    text = file.read_text()
    for key, value in changes.items():
        text, count = re.subn(rf"^{key}: .*$", f"{key}: {value}", text, flags=re.M)
        assert count == 1
    file.write_text(text)


def found(line: Line) -> dict[str, administration.Found]:
    client = tools.admin_client(line.settings)
    try:
        return administration.look(client, load_topics(line.folder / "topics"))
    finally:
        client.close()


def test_check_fails_until_apply_has_made_every_topic_as_declared(bare: Line) -> None:
    status, output = run(bare, "check")
    assert status == 1
    assert output.count("is missing") == len(tuple(bare.topics))
    status, output = run(bare, "apply")
    assert (status, "7 changes made." in output) == (0, True), output
    for topic in bare.topics:
        there = found(bare)[topic.name]
        assert there.partitions == topic.spec.partitions
        assert there.retention == topic.spec.retention
        assert there.max_message_bytes == topic.spec.max_message_bytes
        assert there.cleanup == topic.spec.cleanup
    status, output = run(bare, "check")
    assert (status, "All 7 topics are as declared." in output) == (0, True), output


def test_apply_widens_what_a_file_widens(line: Line) -> None:
    name = line.topics.events.name
    declare(line, name, partitions=14, retention="60d", max_message_bytes=3_000_000)
    status, output = run(line, "apply")
    assert (status, "3 changes made." in output) == (0, True), output
    assert found(line)[name] == administration.Found(
        14, load_topics(line.folder / "topics").events.spec.retention, 3_000_000
    )


def test_apply_never_shrinks_and_says_what_it_keeps(line: Line) -> None:
    name = line.topics.events.name
    before = found(line)[name]
    declare(line, name, partitions=3, retention="1h", max_message_bytes=2_000)
    status, output = run(line, "apply")
    assert status == 0
    assert output.count("kept: broker has more") == 3
    assert "0 changes made." in output
    assert found(line)[name] == before
    assert run(line, "check")[0] == 1


def test_a_retention_for_ever_is_more_than_any_other(line: Line) -> None:
    client = tools.admin_client(line.settings)
    name = line.topics.events.name
    try:
        client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, {"retention.ms": "-1"})])
    finally:
        client.close()
    status, output = run(line, "apply")
    assert status == 0
    assert re.search(r"retention +30d +for ever +kept", output), output


def test_more_copies_than_brokers_is_an_error_in_plain_words(bare: Line) -> None:
    status, output = run(bare, "apply", "--replication", "3")
    assert status == 2
    assert "Traceback" not in output
    assert "refuses" in output


def test_a_broken_file_is_told_with_its_place_and_nothing_is_made(bare: Line) -> None:
    declare(bare, bare.topics.events.name, partitions="many")
    status, output = run(bare, "apply")
    assert status == 2
    assert re.search(rf"{bare.topics.events.name}.yaml:\d+:\d+ partitions: ", output)
    assert not {topic.name for topic in bare.topics} & found_names(bare)


def found_names(line: Line) -> set[str]:
    client = tools.admin_client(line.settings)
    try:
        return set(client.list_topics())
    finally:
        client.close()
