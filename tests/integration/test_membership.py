"""The task that keeps a process in its group, on a real broker: where we look for it is inside two libraries."""

import asyncio
from typing import Any

import pytest

from tests.integration.harness import Line
from tocsin.kafka.app import make_app, raw_topic
from tocsin.kafka.membership import membership, until_lost
from tocsin.kafka.settings import StreamSettings

pytestmark = pytest.mark.kafka


async def test_a_lost_membership_is_noticed_in_a_running_app(line: Line) -> None:
    app = make_app("lost", StreamSettings(kafka_bootstrap=line.bootstrap), line.topics)

    async def pass_by(stream: Any) -> None:
        async for _ in stream:
            pass

    app.agent(raw_topic(app, line.topics.articles))(pass_by)
    await app.start()
    try:
        task = membership(app)
        assert task is not None
        assert not task.done()
        task.get_loop().call_soon_threadsafe(task.cancel)
        assert "consumer group was lost" in str(await asyncio.wait_for(until_lost(app), 10))
    finally:
        await asyncio.wait_for(app.stop(), 30)
