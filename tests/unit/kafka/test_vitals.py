"""Health watches progress, not promises."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tocsin.domain.errors import Overwhelmed
from tocsin.kafka.vitals import Vitals


@dataclass
class FakeApp:
    behind: int = 0
    in_group: bool = True

    def lag(self) -> int:
        return self.behind

    def joined(self) -> bool:
        return self.in_group


@dataclass
class FakeClock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def made(clock: FakeClock, app: FakeApp | None) -> Vitals:
    return Vitals("test", timedelta(seconds=60), clock=clock, app=app)


def test_a_process_that_waits_for_its_broker_is_alive_and_not_ready() -> None:
    clock = FakeClock()
    vitals = made(clock, None)
    clock.now = 1_000
    assert vitals.stuck() is None
    assert vitals.ready() == "waiting for the broker"


def test_a_process_that_joins_its_group_is_not_ready() -> None:
    assert made(FakeClock(), FakeApp(in_group=False)).ready() == "joining the consumer group"
    assert made(FakeClock(), FakeApp()).ready() is None


def test_messages_that_wait_while_nothing_is_finished_mean_stuck() -> None:
    clock = FakeClock()
    vitals = made(clock, FakeApp(behind=7))
    clock.now = 59
    assert vitals.stuck() is None
    clock.now = 61
    assert vitals.stuck() == "7 messages wait and none was finished for 61 s"


def test_nothing_to_do_is_not_stuck() -> None:
    clock = FakeClock()
    vitals = made(clock, FakeApp(behind=0))
    clock.now = 1_000
    assert vitals.stuck() is None


def test_a_finished_batch_starts_the_time_anew_and_a_failed_one_does_not() -> None:
    clock = FakeClock()
    vitals = made(clock, FakeApp(behind=7))
    clock.now = 50
    with vitals.batch():
        pass
    clock.now = 100
    assert vitals.stuck() is None
    with pytest.raises(Overwhelmed), vitals.batch():
        raise Overwhelmed
    clock.now = 115
    assert vitals.stuck() is not None


async def test_who_stops_the_process_is_never_returned_to() -> None:
    vitals = made(FakeClock(), FakeApp())
    stopping = asyncio.ensure_future(vitals.stop(Overwhelmed("all bad")))
    assert str(await vitals.fatal()) == "all bad"
    await asyncio.sleep(0)
    assert not stopping.done()
    stopping.cancel()


async def test_of_two_errors_the_first_is_told_and_neither_returns_to_who_met_it() -> None:
    vitals = made(FakeClock(), FakeApp())
    vitals.fail(Overwhelmed("first"))
    stopping = asyncio.ensure_future(vitals.stop(Overwhelmed("second")))
    await asyncio.sleep(0)
    assert not stopping.done()
    assert str(await vitals.fatal()) == "first"
    stopping.cancel()
