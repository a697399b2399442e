"""The sender against real servers on loopback."""

import asyncio
import gzip
import logging
import socket
import struct
import time

import pytest
from structlog.testing import capture_logs

from tests.integration.receivers import Connection, Receiver, answering, receiver, serving
from tests.integration.senders import a_request, a_sender, failing_to_resolve
from tocsin.domain.delivery import Failure, NoResponse, Response
from tocsin.notifier.sender import LARGEST_ANSWER

SECRET_PATH = "/services/T00CANARY/B00CANARY/canarycanary"


async def test_body_and_headers_arrive_as_they_were_given() -> None:
    async with receiver(answering(200, b"ok")) as running, a_sender() as sender:
        outcome = await sender.send(a_request(running.url(path="/a/b?c=%20d"), body="{“é”}".encode()))
    assert isinstance(outcome, Response)
    assert (outcome.status, outcome.body) == (200, b"ok")
    (request,) = running.requests
    assert request.target == "/a/b?c=%20d"
    assert request.body == "{“é”}".encode()
    assert request.headers["webhook-id"] == "msg_1"
    assert request.headers["host"] == f"127.0.0.1:{running.port}"


@pytest.mark.parametrize("status", [200, 204, 400, 401, 404, 410, 429, 500, 503])
async def test_every_status_is_an_answer_and_no_error(status: int) -> None:
    async with receiver(answering(status, retry_after="120")) as running, a_sender() as sender:
        outcome = await sender.send(a_request(running.url()))
    assert isinstance(outcome, Response)
    assert outcome.status == status
    assert outcome.header("retry-after") == "120"
    assert len(running.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["other", "https://[half", "//", "javascript:alert(1)"])
async def test_a_redirect_is_an_answer_and_is_never_followed(status: int, location: str) -> None:
    async with receiver(answering(200)) as other:
        target = other.url() if location == "other" else location
        async with receiver(answering(status, location=target)) as running, a_sender() as sender:
            outcome = await sender.send(a_request(running.url()))
    assert isinstance(outcome, Response)
    assert outcome.status == status
    assert other.connections == 0


async def test_a_receiver_that_never_answers_is_left_at_the_deadline() -> None:
    async def handle(_: Connection) -> None:
        await asyncio.sleep(60)

    async with receiver(handle) as running, a_sender(total_seconds=0.3) as sender:
        started = time.monotonic()
        outcome = await sender.send(a_request(running.url()))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.TIMEOUT
    assert time.monotonic() - started < 2


async def test_headers_at_one_byte_a_time_do_not_outlast_the_deadline() -> None:
    async def handle(connection: Connection) -> None:
        for byte in b"HTTP/1.1 200 OK\r\n" + b"x-filler: a\r\n" * 1000:
            await connection.write(bytes([byte]))
            await asyncio.sleep(0.05)

    async with receiver(handle) as running, a_sender(total_seconds=0.5) as sender:
        outcome = await sender.send(a_request(running.url()))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.TIMEOUT


async def test_a_status_counts_even_if_the_body_after_it_never_ends() -> None:
    async def handle(connection: Connection) -> None:
        await connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
        while True:
            await connection.write(b"x")
            await asyncio.sleep(0.05)

    async with receiver(handle) as running, a_sender(total_seconds=0.5) as sender:
        outcome = await sender.send(a_request(running.url()))
    assert isinstance(outcome, Response)
    assert outcome.status == 200
    assert 0 < len(outcome.body) < 1000
    assert outcome.took.total_seconds() < 2


async def test_of_an_answer_of_100_megabytes_only_the_beginning_is_read() -> None:
    sent = 0

    async def handle(connection: Connection) -> None:
        nonlocal sent
        await connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n")
        for _ in range(1600):
            await connection.write(b"x" * 62_500)
            sent += 62_500

    async with receiver(handle) as running, a_sender(total_seconds=10) as sender:
        outcome = await sender.send(a_request(running.url()))
    assert isinstance(outcome, Response)
    assert outcome.body == b"x" * LARGEST_ANSWER
    assert sent < 20_000_000, "the sender hung up; what was sent lay in the buffers of the sockets"


async def test_a_gzip_bomb_is_not_asked_for_and_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    async with receiver(answering(200, bomb, content_encoding="gzip")) as running, a_sender() as sender:
        outcome = await sender.send(a_request(running.url()))
    assert isinstance(outcome, Response)
    assert outcome.body == bomb[:LARGEST_ANSWER]
    assert running.requests[0].headers["accept-encoding"] == "identity"


async def test_a_reset_connection_is_a_value() -> None:
    async def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    running = Receiver()
    async with serving(connected, running), a_sender() as sender:
        outcome = await sender.send(a_request(running.url()))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure in {Failure.CONNECTION, Failure.PROTOCOL}


async def test_a_closed_port_is_a_failed_connection() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening
        port = taken.getsockname()[1]
        async with a_sender() as sender:
            outcome = await sender.send(a_request(f"http://127.0.0.1:{port}/"))
    assert isinstance(outcome, NoResponse)
    assert (outcome.failure, outcome.detail) == (Failure.CONNECTION, "ConnectError while connecting")


@pytest.mark.parametrize(
    "answer", [b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"HTTP/1.1 2000 OK\r\n\r\n", b"\x00" * 500_000, b""]
)
async def test_an_answer_that_is_no_http_is_a_value(answer: bytes) -> None:
    async def handle(connection: Connection) -> None:
        await connection.write(answer)
        connection.writer.close()

    async with receiver(handle) as running, a_sender() as sender:
        outcome = await sender.send(a_request(running.url()))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.PROTOCOL


async def test_cookies_of_one_answer_are_not_sent_with_the_next_request() -> None:
    async with receiver(answering(200, set_cookie="a=b; Path=/")) as running, a_sender() as sender:
        for _ in range(2):
            await sender.send(a_request(running.url()))
    assert [request.headers.get("cookie") for request in running.requests] == [None, None]


async def test_a_connection_that_the_receiver_closed_meanwhile_is_not_used_again() -> None:
    async def handle(connection: Connection) -> None:
        await connection.answer(200)
        connection.writer.close()

    async with receiver(handle) as running, a_sender() as sender:
        for _ in range(3):
            assert isinstance(await sender.send(a_request(running.url())), Response)
            await asyncio.sleep(0.05)
    assert running.connections == 3


async def test_a_connection_is_used_again_while_it_is_open() -> None:
    async with receiver(answering(200)) as running, a_sender() as sender:
        for _ in range(3):
            assert isinstance(await sender.send(a_request(running.url())), Response)
    assert (running.connections, len(running.requests)) == (1, 3)


async def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiver(answering(200)) as proxy, receiver(answering(200)) as running:
        monkeypatch.setenv("HTTP_PROXY", proxy.url())
        monkeypatch.setenv("ALL_PROXY", proxy.url())
        async with a_sender() as sender:
            await sender.send(a_request(running.url()))
    assert (proxy.connections, running.connections) == (0, 1)


async def test_a_dead_receiver_does_not_hold_up_another() -> None:
    all_hang = asyncio.Event()

    async def hang(_: Connection) -> None:
        if len(dead.requests) == 60:
            all_hang.set()
        await asyncio.sleep(60)

    async with (
        receiver(hang) as dead,
        receiver(answering(200)) as alive,
        a_sender(total_seconds=20, connect_seconds=10) as sender,
    ):
        waiting = [asyncio.create_task(sender.send(a_request(dead.url()))) for _ in range(60)]
        await asyncio.wait_for(all_hang.wait(), 15)
        assert isinstance(await sender.send(a_request(alive.url())), Response)
        assert not any(task.done() for task in waiting)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def test_the_secret_in_a_url_is_in_no_log_line_no_repr_and_no_detail(caplog: pytest.LogCaptureFixture) -> None:
    """Every way an attempt can end, with a receiver that sends the URL back wherever it can."""

    async def echo(connection: Connection) -> None:
        target = connection.request.target
        await connection.answer(301, target.encode(), location=target, x_echo=target)

    async def echo_no_http(connection: Connection) -> None:
        await connection.write(connection.request.target.encode() + b"\r\n\r\n")
        connection.writer.close()

    async def hang(_: Connection) -> None:
        await asyncio.sleep(60)

    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpx")
    caplog.set_level(logging.DEBUG, logger="httpcore")
    shown: list[str] = []
    with capture_logs() as events:
        for handle in (echo, echo_no_http, hang, answering(200)):
            async with receiver(handle) as running, a_sender(total_seconds=0.3) as sender:
                for url in (
                    running.url(path=SECRET_PATH),
                    running.url("[::1]", SECRET_PATH),
                    f"http://x@h{SECRET_PATH}",
                ):
                    request = a_request(url)
                    shown += [repr(request), repr(await sender.send(request)), repr(sender)]
        async with a_sender(resolve=failing_to_resolve(socket.gaierror(socket.EAI_NONAME, SECRET_PATH))) as sender:
            shown.append(repr(await sender.send(a_request(f"http://nowhere.example{SECRET_PATH}"))))
    assert len(shown) == 4 * 3 * 3 + 1
    # Structlog's events come to one or the other, depending on whether it was configured before.
    logged = [*map(str, events), *(str(record.__dict__) for record in caplog.records)]
    assert sum("receiver_refused" in line for line in logged) >= 4
    assert [line for line in [*shown, *logged] if "canary" in line.lower()] == []
