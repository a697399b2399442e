"""What a store promises, on SQLite and on PostgreSQL alike."""

import sqlite3
from collections.abc import Iterator
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
from tests.integration.databases import EXPIRY, LEASE, a_subscription, detections, lease, record
from tocsin.domain.delivery import (
    Delivered,
    DeliveryState,
    EndpointGone,
    Failure,
    GivenUp,
    NoResponse,
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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tocsin.sqlite3'}"
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store.at(url)
    opened.upgrade()
    yield opened
    opened.close()


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
    assert sorted(applied) == [(), (), (), ("0001",)]
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


# Leasing


def test_a_delivery_is_leased_to_one_owner_at_a_time(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(1))
    assert len(lease(store, "one")) == 1
    assert lease(store, "two") == ()


def test_a_lease_that_runs_out_goes_to_another_with_the_same_id_and_body(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(1))
    (dead,) = lease(store, "dead")
    assert lease(store, "heir", now=NOON + LEASE - SECOND) == ()
    (heir,) = lease(store, "heir", now=NOON + LEASE)
    assert (heir.delivery_id, heir.body) == (dead.delivery_id, dead.body)


def test_two_workers_never_lease_the_same_delivery(url: str, store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    store.add(a_subscription("other"), now=NOON)
    record(store, detections(100))
    workers = [Store.at(url) for _ in range(4)]
    together = Barrier(4)

    def run(worker: Store) -> list[str]:
        together.wait()
        taken: list[str] = []
        while leases := lease(worker, f"worker {id(worker)}", limit=7):
            taken.extend(one.delivery_id for one in leases)
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [delivery for share in pool.map(run, workers) for delivery in share]
    assert len(taken) == len(set(taken))
    leftover = lease(store)  # a worker passes over what another one locks at that moment
    assert {*taken, *(one.delivery_id for one in leftover)} == {one.id for one in store.recent_deliveries(1000)}
    for worker in workers:
        worker.close()


def test_a_receiver_has_only_so_many_in_flight(store: Store) -> None:
    store.add(a_subscription("busy"), now=NOON)
    store.add(a_subscription("other"), now=NOON)
    record(store, detections(10))
    leases = lease(store, per_receiver=4)
    assert sorted(one.subscription.name for one in leases) == ["busy"] * 4 + ["other"] * 4
    assert lease(store, "two", per_receiver=4) == ()
    store.settle(leases[0], Delivered("HTTP 200"), OK, now=NOON)
    assert len(lease(store, "two", per_receiver=4)) == 1


def test_a_receiver_that_fails_gets_one_at_a_time_and_comes_last(store: Store) -> None:
    store.add(a_subscription("a-failing"), now=NOON)
    record(store, detections(5))
    for one in lease(store, limit=3):
        store.settle(one, RetryAt(NOON + EXPIRY, "HTTP 500"), ERROR, now=NOON)
    store.add(a_subscription("b-well"), now=NOON)
    record(store, detections(5, start=100), now=NOON + SECOND)
    leases = lease(store, now=NOON + SECOND, per_receiver=4)
    assert [one.subscription.name for one in leases] == ["b-well"] * 4 + ["a-failing"]


def test_a_slack_channel_gets_one_at_a_time_so_that_its_messages_stay_in_order(store: Store) -> None:
    store.add(a_subscription(kind=Kind.SLACK, secret=None), now=NOON)
    record(store, detections(3))
    assert len(lease(store, per_receiver=4)) == 1


def test_no_more_is_leased_than_asked_for(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    store.add(a_subscription("other"), now=NOON)
    record(store, detections(10))
    assert len(lease(store, limit=3, per_receiver=2)) == 3


# Settling


def test_what_is_delivered_is_done(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(1))
    (one,) = lease(store)
    settled = store.settle(one, Delivered("HTTP 200"), OK, now=NOON + SECOND)
    assert (settled.stale, settled.disabled) == (False, None)
    assert lease(store, now=NOON + EXPIRY) == ()
    (summary,) = store.recent_deliveries(1)
    assert (summary.state, summary.attempts, summary.due_at) == (DeliveryState.DELIVERED, 1, None)
    assert store.waiting() == 0


def test_what_is_to_be_tried_again_is_due_at_that_time_and_not_before(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(1))
    (one,) = lease(store)
    store.settle(one, RetryAt(NOON + 5 * SECOND, "HTTP 500"), ERROR, now=NOON)
    assert store.waiting() == 1
    assert lease(store, now=NOON + 4 * SECOND) == ()
    (again,) = lease(store, now=NOON + 5 * SECOND)
    assert (again.delivery_id, again.body, again.attempts_made) == (one.delivery_id, one.body, 1)


@pytest.mark.parametrize("other", ["heir", "slow"])
def test_a_lease_that_ran_out_settles_nothing_even_for_who_leased_it_again(store: Store, other: str) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(1))
    (slow,) = lease(store, "slow")
    (heir,) = lease(store, other, now=NOON + LEASE)
    assert store.settle(slow, GivenUp("HTTP 400"), ERROR, now=NOON + LEASE).stale
    assert not store.settle(heir, Delivered("HTTP 200"), OK, now=NOON + LEASE).stale
    found = store.delivery(slow.delivery_id)
    assert found is not None
    assert found[0].state is DeliveryState.DELIVERED
    assert [entry.reason for entry in found[2]] == ["HTTP 400", "HTTP 200"]


def test_a_pause_holds_back_one_receiver_only(store: Store) -> None:
    store.add(a_subscription("paused"), now=NOON)
    store.add(a_subscription("other"), now=NOON)
    record(store, detections(1))
    for one in lease(store):
        if one.subscription.name == "paused":
            until = NOON + 30 * SECOND
            store.settle(one, RetryAt(until, "HTTP 429", pause_until=until), ERROR, now=NOON)
    record(store, detections(1, start=50))
    assert [one.subscription.name for one in lease(store, now=NOON + SECOND)] == ["other"]
    later = lease(store, now=NOON + 30 * SECOND)
    assert [one.subscription.name for one in later] == ["paused", "paused"]


def test_a_shorter_pause_does_not_end_a_longer_one(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(2))
    for one, seconds in zip(lease(store), (60, 5), strict=True):
        until = NOON + seconds * SECOND
        store.settle(one, RetryAt(until, "HTTP 429", pause_until=until), ERROR, now=NOON)
    found = store.subscription("newsroom")
    assert found is not None
    assert found.paused_until == NOON + 60 * SECOND


def test_a_receiver_that_is_gone_is_switched_off_and_its_messages_are_kept(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(3))
    gone, other, _ = lease(store)
    assert store.settle(gone, EndpointGone("HTTP 410 Gone"), Response(410, (), b"", SECOND), now=NOON).disabled
    assert store.settle(other, EndpointGone("HTTP 410 Gone"), Response(410, (), b"", SECOND), now=NOON).disabled is None
    record(store, detections(1, start=50))
    assert lease(store, "two", now=NOON + LEASE) == ()
    assert len(store.recent_deliveries(10)) == 3
    store.enable("newsroom")
    assert len(lease(store, "two", now=NOON + LEASE)) == 1
    assert store.replay([gone.delivery_id, other.delivery_id], now=NOON + LEASE, expiry=EXPIRY) == 2
    again = lease(store, "three", now=NOON + LEASE)
    assert {one.delivery_id: one.body for one in again} == {one.delivery_id: one.body for one in (gone, other)}


def _fail(store: Store, times: int, *, over: timedelta, outcome: Response | NoResponse = ERROR) -> str | None:
    """Let one delivery fail again and again; return why the receiver was switched off, or None."""
    disabled = None
    for number in range(times):
        now = NOON + over * number / (times - 1)
        (one,) = lease(store, now=now)
        disabled = disabled or store.settle(one, RetryAt(now, "no connection"), outcome, now=now).disabled
    return disabled


@pytest.mark.parametrize(
    ("times", "over", "is_disabled"),
    [(20, timedelta(hours=24), True), (19, timedelta(hours=48), False), (40, timedelta(hours=23), False)],
)
def test_a_receiver_is_dead_after_twenty_failures_in_a_row_over_a_day(
    store: Store, times: int, over: timedelta, is_disabled: bool
) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(1))
    assert bool(_fail(store, times, over=over)) == is_disabled


def test_failures_of_our_own_name_server_are_not_the_receivers(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(1))
    ours = NoResponse(Failure.NAME_SERVER, "no answer", SECOND)
    assert _fail(store, 30, over=timedelta(hours=48), outcome=ours) is None


def test_one_success_makes_a_receiver_well_again(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(1))
    _fail(store, 10, over=timedelta(hours=1))
    (one,) = lease(store, now=NOON + LEASE * 100)
    store.settle(one, Delivered("HTTP 200"), OK, now=NOON)
    found = store.subscription("newsroom")
    assert found is not None
    assert found.failures == 0


def test_the_log_keeps_what_was_answered_without_secrets_and_null_characters(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(1))
    (one,) = lease(store)
    body = b"bad signature \x00\xff whsec_canary0123456789 " + b"x" * 3000
    store.settle(one, RetryAt(NOON, "HTTP 500"), Response(500, (), body, SECOND), now=NOON)
    found = store.delivery(one.delivery_id)
    assert found is not None
    (entry,) = found[2]
    assert (entry.status, entry.failure, entry.took_ms) == (500, None, 1000)
    assert entry.answer is not None
    assert entry.answer.startswith("bad signature \ufffd\ufffd whsec_*** xxx")
    assert len(entry.answer) == 500


def test_a_replay_leaves_alone_what_is_in_flight(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(1))
    (one,) = lease(store)
    assert store.replay([one.delivery_id], now=NOON, expiry=EXPIRY) == 0
    assert not store.settle(one, Delivered("HTTP 200"), OK, now=NOON).stale


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
    with pytest.raises(DeclarationError, match=r"subs\.yaml:0:0 the name mine is taken"):
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
