"""Fixtures that several modules share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tocsin.storage.engine import make_engine
from tocsin.storage.store import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where an empty database is."""
    return f"sqlite:///{tmp_path / 'tocsin.sqlite3'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store with its tables made, which does not wait long for another writer."""
    opened = Store(make_engine(url, busy_seconds=0.05))
    opened.upgrade()
    yield opened
    opened.close()
