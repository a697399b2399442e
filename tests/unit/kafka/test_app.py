"""Settings and topics -> a Faust app that loses nothing."""

import tempfile
from pathlib import Path

from tests.contracts.repository import ROOT
from tocsin.kafka.app import make_app
from tocsin.kafka.settings import StreamSettings
from tocsin.kafka.topics import load_topics

TOPICS = load_topics(ROOT / "topics")


def test_replicas_are_not_all_the_same_member_of_the_group() -> None:
    """An empty instance id would be one for Kafka: of two replicas, one would be put out and never come back."""
    assert make_app("a-group", StreamSettings(), TOPICS).conf.consumer_group_instance_id is None


def test_an_instance_id_that_is_given_is_passed_on() -> None:
    settings = StreamSettings(kafka_instance_id="detector-0")
    assert make_app("a-group", settings, TOPICS).conf.consumer_group_instance_id == "detector-0"


def test_nothing_is_written_where_the_process_stands() -> None:
    folder = make_app("a-group", StreamSettings(), TOPICS).conf.datadir
    assert folder.is_relative_to(tempfile.gettempdir())
    assert not folder.is_relative_to(Path.cwd())
