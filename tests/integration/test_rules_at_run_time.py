"""Rules that change while the detector runs: in files, on their topic, in both."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import an_article
from tests.integration.harness import Line, Running, eventually, producer
from tocsin.domain.detection import Detection
from tocsin.kafka.codec import decode, encode
from tocsin.kafka.dead_letters import explanation

pytestmark = pytest.mark.kafka
FAILED, HEALED = "tocsin_rules_reload_failed 1.0", "tocsin_rules_reload_failed 0.0"


def a_rule(rule_id: str, **given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": rule_id,
        "title": "Any attack",
        "severity": "high",
        "why": "The fake reader finds attacks and nothing else.",
        "match": {"type": "attack"},
    }
    return values | given


class Rehearsal:
    """A line with a folder of rules of its own, and articles that each ring whatever rules are in force."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.folder = line.folder / "rules"
        (self.folder / "desk").mkdir(parents=True)
        self.save("from-file")
        self._articles = 0
        self.detector: Running

    def save(self, rule_id: str, **given: Any) -> Path:
        """Write a rule file."""
        examples = {"raises": ["A bomb went off."], "silent": ["Nothing happened."]}
        path = self.folder / "desk" / f"{rule_id}.yaml"
        path.write_text(yaml.safe_dump(a_rule(rule_id, examples=examples, **given)))
        return path

    def send(self, rule_id: str | None, value: bytes | None) -> None:
        """Put a message on the topic of rules."""
        key = None if rule_id is None else rule_id.encode()
        with producer(self.line.bootstrap) as sending:
            sending.send(self.line.topics.rules.name, key=key, value=value).get(30)

    def put(self, rule_id: str, **given: Any) -> None:
        self.send(rule_id, json.dumps(a_rule(rule_id, **given)).encode())

    def tocsin(self, *arguments: str) -> tuple[int, str]:
        """Run a command to its end; return its status and what it said."""
        running = self.line.start_process(["tocsin", *arguments], rules_directory=self.folder)
        return running.wait(), running.output

    def start(self, **settings: object) -> Running:
        self.detector = self.line.start_process(
            ["tests.integration.fake_detector"],
            **{"rules_directory": self.folder, "rules_poll_seconds": 0.1} | settings,
        )
        self.detector.wait_for("process_started")
        return self.detector

    def rung(self) -> dict[str, str]:
        """Have the detector read an article, and return the rules that it rang, each with its title."""
        self._articles += 1
        name, before = f"article-{self._articles}", self._finished()
        self.line.publish(self.line.topics.articles, [encode(an_article(id=name, body="Words."))])
        eventually(lambda: self._finished() > before)
        alerts = [decode(record.value, Detection) for record in self.line.consume_all(self.line.topics.alerts)]
        return {rule.id: rule.title for alert in alerts if alert.article.id == name for rule in alert.rules}

    def _finished(self) -> float:
        found = re.search(r'^tocsin_articles_total{outcome="read"} (.*)$', self.detector.get("/metrics")[1], flags=re.M)
        return float(found[1]) if found else 0.0

    def wait_until_rung(self, *rule_ids: str) -> None:
        """Have articles read until one rings exactly these rules."""
        eventually(lambda: set(self.rung()) == set(rule_ids), seconds=30)

    def wait_for_metric(self, line: str) -> None:
        eventually(lambda: line in self.detector.get("/metrics")[1].splitlines())


@pytest.fixture
def rehearsal(line: Line) -> Rehearsal:
    return Rehearsal(line)


def test_a_rule_put_on_the_topic_rings_without_a_restart_until_its_end_and_a_later_replica_has_it_from_the_start(
    rehearsal: Rehearsal,
) -> None:
    first = rehearsal.start()
    assert set(rehearsal.rung()) == {"from-file"}
    rehearsal.put("made", title="First")
    rehearsal.wait_until_rung("from-file", "made")
    rehearsal.put("made", title="Second")
    eventually(lambda: rehearsal.rung()["made"] == "Second")
    rehearsal.wait_for_metric('tocsin_rules{origin="topic"} 1.0')
    rehearsal.put("other")
    rehearsal.wait_until_rung("from-file", "made", "other")
    rehearsal.send("other", None)
    rehearsal.wait_until_rung("from-file", "made")
    assert first.end() == 0
    rehearsal.start()
    assert rehearsal.rung() == {"from-file": "Any attack", "made": "Second"}


def test_a_file_that_is_written_changed_or_removed_takes_effect_without_a_restart(rehearsal: Rehearsal) -> None:
    rehearsal.start()
    added = rehearsal.save("added")
    rehearsal.wait_until_rung("from-file", "added")
    rehearsal.save("from-file", title="Another title")
    eventually(lambda: rehearsal.rung()["from-file"] == "Another title", seconds=30)
    added.unlink()
    rehearsal.wait_until_rung("from-file")
    rehearsal.wait_for_metric('tocsin_rules{origin="file"} 1.0')


def test_a_broken_file_keeps_the_last_good_set_whole_says_so_once_and_is_forgotten_when_mended(
    rehearsal: Rehearsal,
) -> None:
    detector = rehearsal.start()
    rehearsal.wait_for_metric(HEALED)
    rehearsal.save("sound")
    rehearsal.wait_until_rung("from-file", "sound")
    broken = rehearsal.folder / "desk" / "broken.yaml"
    broken.write_text("id: broken\ntitel: A typing error\n")
    rehearsal.save("not-yet")  # sound, and whole or not at all
    rehearsal.wait_for_metric(FAILED)
    eventually(lambda: detector.output.count("titel: unknown key; did you mean title?") == 1)
    assert set(rehearsal.rung()) == {"from-file", "sound"}
    rehearsal.put("made")
    rehearsal.wait_until_rung("from-file", "sound", "made")
    rehearsal.save("broken")
    rehearsal.wait_for_metric(HEALED)
    rehearsal.wait_until_rung("from-file", "sound", "made", "not-yet", "broken")
    assert detector.output.count("did you mean title?") == 1


def test_a_folder_that_vanishes_keeps_the_last_good_set_until_it_is_back(rehearsal: Rehearsal) -> None:
    rehearsal.start()
    away = rehearsal.folder.rename(rehearsal.folder.with_name("away"))
    rehearsal.wait_for_metric(FAILED)
    assert set(rehearsal.rung()) == {"from-file"}
    away.rename(rehearsal.folder)
    rehearsal.wait_for_metric(HEALED)


def test_a_mounted_folder_that_is_turned_to_another_is_read_anew(rehearsal: Rehearsal) -> None:
    """A ConfigMap is a link ..data to a folder of its version, and a link for each file."""
    mounted = rehearsal.line.folder / "mounted"
    mounted.mkdir()
    rehearsal.save("of-the-map")
    (rehearsal.folder / "desk").rename(mounted / "..version-1")
    (mounted / "..data").symlink_to("..version-1")
    (mounted / "from-file.yaml").symlink_to("..data/from-file.yaml")
    (mounted / "of-the-map.yaml").symlink_to("..data/of-the-map.yaml")
    rehearsal.start(rules_directory=mounted)
    assert rehearsal.rung() == {"from-file": "Any attack", "of-the-map": "Any attack"}
    (rehearsal.folder / "desk").mkdir()
    rehearsal.save("from-file")
    rehearsal.save("of-the-map", title="Version 2")
    (rehearsal.folder / "desk").rename(mounted / "..version-2")
    (mounted / "..new").symlink_to("..version-2")
    (mounted / "..new").rename(mounted / "..data")
    eventually(lambda: rehearsal.rung()["of-the-map"] == "Version 2", seconds=30)


def test_a_rule_in_file_and_topic_is_the_files_until_the_file_goes_and_is_said_once(rehearsal: Rehearsal) -> None:
    rehearsal.put("both", title="Of the topic")
    path = rehearsal.save("both", title="Of the file")
    detector = rehearsal.start()
    assert rehearsal.rung()["both"] == "Of the file"
    rehearsal.put("both", title="Of the topic, again")
    rehearsal.put("after")
    rehearsal.wait_until_rung("from-file", "both", "after")
    assert rehearsal.rung()["both"] == "Of the file"
    assert detector.output.count("rule_in_file_and_topic") == 1
    path.unlink()
    eventually(lambda: rehearsal.rung()["both"] == "Of the topic, again", seconds=30)


BAD = {
    ("no-json", b"{not json"): "not JSON: line 1 column 2",
    ("no-rule", b'{"id": "no-rule"}'): "title: is missing",
    ("another-key", json.dumps(a_rule("its-own-id")).encode()): "the key is not the rule's id, its-own-id",
    ("with-a-condition", json.dumps(a_rule("with-a-condition", when="true")).encode()): "when: is for rules in files",
    (
        "with-many-words",
        json.dumps(a_rule("with-many-words", match={"keywords": [f"word{n}" for n in range(5_000)]})).encode(),
    ): "match has 5,000 keywords and places; the limit for a subscriber's rule is 500",
}


def test_what_is_no_rule_is_dead_lettered_once_by_two_replicas_while_the_others_live(rehearsal: Rehearsal) -> None:
    rehearsal.put("before")
    early, *late = BAD
    rehearsal.send(*early)
    first, second = rehearsal.start(), rehearsal.start()
    for one in late:
        rehearsal.send(*one)
    rehearsal.put("after")
    for detector in (first, second):
        eventually(lambda one=detector: 'tocsin_rules{origin="topic"} 2.0' in one.get("/metrics")[1])
    letters = rehearsal.line.topics.rules_dead_letters
    eventually(lambda: len(rehearsal.line.consume_all(letters)) >= len(BAD))
    assert second.end() == 0
    rehearsal.detector = first
    rehearsal.wait_until_rung("from-file", "before", "after")
    found = rehearsal.line.consume_all(letters)
    assert len(found) == len(BAD)
    for letter in found:
        said = explanation(letter.headers)
        assert BAD[letter.key.decode(), letter.value] in said.reason
        assert said.source is not None
        assert said.source.topic == rehearsal.line.topics.rules.name
    assert first.end() == 0
    rehearsal.start()
    assert set(rehearsal.rung()) == {"from-file", "before", "after"}
    assert len(rehearsal.line.consume_all(letters)) == len(BAD)


def test_a_message_that_is_no_rule_ends_the_rule_under_its_key_for_every_replica(rehearsal: Rehearsal) -> None:
    rehearsal.put("made")
    first = rehearsal.start()
    assert set(rehearsal.rung()) == {"from-file", "made"}
    rehearsal.send("made", b"no rule")
    rehearsal.wait_until_rung("from-file")
    assert first.end() == 0
    rehearsal.start()
    assert set(rehearsal.rung()) == {"from-file"}
