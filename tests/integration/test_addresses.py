"""Whatever a URL looks like, no TCP connection is made to an address that is not allowed."""

from collections.abc import Sequence
from ipaddress import ip_network

import pytest

from tests.integration.receivers import tcp_counter
from tests.integration.senders import a_request, a_sender, resolving
from tocsin.domain.delivery import Failure, NoResponse, Response

# What would lead to this machine, or to a neighbour of it, if it were not refused. {port} is where we listen.
# A made-up resolver is used for the names, so that no name server is asked and no stranger's address touched.
BYPASSES = (
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://localhost:{port}/",
    "http://localhost.:{port}/",
    "http://LOCALHOST:{port}/",
    "http://a.localhost:{port}/",
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[64:ff9b:1::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[fec0::1]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://[::1%25lo]:{port}/",
    "http://[ff02::1]:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://public.example@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@public.example/",
    "http://127.0.0.1:{port}\\@public.example/",
    "http://public.example:80@127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/",
    "ftp://127.0.0.1:{port}/",
    "file:///etc/passwd",
    " http://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/\r\nhost: public.example",
    "HTTP://127.0.0.1:{port}/",
)


@pytest.mark.parametrize("url", BYPASSES)
async def test_no_form_of_a_local_address_is_connected_to(url: str) -> None:
    async with tcp_counter() as counter, a_sender(allowed=(), ports=frozenset({counter.port})) as sender:
        outcome = await sender.send(a_request(url.format(port=counter.port)))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure in {Failure.ADDRESS_REFUSED, Failure.NAME_UNKNOWN}
    assert counter.connections == 0


# Addresses of this machine only: a mistake in the code must not make this test call anybody else.
@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.2",),
        ("127.0.0.1", "127.0.0.2"),  # a good one first
        ("127.0.0.2", "127.0.0.1"),
        ("127.0.0.1", "::1"),
        ("127.0.0.1", "::ffff:127.0.0.2"),
        ("127.0.0.1", "0.0.0.0"),
        ("127.0.0.1", "::"),
        ("127.0.0.1", "no address"),
    ],
)
async def test_one_refused_address_among_those_of_a_name_is_enough_to_connect_to_none(addresses: Sequence[str]) -> None:
    only = (ip_network("127.0.0.1/32"),)
    async with tcp_counter() as counter, a_sender(allowed=only, resolve=resolving(addresses)) as sender:
        outcome = await sender.send(a_request(f"http://inwards.example:{counter.port}/"))
    assert isinstance(outcome, NoResponse)
    assert (outcome.failure, outcome.detail) == (Failure.ADDRESS_REFUSED, "the target is not allowed")
    assert counter.connections == 0


async def test_the_counter_sees_what_is_allowed() -> None:
    """Otherwise the tests above could not fail."""
    async with tcp_counter() as counter, a_sender() as sender:
        for host in ("127.0.0.1", "[::1]", "localhost"):
            assert isinstance(await sender.send(a_request(f"http://{host}:{counter.port}/")), Response)
    assert counter.connections == 3


async def test_a_name_is_judged_again_at_every_connection() -> None:
    """A resolver that changes its answer after the first: what is called DNS rebinding."""
    only = (ip_network("127.0.0.1/32"),)
    rebinding = resolving(["127.0.0.1"], ["127.0.0.2"])
    async with tcp_counter(("127.0.0.1",)) as counter, a_sender(allowed=only, resolve=rebinding) as sender:
        url = f"http://changing.example:{counter.port}/"
        first, second = await sender.send(a_request(url)), await sender.send(a_request(url))
    assert isinstance(first, Response)
    assert isinstance(second, NoResponse)
    assert second.failure is Failure.ADDRESS_REFUSED
    assert counter.connections == 1


async def test_the_address_that_was_judged_is_the_one_that_is_connected_to() -> None:
    """The name is resolved once for a connection; a second answer could be another."""
    asked = 0

    async def resolve(_: str, __: int) -> Sequence[str]:
        nonlocal asked
        asked += 1
        return ["127.0.0.1"]

    async with tcp_counter() as counter, a_sender(resolve=resolve) as sender:
        await sender.send(a_request(f"http://once.example:{counter.port}/"))
    assert asked == 1


async def test_http_and_strange_ports_are_refused_unless_allowed() -> None:
    async with tcp_counter() as counter, a_sender(allow_http=False) as sender:
        assert isinstance(await sender.send(a_request(f"http://127.0.0.1:{counter.port}/")), NoResponse)
    async with a_sender(allowed=(), resolve=resolving([])) as sender:
        outcome = await sender.send(a_request("https://public.example:25/"))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.ADDRESS_REFUSED
    assert counter.connections == 0
