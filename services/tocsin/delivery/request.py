"""Alert or flood and subscription -> body, once; body and time -> the request of one attempt."""

from datetime import datetime
from typing import Protocol, assert_never

from tocsin import __version__
from tocsin.delivery import message, slack
from tocsin.delivery.signature import sign, unix_seconds
from tocsin.domain.alert import Alert
from tocsin.domain.delivery import Outcome, OutgoingRequest
from tocsin.domain.flood import Flood
from tocsin.domain.subscription import Kind, Subscription

USER_AGENT = f"tocsin/{__version__}"
_COMMON = (("content-type", "application/json"), ("user-agent", USER_AGENT))


class Sender(Protocol):
    """Whoever posts requests. No answer is a value too: ``send`` raises nothing but programming errors."""

    async def send(self, request: OutgoingRequest) -> Outcome:
        """Post once, follow no redirect, and return within a bounded time."""
        ...

    async def aclose(self) -> None:
        """Close what is open; nothing can be sent after it."""
        ...


def body_for(alert: Alert, subscription: Subscription) -> bytes:
    """Return what every attempt of this delivery will carry: the same bytes for the same alert, on any machine."""
    match subscription.kind:
        case Kind.WEBHOOK:
            return message.body(alert)
        case Kind.SLACK:
            return slack.body(alert)
        case _:  # pragma: no cover
            assert_never(subscription.kind)


def notice_for(flood: Flood, subscription: Subscription) -> bytes:
    """Return the same for the notice of a flood."""
    match subscription.kind:
        case Kind.WEBHOOK:
            return message.flood_body(flood)
        case Kind.SLACK:
            return slack.flood_body(flood)
        case _:  # pragma: no cover
            assert_never(subscription.kind)


def prepare(body: bytes, subscription: Subscription, *, delivery_id: str, now: datetime) -> OutgoingRequest:
    """Return the request of one attempt.

    Args:
        body: What ``body_for`` or ``notice_for`` returned when the delivery was stored.
        subscription: Its ``secret`` may be two, a space between, while a new one takes over: both sign.
        delivery_id: The ``webhook-id``; the same for every attempt.
        now: When the attempt is made, with a time zone; it is signed.

    Raises:
        ValueError: If a webhook's secret is missing or wrong. It never shows the secret.
    """
    url = subscription.url.get_secret_value()
    match subscription.kind:
        case Kind.WEBHOOK:
            return OutgoingRequest(url, (*_COMMON, *_signed(body, subscription, delivery_id, now)), body)
        case Kind.SLACK:
            return OutgoingRequest(url, _COMMON, body)
        case _:  # pragma: no cover
            assert_never(subscription.kind)


def _signed(body: bytes, subscription: Subscription, delivery_id: str, now: datetime) -> tuple[tuple[str, str], ...]:
    secrets = subscription.secret.get_secret_value().split() if subscription.secret else []
    if not secrets:
        message = f"subscription {subscription.id} is a webhook without a secret; make one with signature.new_secret"
        raise ValueError(message)
    return (
        ("webhook-id", delivery_id),
        ("webhook-timestamp", unix_seconds(now)),
        ("webhook-signature", " ".join(sign(secret, delivery_id, now, body) for secret in secrets)),
    )
