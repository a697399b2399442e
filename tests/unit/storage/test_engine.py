from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import StatementError

from tests.builders import NOON, a_detection
from tests.integration.databases import a_subscription
from tocsin.domain.errors import DeclarationError, Unavailable
from tocsin.storage.engine import make_engine, transaction
from tocsin.storage.store import Store
from tocsin.storage.tables import stories


@pytest.mark.parametrize("url", ["", "tocsin.sqlite3", "mysql://host/name", "sqlite://", "sqlite:///:memory:"])
def test_a_url_that_names_no_database_of_ours_is_a_fault_that_says_what_would_be_right(url: str) -> None:
    with pytest.raises(DeclarationError, match="write sqlite:///FILE or postgresql://"):
        make_engine(url)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_taken(scheme: str) -> None:
    assert make_engine(f"{scheme}://user:word@host/name").url.drivername == "postgresql+psycopg"


def test_a_database_that_does_not_answer_is_unavailable_and_its_password_is_not_told() -> None:
    engine = make_engine("postgresql://user:pass-canary@127.0.0.1:1/name")
    with pytest.raises(Unavailable) as caught, transaction(engine):
        pass
    assert "pass-canary" not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_a_locked_sqlite_file_is_unavailable_and_nothing_is_changed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'db'}"
    store = Store(make_engine(url, busy_seconds=0.05))
    store.upgrade()
    with transaction(make_engine(url)), pytest.raises(Unavailable, match="database is locked"):
        store.record([a_detection()], now=NOON, expiry=timedelta(hours=1), body_for=lambda _, __: b"")
    assert store.recent_alerts(10) == ()
    store.record([a_detection()], now=NOON, expiry=timedelta(hours=1), body_for=lambda _, __: b"")
    assert len(store.recent_alerts(10)) == 1


def test_a_full_sqlite_file_is_unavailable_until_there_is_room(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'db'}")
    store = Store(engine)
    store.upgrade()
    store.close()
    limit = {"pages": 60}
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count={limit['pages']}"))
    detections = [a_detection(event=a_detection().event.model_copy(update={"id": f"evt_{n}"})) for n in range(100)]
    with pytest.raises(Unavailable, match="full"):
        store.record(detections, now=NOON, expiry=timedelta(hours=1), body_for=lambda _, __: b"")
    assert store.recent_alerts(10) == ()
    store.close()
    limit["pages"] = 10_000
    store.record(detections, now=NOON, expiry=timedelta(hours=1), body_for=lambda _, __: b"")
    assert len(store.recent_alerts(1000)) == 100


def test_a_moment_without_a_zone_is_refused(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'db'}")
    Store(engine).upgrade()
    naive = datetime(2026, 2, 6, 12)  # noqa: DTZ001, RUF100  # that is what is tested
    row = {"id": "s", "event_id": "e", "opened_at": naive, "revision": 1}
    with engine.begin() as connection, pytest.raises(StatementError, match="needs its zone"):
        connection.execute(stories.insert().values(row))


def test_a_reader_is_not_kept_waiting_by_a_writer(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'db'}"
    Store.at(url).upgrade()
    reader = Store(make_engine(url, busy_seconds=0.05))
    with transaction(make_engine(url)) as writer:
        writer.execute(text("DELETE FROM attempts"))
        assert reader.waiting() == 0


def test_a_new_sqlite_file_is_its_owners_alone_since_it_holds_secrets(tmp_path: Path) -> None:
    store = Store.at(f"sqlite:///{tmp_path / 'db'}")
    store.upgrade()
    store.add(a_subscription(), now=NOON)
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}
    assert modes == dict.fromkeys(("db", "db-wal", "db-shm"), "0o600")
    store.close()
