import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.integration.databases import LEASE, a_subscription, detections, lease, record
from tests.unit.notifier.fakes import Clock, answer
from tocsin.domain.delivery import Delivered
from tocsin.domain.errors import Unavailable
from tocsin.notifier.ledger import Ledger
from tocsin.storage.engine import make_engine
from tocsin.storage.store import Store
from tocsin.storage.values import Result, Settled


class WatchedStore(Store):
    """Remembers how many results came together; refuses as it is told."""

    refuses: Exception | None = None
    poison: str | None = None
    together: tuple[int, ...] = ()

    def settle_all(self, results: Sequence[Result], *, now: datetime) -> tuple[Settled, ...]:
        self.together = (*self.together, len(results))
        if self.refuses is not None:
            raise self.refuses
        if any(result.lease.delivery_id == self.poison for result in results):
            raise ValueError
        return super().settle_all(results, now=now)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WatchedStore]:
    opened = WatchedStore(make_engine(f"sqlite:///{tmp_path / 'db'}"))
    opened.upgrade()
    opened.add(a_subscription(), now=Clock()())
    record(opened, detections(10))
    yield opened
    opened.close()


def results(store: Store) -> list[Result]:
    return [Result(one, Delivered("HTTP 200"), answer(200)) for one in lease(store)]


async def test_what_comes_while_a_commit_waits_shares_the_next_one(store: WatchedStore) -> None:
    ledger = Ledger(store, Clock())
    first, *others = results(store)
    settling = [asyncio.create_task(ledger.settle(first))]
    while not store.together:  # noqa: ASYNC110  # it is set in a thread
        await asyncio.sleep(0)
    settling += [asyncio.create_task(ledger.settle(one)) for one in others]
    assert await asyncio.gather(*settling) == [Settled()] * 10
    assert sum(store.together) == 10
    assert len(store.together) < 5


async def test_one_result_that_cannot_be_written_does_not_keep_the_others_from_it(store: WatchedStore) -> None:
    ledger = Ledger(store, Clock())
    made = results(store)
    store.poison = made[3].lease.delivery_id
    answers = await asyncio.gather(*map(ledger.settle, made), return_exceptions=True)
    assert [type(one) for one in answers] == [Settled] * 3 + [ValueError] + [Settled] * 6
    assert sum(one.state.value == "delivered" for one in store.recent_deliveries(10)) == 9


async def test_a_result_is_let_go_when_its_lease_runs_out_before_the_database_answers(store: WatchedStore) -> None:
    clock = Clock()
    ledger = Ledger(store, clock)
    store.refuses = Unavailable("away")
    one = results(store)[0]
    settling = asyncio.create_task(ledger.settle(one))
    await asyncio.sleep(0.1)
    assert not settling.done()
    clock.advance(LEASE + timedelta(seconds=1))
    assert await settling is None
