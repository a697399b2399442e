"""Senders as the tests want them: loopback allowed, short deadlines, made-up name servers."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_network
from typing import Any

from tocsin.domain.delivery import OutgoingRequest
from tocsin.notifier.sender import HttpxSender

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@asynccontextmanager
async def a_sender(**given: Any) -> AsyncIterator[HttpxSender]:
    values: dict[str, Any] = {"allowed": LOOPBACK, "allow_http": True, "total_seconds": 2.0, "connect_seconds": 1.0}
    sender = HttpxSender(**values | given)
    try:
        yield sender
    finally:
        await sender.aclose()


def a_request(url: str, body: bytes = b'{"a":1}') -> OutgoingRequest:
    return OutgoingRequest(url, (("content-type", "application/json"), ("webhook-id", "msg_1")), body)


def resolving(*answers: Sequence[str]) -> Callable[[str, int], Any]:
    """A resolver that gives one answer after the other, and the last for ever."""
    left = list(answers)

    async def resolve(_: str, __: int) -> Sequence[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


def failing_to_resolve(error: Exception) -> Callable[[str, int], Any]:
    async def resolve(_: str, __: int) -> Sequence[str]:
        raise error

    return resolve
