"""Host name -> IP addresses, as the operating system knows them."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port -> IP addresses. Raises socket.gaierror where there are none."""

# A name server that is silent holds a thread for half a minute. In asyncio's own few threads, which are the database's
# too, it would hold up everything.
_THREADS = ThreadPoolExecutor(64, thread_name_prefix="resolver")


async def ask_the_system(host: str, port: int) -> Sequence[str]:
    """Return the addresses in the order in which to try them."""
    look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    found = await asyncio.get_running_loop().run_in_executor(_THREADS, look_up)
    return [str(address[0]) for *_, address in found]
