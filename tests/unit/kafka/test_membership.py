"""A running app -> the moment at which it has fallen out of its consumer group for good."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from tests.contracts.repository import ROOT
from tocsin.kafka.app import make_app
from tocsin.kafka.membership import until_lost
from tocsin.kafka.settings import StreamSettings
from tocsin.kafka.topics import load_topics


def an_app(membership: "asyncio.Task[None] | None") -> Any:
    """An app whose consumer keeps its membership by this task, nested as Faust and aiokafka nest it."""
    coordinator = SimpleNamespace(_coordination_task=membership)
    return SimpleNamespace(
        consumer=SimpleNamespace(_thread=SimpleNamespace(_consumer=SimpleNamespace(_coordinator=coordinator)))
    )


async def test_a_membership_that_ended_by_an_error_is_noticed() -> None:
    async def fall_out() -> None:
        raise AssertionError("no broker in the metadata")

    membership = asyncio.create_task(fall_out())
    error = await asyncio.wait_for(until_lost(an_app(membership), look_every_s=0.01), 5)
    assert "a new start joins it" in str(error)
    assert isinstance(membership.exception(), AssertionError)


async def test_a_membership_that_lasts_is_left_alone() -> None:
    membership = asyncio.create_task(asyncio.sleep(60, None))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(until_lost(an_app(membership), look_every_s=0.01), 0.2)
    membership.cancel()


async def test_an_app_that_has_not_started_has_lost_nothing() -> None:
    app = make_app("a-group", StreamSettings(), load_topics(ROOT / "topics"))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(until_lost(app, look_every_s=0.01), 0.2)
