"""What a rule raises, holds and tells in one notice, on SQLite and on PostgreSQL alike."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from tests.builders import NOON, a_detection, a_rung_rule, an_event
from tests.integration.databases import EXPIRY, a_subscription, detections, lease, notice_for, record, tell
from tocsin.domain.delivery import Delivered, DeliveryState, EndpointGone, Response
from tocsin.domain.detection import Detection
from tocsin.domain.errors import Unavailable
from tocsin.storage.store import Store
from tocsin.storage.values import DeliverySummary, Told
from tocsin.stories.decide import New, Repeat
from tocsin.stories.flood import HOUR

SECOND = timedelta(seconds=1)
OK = Response(200, (), b"thanks", timedelta(milliseconds=12))
AFTER = NOON + HOUR


def notices(store: Store) -> list[DeliverySummary]:
    return [one for one in store.recent_deliveries(1000) if "flooding" in one.title]


def bodies(store: Store) -> list[str]:
    """What the notices say."""
    found = [store.delivery(one.id) for one in notices(store)]
    return sorted(one[1].decode() for one in found if one is not None)


def both(number: int, *, rate: int) -> Detection:
    """A detection of two rules; ``large-attack`` has a rate, ``any`` has none."""
    rules = (a_rung_rule(id="any"), a_rung_rule(rate=rate))
    return a_detection(event=an_event(trigger_span={"start": number, "end": number + 1}), rules=rules)


def test_a_rule_raises_so_many_alerts_and_the_rest_is_recorded_and_not_delivered(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    decisions = record(store, detections(5, rate=2))
    assert [one.held for one in decisions if isinstance(one, New)] == [False, False, True, True, True]
    alerts = store.recent_alerts(10)[::-1]
    assert [bool(alert.held_by) for alert in alerts] == [False, False, True, True, True]
    assert [bool(alert.last_of) for alert in alerts] == [False, True, False, False, False]
    assert {one.alert_id for one in store.recent_deliveries(10)} == {alert.id for alert in alerts[:2]}


def test_a_rule_without_a_rate_holds_nothing(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(50))
    assert len(store.recent_deliveries(100)) == 50
    assert store.ended_floods(now=AFTER) == ()


def test_each_rule_has_its_own_rate(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, [*detections(3, rate=1), *detections(3, rule="new-talks", start=50, rate=2)])
    assert len(store.recent_deliveries(100)) == 3


def test_the_next_window_begins_with_the_next_alert(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(3, rate=2))
    record(store, detections(3, rate=2, start=50), now=AFTER - SECOND)
    assert len(store.recent_deliveries(100)) == 2
    record(store, detections(3, rate=2, start=100), now=AFTER)
    assert len(store.recent_deliveries(100)) == 4
    assert len(store.ended_floods(now=AFTER)) == 1
    assert len(store.ended_floods(now=AFTER + HOUR)) == 2


def test_when_the_window_has_ended_one_notice_says_how_many_were_held(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(5, rate=2))
    newest = ",".join(alert.id for alert in store.recent_alerts(3))
    assert tell(store, now=AFTER - SECOND) == []
    assert tell(store, now=AFTER) == [Told("large-attack", ("newsroom",))]
    assert bodies(store) == [f"large-attack: 3 held of 2 for newsroom, newest {newest}"]
    (notice,) = notices(store)
    assert (notice.title, notice.state) == ("Large attack: flooding, 3 held", DeliveryState.PENDING)
    assert (notice.created_at, notice.not_after) == (AFTER, AFTER + EXPIRY)
    assert tell(store, now=AFTER + HOUR) == []


def test_a_notice_is_leased_delivered_and_replayed_as_every_delivery(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(5, rate=2))
    tell(store, now=AFTER)
    (notice,) = notices(store)
    leases = {one.delivery_id: one for one in lease(store, now=AFTER)}
    assert leases[notice.id].fetched_at is None, "it is not the article's news, and its age no measure of our speed"
    assert [one.fetched_at for one in leases.values()].count(None) == 1
    store.settle(leases[notice.id], Delivered("HTTP 200"), OK, now=AFTER)
    assert store.replay([notice.id], now=AFTER + SECOND, expiry=EXPIRY) == 1
    (again,) = (one for one in lease(store, "two", now=AFTER + SECOND) if one.delivery_id == notice.id)
    assert again.body == leases[notice.id].body


def test_nothing_is_told_of_a_window_in_which_nothing_was_held(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(2, rate=2))
    assert tell(store, now=AFTER) == []


def test_a_replay_of_all_detections_changes_nothing(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    came = detections(5, rate=2)
    record(store, came)
    before = (store.recent_alerts(100), store.recent_deliveries(100))
    assert {type(one) for one in record(store, came, now=NOON + SECOND)} == {Repeat}
    assert (store.recent_alerts(100), store.recent_deliveries(100)) == before
    tell(store, now=AFTER)
    told = store.recent_deliveries(100)
    assert {type(one) for one in record(store, came, now=AFTER + SECOND)} == {Repeat}
    assert tell(store, now=AFTER + 3 * HOUR) == []
    assert store.recent_deliveries(100) == told


def test_a_replay_takes_nothing_from_the_next_window(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    came = detections(5, rate=2)
    record(store, came)
    record(store, came, now=AFTER)
    record(store, detections(2, rate=2, start=50), now=AFTER + SECOND)
    assert len(store.recent_deliveries(100)) == 4


def test_an_alert_is_told_to_who_listens_to_a_rule_that_is_not_held(store: Store) -> None:
    store.add(a_subscription("all"), now=NOON)
    store.add(a_subscription("any", rules=("any",)), now=NOON)
    store.add(a_subscription("attacks", rules=("large-attack",)), now=NOON)
    record(store, [both(number, rate=1) for number in range(4)])
    receivers = [one.receiver for one in store.recent_deliveries(100)]
    assert {name: receivers.count(name) for name in receivers} == {"all": 4, "any": 4, "attacks": 1}
    assert [[rule.id for rule in alert.ringing] for alert in store.recent_alerts(3)] == [["any"]] * 3


def test_a_notice_goes_to_who_missed_alerts_and_counts_what_he_missed(store: Store) -> None:
    store.add(a_subscription("all"), now=NOON)
    store.add(a_subscription("attacks", rules=("large-attack",)), now=NOON)
    store.add(a_subscription("talks", rules=("new-talks",)), now=NOON)
    store.add(a_subscription("off", rules=("large-attack",)), now=NOON)
    record(store, [both(number, rate=1) for number in range(4)])
    record(store, detections(2, rate=1, start=50), now=NOON + SECOND)
    store.add(a_subscription("later", rules=("large-attack",)), now=NOON + 2 * SECOND)
    (gone,) = lease_of(store, "off")
    store.settle(gone, EndpointGone("HTTP 410"), OK, now=NOON)
    assert tell(store, now=AFTER) == [Told("large-attack", ("all", "attacks"))]
    assert [body.partition(",")[0] for body in bodies(store)] == [
        "large-attack: 2 held of 1 for all",
        "large-attack: 5 held of 1 for attacks",
    ]


def lease_of(store: Store, receiver: str) -> list[object]:
    return [one for one in lease(store) if one.subscription.name == receiver]


def test_two_floods_with_the_same_alerts_are_each_told_in_full(store: Store) -> None:
    """The notice of the first is listed with an alert that the second holds too: it must not count as told by that."""
    store.add(a_subscription(), now=NOON)
    rules = (a_rung_rule(id="a", rate=1), a_rung_rule(id="b", rate=1))
    events = [an_event(trigger_span={"start": n, "end": n + 1}) for n in range(3)]
    record(store, [a_detection(event=event, rules=rules) for event in events])
    tell(store, now=AFTER)
    assert [body.partition(",")[0] for body in bodies(store)] == [
        "a: 2 held of 1 for newsroom",
        "b: 2 held of 1 for newsroom",
    ]


def test_a_notice_that_cannot_be_written_leaves_the_flood_to_be_told(store: Store) -> None:
    store.add(a_subscription("one"), now=NOON)
    store.add(a_subscription("two"), now=NOON)
    record(store, detections(5, rate=2))
    (flood,) = store.ended_floods(now=AFTER)
    rounds = iter([b"fine"])
    with pytest.raises(StopIteration):
        store.tell_flood(flood, now=AFTER, expiry=EXPIRY, notice_for=lambda _, __: next(rounds))
    assert notices(store) == []
    assert tell(store, now=AFTER + SECOND) == [Told("large-attack", ("one", "two"))]


def test_several_notifiers_tell_a_flood_once(url: str, store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(5, rate=2))
    (flood,) = store.ended_floods(now=AFTER)
    others = [Store.at(url) for _ in range(4)]
    together = Barrier(4)

    def run(other: Store) -> Told | None:
        together.wait()
        return other.tell_flood(flood, now=AFTER, expiry=EXPIRY, notice_for=notice_for)

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(run, others))
    assert told.count(None) == 3
    assert len(notices(store)) == 1
    for other in others:
        other.close()


def test_several_notifiers_count_together_and_a_detection_that_two_of_them_get_once(url: str, store: Store) -> None:
    """Three rules with rates in every detection, each notifier in an order of its own: none waits for ever."""
    store.add(a_subscription(), now=NOON)
    others = [Store.at(url) for _ in range(3)]
    together = Barrier(3)
    rules = tuple(a_rung_rule(id=name, rate=rate) for name, rate in (("a", 5), ("b", 7), ("c", 60)))
    events = [an_event(trigger_span={"start": n, "end": n + 1}) for n in range(60)]

    def run(number: int) -> int:
        chance = random.Random(number)
        came = [a_detection(event=one, rules=chance.sample(rules, 3)) for one in chance.sample(events, 60)]
        together.wait()
        batches = [came[start : start + 7] for start in range(0, 60, 7)]
        return sum(isinstance(one, New) for batch in batches for one in persistently(others[number], batch))

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(run, range(3))) == 60
    assert len(store.recent_deliveries(100)) == 60, "rule c lets all through"
    held = [reached.rule for alert in store.recent_alerts(100) for reached in alert.held_by]
    assert {rule: held.count(rule) for rule in set(held)} == {"a": 55, "b": 53}
    last = sorted(reached.rule for alert in store.recent_alerts(100) for reached in alert.last_of)
    assert last == ["a", "b", "c"]
    for other in others:
        other.close()


def persistently(store: Store, batch: list[Detection]) -> tuple[object, ...]:
    """As the intake does: a batch that the database refuses is tried again. Stories can wait for each other."""
    while True:
        try:
            return record(store, batch)
        except Unavailable:
            continue


def test_a_notifier_whose_clock_is_behind_holds_nothing_in_a_window_that_was_told(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(3, rate=2))
    tell(store, now=AFTER)
    late: datetime = AFTER - SECOND
    decisions = record(store, detections(3, rate=2, start=50), now=late)
    assert [one.held for one in decisions if isinstance(one, New)] == [False, False, True]
    assert tell(store, now=late + HOUR) == [Told("large-attack", ("newsroom",))]
    assert [body.partition(",")[0] for body in bodies(store)] == ["large-attack: 1 held of 2 for newsroom"] * 2


def test_floods_are_forgotten_with_their_alerts(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(5, rate=2))
    tell(store, now=AFTER)
    for one in lease(store, now=AFTER):
        store.settle(one, Delivered("HTTP 200"), OK, now=AFTER)
    assert store.forget(before=AFTER + 3 * HOUR) == 5
    assert store.recent_deliveries(10) == ()
    record(store, detections(1, rate=2), now=AFTER + 4 * HOUR)
    assert store.ended_floods(now=AFTER + 9 * HOUR) == ()


def test_a_notice_on_its_way_keeps_its_alert(store: Store) -> None:
    store.add(a_subscription(), now=NOON)
    record(store, detections(5, rate=2))
    for one in lease(store, now=NOON):
        store.settle(one, Delivered("HTTP 200"), OK, now=NOON)
    tell(store, now=AFTER)
    assert store.forget(before=AFTER + SECOND) == 4
    assert len(notices(store)) == 1
