"""How the sender comes to a connection: names, addresses and TLS, with real servers on loopback."""

import asyncio
import shutil
import socket
import ssl
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.integration.receivers import Receiver, answering, receiver, serving
from tests.integration.senders import a_request, a_sender, failing_to_resolve, resolving
from tocsin.domain.delivery import Failure, NoResponse, Response


async def test_a_server_without_tls_fails_the_handshake() -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
        writer.close()

    running = Receiver()
    async with serving(connected, running), a_sender() as sender:
        outcome = await sender.send(a_request(running.url(scheme="https")))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of receiver.example in one file, made by the openssl command."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl command to make a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    both = folder / "both.pem"
    # fmt: off
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=receiver.example",
               "-addext", "subjectAltName=DNS:receiver.example", "-keyout", "key.pem", "-out", "certificate.pem"]
    # fmt: on
    subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=60)
    both.write_text((folder / "key.pem").read_text() + (folder / "certificate.pem").read_text())
    return both


def serving_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def test_an_untrusted_certificate_is_refused(certificate: Path) -> None:
    async with receiver(answering(200), tls=serving_tls(certificate)) as running, a_sender() as sender:
        outcome = await sender.send(a_request(running.url(scheme="https")))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.TLS
    assert "certificate not accepted" in outcome.detail
    assert running.requests == []


async def test_the_certificate_is_checked_against_the_name_and_not_the_address(certificate: Path) -> None:
    trusting = ssl.create_default_context(cafile=certificate)
    async with (
        receiver(answering(200), tls=serving_tls(certificate)) as running,
        a_sender(tls=trusting, resolve=resolving(["127.0.0.1"])) as sender,
    ):
        right = await sender.send(a_request(running.url("receiver.example", scheme="https")))
        wrong = await sender.send(a_request(running.url("other.example", scheme="https")))
    assert isinstance(right, Response)
    assert running.requests[0].headers["host"] == f"receiver.example:{running.port}"
    assert isinstance(wrong, NoResponse)
    assert wrong.failure is Failure.TLS


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), Failure.NAME_UNKNOWN),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), Failure.NAME_SERVER),
        (UnicodeError("label too long"), Failure.NAME_UNKNOWN),
    ],
)
async def test_a_name_that_does_not_exist_is_told_from_a_name_server_in_trouble(
    error: Exception, failure: Failure
) -> None:
    async with a_sender(resolve=failing_to_resolve(error)) as sender:
        outcome = await sender.send(a_request("http://nowhere.example/"))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is failure


async def test_a_silent_name_server_is_not_waited_for_beyond_the_connect_limit() -> None:
    async def resolve(_: str, __: int) -> Sequence[str]:
        await asyncio.sleep(60)
        return []

    async with a_sender(resolve=resolve, connect_seconds=0.1) as sender:
        outcome = await sender.send(a_request("http://slow.example/"))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.NAME_SERVER


async def test_a_name_without_addresses_is_unknown() -> None:
    async with a_sender(resolve=resolving([])) as sender:
        outcome = await sender.send(a_request("http://empty.example/"))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.NAME_UNKNOWN


async def test_ipv6_loopback_is_reached_where_it_is_allowed() -> None:
    async with receiver(answering(200), host="::1") as running, a_sender() as sender:
        outcome = await sender.send(a_request(running.url("[::1]")))
    assert isinstance(outcome, Response)


async def test_the_second_address_of_a_name_is_tried_when_the_first_does_not_answer() -> None:
    async with receiver(answering(200)) as running, a_sender(resolve=resolving(["::1", "127.0.0.1"])) as sender:
        outcome = await sender.send(a_request(running.url("two.example")))
    assert isinstance(outcome, Response)
