"""Secret, message id, time and body -> the ``webhook-signature`` of Standard Webhooks 1.0.0, and the way back."""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

SECRET_PREFIX = "whsec_"  # noqa: S105  # what every secret begins with
SECRET_BYTES = (24, 64)  # what the specification asks of a symmetric secret
TOLERANCE = timedelta(minutes=5)  # the same as the specification's own libraries, both ways
_VERSION = "v1"


class Unverified(StrEnum):
    """Why a message was not accepted. A closed set; each value is a sentence to show."""

    MESSAGE_ID = "the webhook-id is missing"
    TIMESTAMP = "the webhook-timestamp is no whole number of seconds"
    TOO_OLD = "the webhook-timestamp is more than five minutes ago"
    TOO_NEW = "the webhook-timestamp is more than five minutes ahead"
    SIGNATURE = "no signature fits the body and the secret"


def parse_secret(secret: str) -> bytes:
    """Return the key that a written secret stands for.

    Args:
        secret: ``whsec_`` and 24 to 64 bytes in base64; the prefix and the padding may be left out.

    Raises:
        ValueError: With what is wrong, never with the secret.
    """
    encoded = secret.strip().removeprefix(SECRET_PREFIX).rstrip("=")
    if not encoded:
        message = f"the secret is empty; it should be {SECRET_PREFIX} and {SECRET_BYTES[0]} to {SECRET_BYTES[1]} bytes"
        raise ValueError(message)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        message = f"the secret is no base64; it should be {SECRET_PREFIX} and letters, digits, + and /"
        raise ValueError(message) from None  # the cause would show a part of the secret
    if not SECRET_BYTES[0] <= len(key) <= SECRET_BYTES[1]:
        message = f"the secret has {len(key)} bytes; it should have {SECRET_BYTES[0]} to {SECRET_BYTES[1]}"
        raise ValueError(message)
    return key


def new_secret(random_bytes: bytes) -> str:
    """Return ``random_bytes`` (24 to 64 of them, from ``secrets.token_bytes``) as a secret to hand out.

    Raises:
        ValueError: If there are too few or too many.
    """
    if not SECRET_BYTES[0] <= len(random_bytes) <= SECRET_BYTES[1]:
        message = f"{len(random_bytes)} random bytes; a secret is made of {SECRET_BYTES[0]} to {SECRET_BYTES[1]}"
        raise ValueError(message)
    return SECRET_PREFIX + base64.b64encode(random_bytes).decode("ascii")


def sign(secret: str, message_id: str, timestamp: datetime, body: bytes) -> str:
    """Return ``v1,`` and the signature of one attempt.

    Args:
        secret: As ``parse_secret`` takes it.
        message_id: The ``webhook-id``; without a dot, since dots part what is signed.
        timestamp: When the attempt is made, with a time zone; its whole seconds are signed.
        body: The bytes as they are sent.

    Raises:
        ValueError: If the secret is no secret, the id has a dot or is empty, or the time has no zone.
    """
    if not message_id or "." in message_id:
        message = f"message id {message_id!r} must not be empty or hold a dot"
        raise ValueError(message)
    return f"{_VERSION},{_digest(parse_secret(secret), message_id, unix_seconds(timestamp), body)}"


def unix_seconds(timestamp: datetime) -> str:
    """Return ``timestamp`` as the header ``webhook-timestamp`` has it.

    Raises:
        ValueError: If ``timestamp`` has no time zone.
    """
    if timestamp.tzinfo is None:
        message = "a timestamp without a time zone cannot be signed"
        raise ValueError(message)
    return str(int(timestamp.timestamp()))


def verify(
    secret: str, *, message_id: str | None, timestamp: str | None, signatures: str | None, body: bytes, now: datetime
) -> Unverified | None:
    """Return why a received message must not be trusted, or None if it may.

    Args:
        secret: As ``parse_secret`` takes it.
        message_id: The header ``webhook-id``; None where it is missing, as for the next two.
        timestamp: The header ``webhook-timestamp``.
        signatures: The header ``webhook-signature``: one or more, spaces between; one that fits is enough.
        body: The bytes as they came, before any parsing.
        now: The receiver's clock, with a time zone.

    Raises:
        ValueError: If the secret is no secret.
    """
    key = parse_secret(secret)
    if not message_id:
        return Unverified.MESSAGE_ID
    # Longer strings of digits are no time of this or the next thousand years, and int() of them can fail.
    if not timestamp or not (timestamp.isascii() and timestamp.isdigit()) or len(timestamp) > 12:
        return Unverified.TIMESTAMP
    age = now.timestamp() - int(timestamp)
    if age > TOLERANCE.total_seconds():
        return Unverified.TOO_OLD
    if age < -TOLERANCE.total_seconds():
        return Unverified.TOO_NEW
    expected = _digest(key, message_id, timestamp, body).encode("ascii")
    for given in (signatures or "").split():
        version, _, digest = given.partition(",")
        if version == _VERSION and hmac.compare_digest(digest.encode("utf-8", "replace"), expected):
            return None
    return Unverified.SIGNATURE


def _digest(key: bytes, message_id: str, seconds: str, body: bytes) -> str:
    signed = f"{message_id}.{seconds}.".encode() + body
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode("ascii")
