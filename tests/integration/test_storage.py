"""What a store promises, on SQLite and on PostgreSQL alike."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.builders import NOON, a_detection, an_article, an_event
from tests.integration.databases import EXPIRY, a_subscription, detections, lease, record
from tocsin.domain.delivery import (
    Delivered,
    DeliveryState,
    EndpointGone,
    Response,
    RetryAt,
)
from tocsin.domain.detection import ArticleReference
from tocsin.domain.errors import DeclarationError
from tocsin.domain.subscription import Kind
from tocsin.storage.engine import make_engine
from tocsin.storage.store import Store
from tocsin.storage.tables import metadata
from tocsin.storage.values import Marker, Origin
from tocsin.stories.decide import New, Repeat

SECOND = timedelta(seconds=1)
OK = Response(200, (), b"thanks", timedelta(milliseconds=12))
ERROR = Response(500, (), b"oops", timedelta(milliseconds=12))


# The schema


def test_the_migrations_make_the_tables_that_the_code_uses(url: str, store: Store) -> None:
    engine = make_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_processes_that_start_together_upgrade_once(url: str) -> None:
    stores = [Store.at(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        applied = list(pool.map(lambda store: store.upgrade(), stores))
    assert sorted(applied) == [(), (), (), ("0001", "0002")]
    assert stores[0].pending_revisions() == ()
    for store in stores:
        store.close()


def test_a_database_of_a_newer_version_is_left_alone(url: str, store: Store) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(DeclarationError, match="run the newer version"):
        store.upgrade()


def test_an_error_of_the_database_shows_no_secret(store: Store) -> None:
    twice = [a_subscription(url=SecretStr("https://x.example/canary"), secret=SecretStr("whsec_canary"))] * 2
    with pytest.raises(IntegrityError) as caught:
        store.declare(twice, source="file", now=NOON)
    assert "canary" not in f"{caught.value} {caught.value.orig}"
    assert store.subscriptions() == ()


# Recording


def test_an_event_is_alerted_once_however_often_it_comes(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    first = record(store, [a_detection(), a_detection()])
    again = record(store, [a_detection()], now=NOON + SECOND)
    assert [type(decision) for decision in (*first, *again)] == [New, Repeat, Repeat]
    assert again == (Repeat(of=first[0].story_id, since=NOON),)  # type: ignore[union-attr]  # it is New
    assert len(store.recent_alerts(10)) == 1
    assert len(store.recent_deliveries(10)) == 1


def test_the_same_detections_from_two_notifiers_at_once_are_alerted_once(url: str, store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    others = [Store.at(url) for _ in range(3)]
    together = Barrier(3)

    def run(other: Store) -> int:
        together.wait()
        return sum(isinstance(decision, New) for one in detections(20) for decision in record(other, [one]))

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(run, others)) == 20
    assert len(store.recent_alerts(100)) == len(store.recent_deliveries(100)) == 20
    for other in others:
        other.close()


def test_an_alert_is_delivered_to_who_asked_for_its_rules(store: Store) -> None:
    store.add(a_subscription("all"), now=NOON)
    store.add(a_subscription("attacks", rules=("large-attack", "new-talks")), now=NOON)
    store.add(a_subscription("talks", rules=("new-talks",)), now=NOON)
    record(store, detections(1, rule="large-attack"))
    assert {delivery.receiver for delivery in store.recent_deliveries(10)} == {"all", "attacks"}


def test_what_is_wrong_in_one_detection_undoes_the_whole_batch(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    rounds = iter([b"fine"])
    with pytest.raises(StopIteration):
        store.record(detections(2), now=NOON, expiry=EXPIRY, body_for=lambda _, __: next(rounds))
    assert store.recent_alerts(10) == ()
    assert store.recent_deliveries(10) == ()


def test_an_alert_is_read_back_as_it_was_even_with_null_characters_in_it(store: Store) -> None:
    article = an_article(headline="Strike\x00 \u202e on Харків 🚀")
    record(store, [a_detection(event=an_event(**{"with": ["NATO"]}), article=ArticleReference.of(article))])
    (alert,) = store.recent_alerts(10)
    assert alert.articles[0].headline == article.headline
    assert alert.event == an_event(**{"with": ["NATO"]})


# What happened


def test_changes_since_a_marker_are_told_once_and_in_order(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(2))
    before = store.changes_since(Marker())
    assert len(before.alerts) == len(before.deliveries) == 2
    assert store.changes_since(before.marker).alerts == ()
    assert store.newest() == before.marker
    one, _ = lease(store)
    store.settle(one, Delivered("HTTP 200"), OK, now=NOON)
    record(store, detections(1, start=50))
    after = store.changes_since(before.marker)
    assert len(after.alerts) == 1
    assert {delivery.state for delivery in after.deliveries} == {DeliveryState.PENDING, DeliveryState.DELIVERED}
    assert store.changes_since(after.marker).deliveries == ()


def test_lists_are_newest_first_and_can_be_narrowed(store: Store) -> None:
    store.add(a_subscription("a"), now=NOON)
    store.add(a_subscription("b"), now=NOON)
    record(store, detections(1))
    record(store, detections(1, start=50), now=NOON + SECOND)
    newest, oldest = store.recent_alerts(10)
    assert (newest.raised_at, oldest.raised_at) == (NOON + SECOND, NOON)
    assert [one.created_at for one in store.recent_deliveries(10, receiver="b")] == [NOON + SECOND, NOON]
    assert store.recent_deliveries(10, states=[DeliveryState.GONE]) == ()
    assert len(store.recent_deliveries(3)) == 3


def test_what_is_old_is_forgotten_with_all_that_belongs_to_it_but_not_what_is_to_be_delivered(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    old = detections(3)
    record(store, old)
    delivered, open_one, _ = lease(store)
    store.settle(delivered, Delivered("HTTP 200"), OK, now=NOON)
    store.settle(open_one, RetryAt(NOON + SECOND, "HTTP 500"), ERROR, now=NOON)
    record(store, detections(1, start=50), now=NOON + 10 * SECOND)
    assert store.forget(before=NOON + 5 * SECOND) == 1
    assert store.delivery(delivered.delivery_id) is None
    assert store.delivery(open_one.delivery_id) is not None
    assert len(store.recent_alerts(10)) == 3
    assert store.forget(before=NOON + 5 * SECOND) == 0
    assert [type(one) for one in record(store, old)].count(New) == 1


def test_what_waits_for_a_receiver_that_is_switched_off_is_forgotten_once_it_is_past_its_time(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(2))
    gone, _ = lease(store)
    store.settle(gone, EndpointGone("HTTP 410"), OK, now=NOON)
    assert store.forget(before=NOON + EXPIRY - SECOND) == 1
    assert store.forget(before=NOON + EXPIRY) == 1
    assert store.recent_alerts(10) == ()


# Subscriptions


def test_a_name_is_given_once(store: Store) -> None:
    assert store.add(a_subscription(), now=NOON) is not None
    assert store.add(a_subscription(), now=NOON) is None


def test_a_removed_subscription_leaves_no_secret_behind_and_frees_its_name(url: str, store: Store) -> None:
    first = store.add(
        a_subscription(url=SecretStr("https://x.example/canary"), secret=SecretStr("whsec_canary")), now=NOON
    )
    record(store, detections(1))
    store.remove("newsroom", now=NOON)
    assert store.subscriptions() == ()
    assert lease(store) == ()
    assert [one.receiver for one in store.recent_deliveries(10)] == ["newsroom"]
    engine = make_engine(url)
    with engine.connect() as connection:
        assert "canary" not in str(connection.execute(text("SELECT * FROM subscriptions")).all())
    engine.dispose()
    second = store.add(a_subscription(), now=NOON + SECOND)
    assert first is not None
    assert second is not None
    assert first.id != second.id


def test_declared_subscriptions_are_made_changed_and_switched_off_as_the_file_says(store: Store) -> None:
    def declare(*names: str, rules: tuple[str, ...] = ("*",)) -> tuple[tuple[str, ...], ...]:
        done = store.declare([a_subscription(name, rules=rules) for name in names], source="file", now=NOON)
        return done.added, done.changed, done.ended

    assert declare("a", "b") == (("a", "b"), (), ())
    assert declare("a", "b") == ((), (), ())
    assert declare("a", rules=("new-talks",)) == ((), ("a",), ("b",))
    assert declare("a", rules=("new-talks",)) == ((), (), ())
    assert [one.disabled_because for one in store.subscriptions()] == [None, "no longer declared"]
    assert declare("a", "b", rules=("new-talks",)) == ((), ("b", "a")[:1], ())
    assert [one.disabled_because for one in store.subscriptions()] == [None, None]


def test_a_declared_receiver_that_said_gone_stays_off_until_its_url_changes(store: Store) -> None:
    store.declare([a_subscription()], source="file", now=NOON)
    record(store, detections(1))
    (one,) = lease(store)
    store.settle(one, EndpointGone("HTTP 410 Gone"), Response(410, (), b"", SECOND), now=NOON)
    store.declare([a_subscription()], source="file", now=NOON)
    assert store.subscriptions()[0].disabled_because == "HTTP 410 Gone"
    store.declare([a_subscription(url=SecretStr("https://new.example/hook"))], source="file", now=NOON)
    assert store.subscriptions()[0].disabled_because is None


def test_a_declared_name_that_was_added_by_command_is_a_fault_and_changes_nothing(store: Store) -> None:
    store.add(a_subscription("mine", kind=Kind.SLACK, secret=None), now=NOON)
    with pytest.raises(DeclarationError, match=r"subs\.yaml: the name mine is taken"):
        store.declare([a_subscription("other"), a_subscription("mine")], source="subs.yaml", now=NOON)
    (found,) = store.subscriptions()
    assert (found.subscription.kind, found.origin) == (Kind.SLACK, Origin.ADDED)


def test_sqlite_keeps_what_is_committed_through_a_power_cut(tmp_path: Path) -> None:
    path = tmp_path / "db"
    engine = make_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()
    assert sqlite3.sqlite_version_info >= (3, 35)  # RETURNING and partial indexes
