import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.databases import EXPIRY, a_subscription, detections, record
from tests.unit.notifier.fakes import Clock
from tocsin.domain.errors import Unavailable
from tocsin.notifier.housekeeping import forget_old, keep_house, keep_telling, tell_floods
from tocsin.storage.engine import make_engine
from tocsin.storage.retention import STEP
from tocsin.storage.store import Store


async def test_all_that_is_old_is_forgotten_however_much_it_is(tmp_path: Path) -> None:
    clock = Clock()
    store = Store(make_engine(f"sqlite:///{tmp_path / 'db'}"))
    store.upgrade()
    record(store, detections(STEP + 20), now=clock())
    clock.advance(timedelta(days=1))
    record(store, detections(5, start=5000), now=clock())
    assert await forget_old(store, before=clock()) == STEP + 20
    assert len(store.recent_alerts(1000)) == 5
    store.close()


async def test_a_fault_while_cleaning_costs_nothing_but_an_hour(tmp_path: Path) -> None:
    asked = asyncio.Event()

    class Broken(Store):
        def forget(self, *, before: datetime) -> int:
            loop.call_soon_threadsafe(asked.set)
            raise ZeroDivisionError

    loop = asyncio.get_running_loop()
    store = Broken(make_engine(f"sqlite:///{tmp_path / 'db'}"))
    house = asyncio.create_task(keep_house(store, keep=timedelta(days=1), clock=Clock()))
    await asked.wait()
    done, _ = await asyncio.wait({house}, timeout=0.2)
    assert not done
    house.cancel()
    store.close()


def flooded(store: Store, *rules: str) -> None:
    store.add(a_subscription(), now=Clock()())
    for number, rule in enumerate(rules):
        record(store, detections(3, rule=rule, rate=1, start=50 * number), now=Clock()())


async def test_floods_are_told_once_their_windows_have_ended(store: Store) -> None:
    clock = Clock()
    flooded(store, "a", "b")
    assert await tell_floods(store, expiry=EXPIRY, now=clock()) == 0
    clock.advance(timedelta(hours=1))
    assert await tell_floods(store, expiry=EXPIRY, now=clock()) == 2
    assert await tell_floods(store, expiry=EXPIRY, now=clock()) == 0
    assert len([one for one in store.recent_deliveries(10) if "flooding, 2 held" in one.title]) == 2


async def test_a_flood_that_cannot_be_told_does_not_keep_the_others_from_being_told(url: str) -> None:
    class Picky(Store):
        def tell_flood(self, flood: str, **rest: Any) -> Any:
            if flood == first:
                raise ZeroDivisionError
            return super().tell_flood(flood, **rest)

    store = Picky(make_engine(url))
    store.upgrade()
    flooded(store, "a", "b", "c")
    after = Clock()() + timedelta(hours=1)
    first, *_ = store.ended_floods(now=after)
    with pytest.raises(ExceptionGroup):
        await tell_floods(store, expiry=EXPIRY, now=after)
    assert store.ended_floods(now=after) == (first,)
    store.close()


@pytest.mark.parametrize("fault", [ZeroDivisionError(), Unavailable("locked")])
async def test_a_fault_while_telling_costs_nothing_but_time(url: str, fault: Exception) -> None:
    asked = asyncio.Event()

    class Broken(Store):
        def ended_floods(self, *, now: datetime) -> tuple[str, ...]:
            raise fault

    store = Broken(make_engine(url))
    telling = asyncio.create_task(keep_telling(store, expiry=EXPIRY, clock=Clock(), wake=asked.set))
    await asked.wait()
    done, _ = await asyncio.wait({telling}, timeout=0.2)
    assert not done
    telling.cancel()
    store.close()
