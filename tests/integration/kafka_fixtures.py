"""Fixtures on real Kafka: one broker for all tests, and topics of its own for each."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.harness import Line
from tests.integration.kafka_broker import Broker, NotInstalled, archive_classes


def _broker(folder: Path) -> Broker:
    try:
        archive_classes(folder / "archive")
        return Broker(folder / "broker")
    except NotInstalled as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """A real broker that all tests share; they must leave it running."""
    shared = _broker(tmp_path_factory.mktemp("kafka"))
    shared.start()
    yield shared
    shared.stop()


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[Broker]:
    """A real broker of the test's own, not started yet, to be killed at will."""
    own = _broker(tmp_path)
    yield own
    own.stop()


@pytest.fixture
def line(broker: Broker, tmp_path: Path) -> Iterator[Line]:
    """Topics on the shared broker that no other test uses."""
    own = Line(broker.bootstrap, tmp_path, name="shared")
    own.make_topics()
    yield own
    own.close()
