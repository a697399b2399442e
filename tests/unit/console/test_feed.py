import asyncio

from hypothesis import given
from hypothesis import strategies as st

from tocsin.console.feed import KEPT, KINDS, Feed, Item


async def test_a_page_that_reconnects_gets_exactly_what_it_missed():
    feed = Feed()
    for number in range(5):
        await feed.add("event", f"e{number}", f"<li>{number}</li>")

    assert [item.key for item in feed.since(3)] == ["e3", "e4"]


async def test_a_delivery_that_changes_replaces_itself_and_counts_once():
    feed = Feed()
    await feed.add("delivery", "d1", "waiting")
    await feed.add("delivery", "d2", "waiting")
    await feed.add("delivery", "d1", "delivered")

    assert [(item.key, item.html) for item in feed.latest("delivery")] == [("d1", "delivered"), ("d2", "waiting")]
    assert feed.total("delivery") == 2


async def test_followers_get_old_and_new_items_in_order():
    feed = Feed()
    await feed.add("article", "a1", "one")
    got: list[Item] = []

    async def follow() -> None:
        async for item in feed.follow(0):
            got.append(item)  # noqa: PERF401, RUF100  # it never ends: a comprehension would never return

    task = asyncio.create_task(follow())
    await asyncio.sleep(0)
    await feed.add("alert", "b1", "two")
    await asyncio.sleep(0.01)
    task.cancel()

    assert [item.key for item in got] == ["a1", "b1"]


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 300))))
def test_memory_is_bounded_and_numbers_only_grow(added):
    async def fill() -> Feed:
        feed = Feed()
        for kind, key in added:
            await feed.add(kind, str(key), "x")
        return feed

    feed = asyncio.run(fill())

    assert all(len(feed.latest(kind)) <= KEPT for kind in KINDS)
    numbers = [item.number for item in feed.since(0)]
    assert numbers == sorted(set(numbers))
    assert feed.number == len(added)
