import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.builders import NOON
from tests.integration.databases import a_subscription
from tests.unit.notifier.fakes import FakeSender
from tocsin.domain.errors import DeclarationError, TocsinError
from tocsin.domain.subscription import Subscription
from tocsin.kafka.topics import load_topics
from tocsin.kafka.vitals import Vitals
from tocsin.notifier.app import notifier
from tocsin.notifier.settings import NotifierSettings
from tocsin.storage.engine import make_engine
from tocsin.storage.store import Store

TOPICS = load_topics(Path(__file__).parents[3] / "topics")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store.at(url)
    yield opened
    opened.close()


async def reason_to_end(store: Store, *declared: Subscription) -> TocsinError:
    vitals = Vitals("notifier", timedelta(seconds=10))
    settings = NotifierSettings.load({})
    async with notifier(settings, TOPICS, store, FakeSender(), declared, vitals):
        return await asyncio.wait_for(vitals.fatal(), 10)


async def test_a_database_of_a_newer_version_ends_the_process_and_says_why(url: str, store: Store) -> None:
    store.upgrade()
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    error = await reason_to_end(store)
    assert isinstance(error, DeclarationError)
    assert "run the newer version" in str(error)


async def test_a_declared_name_that_is_taken_ends_the_process_and_says_which(store: Store) -> None:
    store.upgrade()
    store.add(a_subscription("desk"), now=NOON)
    error = await reason_to_end(store, a_subscription("desk"))
    assert "the name desk is taken" in str(error)


async def test_the_start_makes_the_tables_and_the_declared_subscriptions_and_the_end_closes_the_sender(
    store: Store,
) -> None:
    sender = FakeSender()
    vitals = Vitals("notifier", timedelta(seconds=10))
    async with notifier(NotifierSettings.load({}), TOPICS, store, sender, [a_subscription("desk")], vitals):
        async with asyncio.timeout(10):
            while store.pending_revisions() or not store.subscriptions():  # noqa: ASYNC110  # a database tells nobody
                await asyncio.sleep(0.02)
    assert [one.subscription.name for one in store.subscriptions()] == ["desk"]
    assert sender.closed
