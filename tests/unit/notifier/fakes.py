"""A clock that stands still, receivers without a network."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from tests.builders import NOON
from tocsin.domain.delivery import Outcome, OutgoingRequest, Response

MOMENT = timedelta(milliseconds=5)


@dataclass
class Clock:
    """Moves only when it is told to."""

    time: datetime = NOON

    def __call__(self) -> datetime:
        return self.time

    def advance(self, by: timedelta) -> None:
        self.time += by


def answer(status: int, **headers: str) -> Response:
    return Response(status, tuple((name.replace("_", "-"), value) for name, value in headers.items()), b"", MOMENT)


@dataclass
class FakeSender:
    """Answers by host, remembers what was sent. A host in ``silent`` answers nothing until ``wake`` is set."""

    answers: dict[str, Callable[[OutgoingRequest], Outcome]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    sent: list[OutgoingRequest] = field(default_factory=list)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    async def send(self, request: OutgoingRequest) -> Outcome:
        self.sent.append(request)
        host = urlsplit(request.url).hostname or ""
        if host in self.silent:
            await self.wake.wait()
        answered = self.answers.get(host)
        return answered(request) if answered else answer(200)

    async def aclose(self) -> None:
        self.closed = True

    def sent_to(self, host: str) -> list[OutgoingRequest]:
        return [request for request in self.sent if urlsplit(request.url).hostname == host]


def header(request: OutgoingRequest, name: str) -> str:
    return dict(request.headers)[name]
