import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from tests.builders import a_detection
from tests.integration.databases import a_subscription, detections
from tests.unit.notifier.fakes import Clock
from tocsin import telemetry
from tocsin.domain.detection import Detection
from tocsin.domain.errors import Overwhelmed
from tocsin.kafka.breaker import Breaker
from tocsin.kafka.codec import encode
from tocsin.notifier.intake import Intake
from tocsin.storage.engine import make_engine, transaction
from tocsin.storage.store import Store
from tocsin.stories.decide import Decision


def an_intake(store: Store, waiting: asyncio.Event | None = None, *, prepared: bool = True) -> Intake:
    ready = asyncio.Event()
    if prepared:
        ready.set()
    sign = waiting or asyncio.Event()
    breaker = Breaker(in_a_row=5, window=0, share=1)
    return Intake(store, expiry=timedelta(hours=24), clock=Clock(), waiting=sign.set, prepared=ready, breaker=breaker)


def encoded(what: Sequence[Detection]) -> list[bytes]:
    return [encode(one) for one in what]


async def test_a_batch_is_stored_when_it_comes_back(store: Store) -> None:
    store.add(a_subscription(), now=Clock()())
    assert await an_intake(store).take(encoded(detections(5))) == (None,) * 5
    assert len(store.recent_alerts(10)) == len(store.recent_deliveries(10)) == 5


async def test_alerts_that_nobody_is_told_of_are_counted(store: Store) -> None:
    before = telemetry.ALERTS_HELD._value.get()
    came = encoded(detections(5, rate=2))
    await an_intake(store).take([*came, *came])
    assert telemetry.ALERTS_HELD._value.get() - before == 3


async def test_what_is_no_detection_gets_its_reason_and_its_neighbours_are_stored(store: Store) -> None:
    first, second = encoded(detections(2))
    reasons = await an_intake(store).take([first, b"{", None, second])
    assert [reason and reason.split(":")[0] for reason in reasons] == [None, "not JSON", "empty", None]
    assert len(store.recent_alerts(10)) == 2


async def test_a_detection_that_cannot_be_stored_is_found_among_its_neighbours(url: str) -> None:
    class Picky(Store):
        def record(self, detections: Sequence[Detection], **rest: Any) -> tuple[Decision, ...]:
            if any(one.event.place == "nowhere" for one in detections):
                raise ValueError
            return super().record(detections, **rest)

    store = Picky(make_engine(url))
    store.upgrade()
    bad = a_detection(event=a_detection().event.model_copy(update={"place": "nowhere", "id": "evt_bad"}))
    one, two = detections(2)
    reasons = await an_intake(store).take(encoded([one, bad, two]))
    assert reasons == (None, "cannot be stored: ValueError", None)
    assert len(store.recent_alerts(10)) == 2
    store.close()


async def test_a_database_that_is_locked_is_waited_for_and_nothing_is_lost(url: str, store: Store) -> None:
    other = make_engine(url)
    waiting = asyncio.Event()
    intake = an_intake(store, waiting)
    with transaction(other):
        taking = asyncio.create_task(intake.take(encoded(detections(3))))
        await waiting.wait()
        assert not taking.done()
    assert await taking == (None,) * 3
    assert len(store.recent_alerts(10)) == 3
    other.dispose()


async def test_nothing_is_taken_before_the_tables_are_made(store: Store) -> None:
    intake = an_intake(store, prepared=False)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(intake.take(encoded(detections(1))), 0.1)
    assert store.recent_alerts(10) == ()


async def test_so_many_bad_messages_in_a_row_stop_the_process(store: Store) -> None:
    intake = an_intake(store)
    await intake.take([b"{"] * 4)
    with pytest.raises(Overwhelmed, match="5 messages in a row were bad, the last because: not JSON"):
        await intake.take([b"{"])


async def test_a_good_message_among_bad_ones_starts_the_count_anew(store: Store) -> None:
    intake = an_intake(store)
    await intake.take([b"{"] * 4)
    await intake.take(encoded(detections(1)))
    await intake.take([b"{"] * 4)
