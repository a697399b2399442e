"""The outbox: who may send what and when, and what follows from each answer. On SQLite and on PostgreSQL alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from tests.builders import NOON
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
from tocsin.domain.subscription import Kind
from tocsin.storage.store import Store

SECOND = timedelta(seconds=1)
OK = Response(200, (), b"thanks", timedelta(milliseconds=12))
ERROR = Response(500, (), b"oops", timedelta(milliseconds=12))


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
