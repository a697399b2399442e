import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import SecretStr

from tests.integration.databases import a_subscription, detections, lease, record
from tests.unit.notifier.fakes import Clock, FakeSender, answer, header
from tocsin.domain.delivery import DeliveryState, OutgoingRequest
from tocsin.notifier.courier import Courier
from tocsin.notifier.pace import Pace
from tocsin.storage.engine import make_engine, transaction
from tocsin.storage.store import Store
from tocsin.storage.values import DeliverySummary

PACE = Pace(poll=timedelta(milliseconds=10), landing=timedelta(seconds=0.3))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def a_courier(store: Store, sender: FakeSender, clock: Clock, *, name: str = "courier", pace: Pace = PACE) -> Courier:
    return Courier(store, sender, name=name, clock=clock, jitter=lambda: 0.5, pace=pace)


@asynccontextmanager
async def running(courier: Courier) -> AsyncIterator[None]:
    task = asyncio.create_task(courier.run())
    try:
        yield
    finally:
        courier.stop()
        await task


async def until(check: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not await asyncio.to_thread(check):  # noqa: ASYNC110  # a database tells nobody of a change
            await asyncio.sleep(0.01)


def states(store: Store) -> list[str]:
    return sorted(f"{one.receiver} {one.state}" for one in store.recent_deliveries(100))


def only(store: Store) -> DeliverySummary:
    (found,) = store.recent_deliveries(10)
    return found


async def test_what_is_due_is_sent_as_it_was_stored_under_its_id(store: Store, clock: Clock) -> None:
    store.add(a_subscription(), now=clock())
    record(store, detections(1))
    sender = FakeSender()
    async with running(a_courier(store, sender, clock)):
        await until(lambda: states(store) == ["newsroom delivered"])
    found = store.delivery(only(store).id)
    assert found is not None
    (request,) = sender.sent
    assert (header(request, "webhook-id"), request.body) == (found[0].id, found[1])


async def test_it_is_woken_and_does_not_wait_for_its_next_poll(store: Store, clock: Clock) -> None:
    store.add(a_subscription(), now=clock())
    courier = a_courier(store, FakeSender(), clock, pace=replace(PACE, poll=timedelta(hours=1)))
    async with running(courier):
        await asyncio.sleep(0.1)
        record(store, detections(1))
        courier.wake()
        await until(lambda: states(store) == ["newsroom delivered"])


async def test_a_place_that_becomes_free_is_taken_at_once(store: Store, clock: Clock) -> None:
    store.add(a_subscription(), now=clock())
    record(store, detections(5 * PACE.per_receiver))
    async with running(a_courier(store, FakeSender(), clock, pace=replace(PACE, poll=timedelta(hours=1)))):
        await until(lambda: states(store).count("newsroom delivered") == 5 * PACE.per_receiver)


async def test_each_failure_makes_the_next_wait_longer(store: Store, clock: Clock) -> None:
    store.add(a_subscription(), now=clock())
    record(store, detections(1))
    sender = FakeSender(answers={"newsroom.example": lambda _: answer(500)})
    async with running(a_courier(store, sender, clock)):
        for attempt, wait in enumerate((5, 30, 120), start=1):
            await until(lambda made=attempt: only(store).attempts == made)  # type: ignore[misc]  # a lambda's default
            due = only(store).due_at
            assert due is not None
            assert due - clock() == timedelta(seconds=wait)
            clock.advance(timedelta(seconds=wait))


async def test_a_failed_attempt_is_made_again_when_its_time_comes(store: Store, clock: Clock) -> None:
    store.add(a_subscription(), now=clock())
    record(store, detections(1))
    statuses = iter([500, 200])
    sender = FakeSender(answers={"newsroom.example": lambda _: answer(next(statuses))})
    async with running(a_courier(store, sender, clock)):
        await until(lambda: states(store) == ["newsroom retry"])
        clock.advance(timedelta(seconds=4))
        await asyncio.sleep(0.1)
        assert len(sender.sent) == 1
        clock.advance(timedelta(seconds=3))
        await until(lambda: states(store) == ["newsroom delivered"])
    first, second = sender.sent
    assert header(first, "webhook-id") == header(second, "webhook-id")
    assert first.body == second.body
    assert only(store).attempts == 2


async def test_a_receiver_that_asks_for_a_pause_gets_it_and_no_other_is_held_back(store: Store, clock: Clock) -> None:
    store.add(a_subscription("busy"), now=clock())
    store.add(a_subscription("other"), now=clock())
    record(store, detections(1))
    sender = FakeSender(answers={"busy.example": lambda _: answer(429, retry_after="30")})
    courier = a_courier(store, sender, clock)
    async with running(courier):
        await until(lambda: states(store) == ["busy retry", "other delivered"])
        record(store, detections(3, start=50), now=clock())
        courier.wake()
        await until(lambda: states(store).count("other delivered") == 4)
        assert len(sender.sent_to("busy.example")) == 1
        sender.answers.clear()
        clock.advance(timedelta(seconds=31))
        await until(lambda: states(store).count("busy delivered") == 4)


async def test_a_receiver_that_says_gone_gets_nothing_more_and_its_messages_are_kept(
    store: Store, clock: Clock
) -> None:
    store.add(a_subscription(), now=clock())
    record(store, detections(1))
    sender = FakeSender(answers={"newsroom.example": lambda _: answer(410)})
    courier = a_courier(store, sender, clock)
    async with running(courier):
        await until(lambda: states(store) == ["newsroom gone"])
        record(store, detections(1, start=50))
        courier.wake()
        await asyncio.sleep(0.1)
    assert len(sender.sent) == 1
    (found,) = store.subscriptions()
    assert found.disabled_because == "HTTP 410 Gone"


async def test_a_receiver_that_never_answers_does_not_delay_another(store: Store, clock: Clock) -> None:
    store.add(a_subscription("dead"), now=clock())
    store.add(a_subscription("well"), now=clock())
    record(store, detections(30))
    sender = FakeSender(silent={"dead.example"})
    async with running(a_courier(store, sender, clock, pace=replace(PACE, at_once=6))):
        await until(lambda: states(store).count("well delivered") == 30)
    assert len(sender.sent_to("dead.example")) == Pace().per_receiver


async def test_what_is_too_old_to_be_news_is_not_sent(store: Store, clock: Clock) -> None:
    store.add(a_subscription(), now=clock())
    record(store, detections(1))
    clock.advance(timedelta(hours=24))
    sender = FakeSender()
    async with running(a_courier(store, sender, clock)):
        await until(lambda: states(store) == ["newsroom given_up"])
    assert sender.sent == []
    assert "expired" in (only(store).reason or "")
    assert only(store).attempts == 0


async def test_a_secret_that_is_none_gives_the_message_up_and_is_not_told(store: Store, clock: Clock) -> None:
    store.add(a_subscription(secret=SecretStr("whsec_canary!")), now=clock())
    record(store, detections(1))
    sender = FakeSender()
    async with running(a_courier(store, sender, clock)):
        await until(lambda: states(store) == ["newsroom given_up"])
    assert sender.sent == []
    assert "canary" not in (only(store).reason or "")


async def test_an_answer_is_written_down_as_soon_as_the_database_can_and_not_sent_again(
    url: str, store: Store, clock: Clock
) -> None:
    store.add(a_subscription(), now=clock())
    record(store, detections(1))
    sender = FakeSender(silent={"newsroom.example"})
    other = make_engine(url)
    async with running(a_courier(store, sender, clock)):
        await until(lambda: len(sender.sent) == 1)
        with transaction(other):
            sender.wake.set()
            await asyncio.sleep(0.3)
        await until(lambda: states(store) == ["newsroom delivered"])
    assert len(sender.sent) == 1
    other.dispose()


async def test_what_is_in_flight_at_the_end_lands_or_is_left_to_its_lease(store: Store, clock: Clock) -> None:
    store.add(a_subscription("slow"), now=clock())
    store.add(a_subscription("silent"), now=clock())
    record(store, detections(1))
    sender = FakeSender(silent={"slow.example"})
    silent = asyncio.Event()

    class Both(FakeSender):
        async def send(self, request: OutgoingRequest) -> object:  # type: ignore[override]  # narrower is not needed
            if "silent" in request.url:
                self.sent.append(request)
                await silent.wait()
            return await sender.send(request)

    both = Both()
    courier = a_courier(store, both, clock)
    task = asyncio.create_task(courier.run())
    await until(lambda: len(both.sent) + len(sender.sent) == 2)
    courier.stop()
    await asyncio.sleep(0.05)
    sender.wake.set()
    await task
    silent.set()
    await asyncio.sleep(0.1)
    assert states(store) == ["silent leased", "slow delivered"]
    (again,) = lease(store, "heir", now=clock() + PACE.lease)
    assert again.delivery_id == header(both.sent[0], "webhook-id")


async def test_a_fault_of_ours_in_one_delivery_leaves_the_others_alone(store: Store, clock: Clock) -> None:
    def broken(_: OutgoingRequest) -> object:
        raise RuntimeError

    store.add(a_subscription("broken"), now=clock())
    store.add(a_subscription("well"), now=clock())
    record(store, detections(3))
    sender = FakeSender(answers={"broken.example": broken})  # type: ignore[dict-item]  # it returns nothing at all
    async with running(a_courier(store, sender, clock)):
        await until(lambda: states(store).count("well delivered") == 3)
    assert states(store).count("broken leased") == 3


async def test_couriers_on_one_database_deliver_each_message_once(url: str, store: Store, clock: Clock) -> None:
    store.add(a_subscription(), now=clock())
    record(store, detections(60))
    sender = FakeSender()
    others = [Store.at(url), Store.at(url)]
    first, second = (a_courier(other, sender, clock, name=f"{n}") for n, other in enumerate(others))
    async with running(first), running(second):
        await until(lambda: states(store).count("newsroom delivered") == 60)
    ids = [header(request, "webhook-id") for request in sender.sent]
    assert len(ids) == len(set(ids)) == 60
    for other in others:
        other.close()


async def test_a_database_that_is_away_for_a_while_stops_nothing_for_good(url: str, store: Store, clock: Clock) -> None:
    store.add(a_subscription(), now=clock())
    record(store, detections(1))
    other = make_engine(url)
    with transaction(other):
        courier = a_courier(store, FakeSender(), clock)
        task = asyncio.create_task(courier.run())
        await asyncio.sleep(0.2)
        assert not task.done()
    await until(lambda: only(store).state is DeliveryState.DELIVERED)
    courier.stop()
    await task
    other.dispose()
