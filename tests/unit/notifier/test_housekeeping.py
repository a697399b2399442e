import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from tests.integration.databases import detections, record
from tests.unit.notifier.fakes import Clock
from tocsin.notifier.housekeeping import forget_old, keep_house
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
