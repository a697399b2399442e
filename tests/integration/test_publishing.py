"""``tocsin publish`` and ``tocsin dead-letters`` on a real broker."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders import an_article
from tests.integration.harness import Line, producer
from tocsin.domain.article import Article
from tocsin.kafka.codec import decode, encode
from tocsin.kafka.dead_letters import Source, dead_letter

pytestmark = pytest.mark.kafka


def run(line: Line, *arguments: str) -> tuple[int, str]:
    running = line.start_process(["tocsin", *arguments])
    return running.wait(), running.output


def published(line: Line) -> dict[str, Article]:
    return {record.key.decode(): decode(record.value, Article) for record in line.consume_all(line.topics.articles)}


def test_files_of_every_form_are_published_and_each_fault_told_with_its_line(line: Line, tmp_path: Path) -> None:
    whole, lines = tmp_path / "whole.json", tmp_path / "lines.jsonl"
    whole.write_text(json.dumps(json.loads(encode(an_article(id="whole"))), indent=2))
    lines.write_bytes(
        encode(an_article(id="a line"))
        + b'\n\n{"id": "short", "text": "Truce holds\\n\\nIt held on Friday.", "date": "2026-02-05"}\n'
        + b'not json\n{"id": "empty", "text": " "}\n\xff\n{"id": "x", "text": "\\ud800"}\n[]\n'
    )
    status, output = run(line, "publish", str(whole), str(lines))
    assert status == 1
    assert set(published(line)) == {"whole", "a line", "short"}
    assert published(line)["short"].headline == "Truce holds"
    for said in (
        f"{lines}:4: not JSON: line 1 column 1",
        f"{lines}:5: body: must not be empty",
        f"{lines}:6: not UTF-8",
        f"{lines}:7: half of a surrogate pair",
        f"{lines}:8: another shape",
        "3 published, 5 not.",
    ):
        assert said in output, output


def test_a_file_that_is_not_there_is_told_before_anything_is_published(line: Line, tmp_path: Path) -> None:
    status, output = run(line, "publish", str(tmp_path / "nowhere.jsonl"))
    assert status == 2
    assert "nowhere.jsonl is no file" in output.replace("\n", "")
    assert published(line) == {}


def test_dead_letters_are_listed_with_their_reasons_and_can_be_sent_in_again(line: Line) -> None:
    good = encode(an_article(id="mended"))
    with producer(line.bootstrap) as sending:
        for offset, (value, reason) in enumerate([(good, "reading failed: ValueError"), (b"\xff", "not UTF-8")]):
            letter = dead_letter(
                key=b"mended",
                value=value,
                reason=reason,
                source=Source(line.topics.articles.name, 3, offset),
                now=datetime.now(UTC),
                limit_bytes=10_000,
            )
            headers = list(letter.headers.items())
            sending.send(line.topics.articles_dead_letters.name, key=letter.key, value=letter.value, headers=headers)
    status, output = run(line, "dead-letters", "list", "--json")
    letters = [json.loads(row) for row in output.splitlines()]
    assert status == 0
    assert [(one["reason"], one["source"]) for one in letters] == [
        ("reading failed: ValueError", f"{line.topics.articles.name}/3/0"),
        ("not UTF-8", f"{line.topics.articles.name}/3/1"),
    ]
    assert "2 dead letters." in run(line, "dead-letters", "list")[1]
    assert "1 published again." in run(line, "dead-letters", "replay", "--reason", "reading failed")[1]
    assert set(published(line)) == {"mended"}
    assert len(line.consume_all(line.topics.articles)) == 1
    assert "1 published again." in run(line, "dead-letters", "replay", "--position", letters[1]["position"])[1]
    assert [record.value for record in line.consume_all(line.topics.articles)].count(b"\xff") == 1


def test_a_broker_that_does_not_answer_is_told_in_plain_words(line: Line) -> None:
    running = line.start_process(["tocsin", "dead-letters", "list", "--wait", "1"], kafka_bootstrap="127.0.0.1:9")
    assert running.wait() == 2
    assert "no answer from the broker at " in running.output
    assert "Traceback" not in running.output
