"""What is sent, what came back, and the verdict on it. These values never travel."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class OutgoingRequest:
    """One HTTP POST, ready to be sent. ``repr`` hides URL and headers: both can hold secrets."""

    url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    """What a receiver answered. ``body`` is cut to the first 4,000 bytes; header names are lower case.

    ``repr`` hides both: a receiver can send back the URL that it was called by.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    took: timedelta

    def header(self, name: str) -> str | None:
        """Return the first header of that lower-case name."""
        return next((value for key, value in self.headers if key == name), None)


class Failure(StrEnum):
    """Why no answer came. A closed set: it is a metric label."""

    TIMEOUT = "timeout"
    CONNECTION = "connection"
    TLS = "tls"
    NAME_UNKNOWN = "name_unknown"
    NAME_SERVER = "name_server"
    ADDRESS_REFUSED = "address_refused"
    PROTOCOL = "protocol"


@dataclass(frozen=True, slots=True)
class NoResponse:
    """No answer came. ``detail`` holds no URL."""

    failure: Failure
    detail: str
    took: timedelta


Outcome = Response | NoResponse


@dataclass(frozen=True, slots=True)
class Delivered:
    """The receiver has it."""

    because: str


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Try again at ``at``. Everything else for this receiver is held back until ``pause_until``, if it is given.

    The two differ: a delivery in its fifth hour of trying waits for hours, its receiver never pauses above one.
    """

    at: datetime
    because: str
    pause_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """This message will not be delivered; the receiver keeps getting others."""

    because: str


@dataclass(frozen=True, slots=True)
class EndpointGone:
    """The receiver wants nothing more; the subscription is switched off, its messages are kept."""

    because: str


Verdict = Delivered | RetryAt | GivenUp | EndpointGone


class DeliveryState(StrEnum):
    """Where a delivery stands in the outbox."""

    PENDING = "pending"
    LEASED = "leased"
    RETRY = "retry"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    GONE = "gone"
