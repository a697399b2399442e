"""HTTP servers on loopback that behave as receivers do on bad days, and count what reaches them."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Handler = Callable[["Connection"], Awaitable[None]]


@dataclass
class Received:
    """One request as it came."""

    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Connection:
    """One connection, with the request already read."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    request: Received

    async def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Answer properly; underscores in header names are dashes."""
        lines = [f"HTTP/1.1 {status} Whatever", f"content-length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        await self.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    async def write(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()


@dataclass
class Receiver:
    """A running server."""

    port: int = 0
    connections: int = 0
    bytes_sent: int = 0
    requests: list[Received] = field(default_factory=list)

    def url(self, host: str = "127.0.0.1", path: str = "/alerts", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@asynccontextmanager
async def receiver(
    handle: Handler, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[Receiver]:
    """Serve ``handle`` on ``host``; each request is read whole first. A connection can carry several."""
    running = Receiver()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        running.connections += 1
        # The sender hangs up on many of these; that is what is tested, not a fault of the server.
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            while not writer.is_closing():
                request = await read_request(reader)
                running.requests.append(request)
                await handle(Connection(reader, writer, request))
        writer.close()

    async with serving(connected, running, host=host, tls=tls):
        yield running


@asynccontextmanager
async def serving(
    connected: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
    running: Receiver,
    *,
    host: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[None]:
    """Run a bare TCP server and end every connection of it."""
    tasks: set[asyncio.Task[None]] = set()

    async def tracked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await connected(reader, writer)
        except asyncio.CancelledError:  # the test is over
            writer.transport.abort()
        finally:
            tasks.discard(task)

    server = await asyncio.start_server(tracked, host, 0, ssl=tls)
    running.port = server.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


def answering(status: int, body: bytes = b"", **headers: str) -> Handler:
    """Return what answers every request properly and alike."""

    async def handle(connection: Connection) -> None:
        await connection.answer(status, body, **headers)

    return handle


async def read_request(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(first.split(" ")[1], headers, body)


@asynccontextmanager
async def tcp_counter(hosts: tuple[str, ...] = ("0.0.0.0", "::")) -> AsyncIterator[Receiver]:
    """Count every TCP connection to this machine at one port, whatever address it is made to."""
    running = Receiver()
    sockets: list[socket.socket] = []
    for host in hosts:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.bind((host, running.port))
        running.port = listening.getsockname()[1]
        listening.listen()
        sockets.append(listening)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        running.connections += 1
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        with suppress(ConnectionError):
            await writer.drain()
            await reader.read(65536)
        writer.close()

    servers = [await asyncio.start_server(connected, sock=listening) for listening in sockets]
    try:
        yield running
    finally:
        for server in servers:
            server.close()
            await server.wait_closed()
