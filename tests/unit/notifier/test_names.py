import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from tocsin.notifier.names import ask_the_system


async def test_names_are_looked_up_although_every_thread_of_the_database_is_taken() -> None:
    done, loop = Event(), asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(1))
    busy = asyncio.ensure_future(asyncio.to_thread(done.wait))
    try:
        async with asyncio.timeout(10):
            assert await ask_the_system("127.0.0.1", 443) == ["127.0.0.1"]
    finally:
        done.set()
        await busy
