from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from tocsin.delivery.signature import Unverified, new_secret, parse_secret, sign, unix_seconds, verify

# The vectors of the libraries of Standard Webhooks: secret, id, time, body, signature.
VECTORS = [
    (
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ),
    (
        "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
        "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
        1649367553,
        b'{"email":"test@example.com","username":"test_user"}',
        "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
    ),
]
SECRET, ID, TIME, BODY, SIGNATURE = VECTORS[0]
NOW = datetime.fromtimestamp(TIME, UTC)


def verified(**given: Any) -> Unverified | None:
    values: dict[str, Any] = {
        "secret": SECRET,
        "message_id": ID,
        "timestamp": str(TIME),
        "signatures": SIGNATURE,
        "body": BODY,
        "now": NOW,
    }
    values |= given
    return verify(values.pop("secret"), **values)


@pytest.mark.parametrize(("secret", "message_id", "time", "body", "signature"), VECTORS)
def test_the_published_vectors_are_signed_and_accepted(
    secret: str, message_id: str, time: int, body: bytes, signature: str
) -> None:
    now = datetime.fromtimestamp(time, UTC)
    assert sign(secret, message_id, now, body) == signature
    assert verify(secret, message_id=message_id, timestamp=str(time), signatures=signature, body=body, now=now) is None


def test_the_time_zone_of_the_clock_does_not_change_the_signature() -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert sign(SECRET, ID, elsewhere, BODY) == SIGNATURE


def test_an_independent_library_accepts_what_we_sign_and_refuses_what_was_changed() -> None:
    now = datetime.now(UTC)
    secret = new_secret(bytes(range(32)))
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": unix_seconds(now),
        "webhook-signature": sign(secret, "msg_1", now, BODY),
    }
    assert Webhook(secret).verify(BODY, headers) == {"test": 2432232314}
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + b" ", headers)


def test_we_accept_what_an_independent_library_signs() -> None:
    assert verified(signatures=Webhook(SECRET).sign(ID, NOW, BODY.decode())) is None


@pytest.mark.parametrize(
    "signatures",
    [
        f"v1,Zm9v v1,YmFy v2,YmF6 {SIGNATURE}",
        f"{SIGNATURE} v1,Zm9v v1,YmFy v2,YmF6",
        f"v1a,Zm9v  {SIGNATURE} garbage v1",
    ],
)
def test_the_right_signature_is_found_among_wrong_ones(signatures: str) -> None:
    assert verified(signatures=signatures) is None


@pytest.mark.parametrize("secret", [SECRET.removeprefix("whsec_"), SECRET + "==", f" {SECRET}\n"])
def test_a_secret_may_lack_its_prefix_and_have_padding_or_white_space(secret: str) -> None:
    assert verified(secret=secret) is None


def test_a_secret_may_lack_its_padding() -> None:
    padded = new_secret(bytes(32))
    assert padded.endswith("=")
    assert parse_secret(padded.rstrip("=")) == bytes(32)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"signatures": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA="}, Unverified.SIGNATURE),
        ({"signatures": SIGNATURE.replace("v1,", "v2,")}, Unverified.SIGNATURE),
        ({"signatures": SIGNATURE.removeprefix("v1,")}, Unverified.SIGNATURE),
        ({"signatures": None}, Unverified.SIGNATURE),
        ({"signatures": ""}, Unverified.SIGNATURE),
        ({"signatures": "v1"}, Unverified.SIGNATURE),
        ({"signatures": "v1,é"}, Unverified.SIGNATURE),
        ({"signatures": "v1,\ud800"}, Unverified.SIGNATURE),
        ({"body": BODY + b" "}, Unverified.SIGNATURE),
        ({"message_id": "msg_other"}, Unverified.SIGNATURE),
        ({"timestamp": str(TIME + 1)}, Unverified.SIGNATURE),
        ({"secret": new_secret(bytes(32))}, Unverified.SIGNATURE),
        ({"message_id": None}, Unverified.MESSAGE_ID),
        ({"message_id": ""}, Unverified.MESSAGE_ID),
        ({"timestamp": None}, Unverified.TIMESTAMP),
        ({"timestamp": "soon"}, Unverified.TIMESTAMP),
        ({"timestamp": f"{TIME}.5"}, Unverified.TIMESTAMP),
        ({"timestamp": f"-{TIME}"}, Unverified.TIMESTAMP),
        ({"timestamp": "١٦١٤٢٦٥٣٣٠"}, Unverified.TIMESTAMP),
        ({"timestamp": "9" * 5000}, Unverified.TIMESTAMP),
        ({"now": NOW + timedelta(seconds=301)}, Unverified.TOO_OLD),
        ({"now": NOW - timedelta(seconds=301)}, Unverified.TOO_NEW),
    ],
)
def test_what_is_not_right_is_refused_with_its_reason(given: dict[str, Any], reason: Unverified) -> None:
    assert verified(**given) is reason


@pytest.mark.parametrize("seconds", [-300, 300])
def test_five_minutes_either_way_are_tolerated(seconds: int) -> None:
    assert verified(now=NOW + timedelta(seconds=seconds)) is None


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        ("", "empty"),
        ("whsec_", "empty"),
        ("whsec_====", "empty"),
        ("whsec_not base64 at all!", "base64"),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw?", "base64"),
        ("whsec_ключ", "base64"),
        ("whsec_AAAAA", "base64"),
        ("whsec_c2hvcnQ", "5 bytes"),
        ("whsec_" + "A" * 88, "66 bytes"),
    ],
)
def test_a_secret_that_is_none_is_refused_with_what_is_wrong_and_without_being_shown(secret: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        parse_secret(secret)
    shown = secret.removeprefix("whsec_").strip("=")
    assert not shown or shown not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("length", [24, 32, 64])
def test_a_new_secret_reads_back_as_its_bytes(length: int) -> None:
    assert parse_secret(new_secret(bytes(range(length)))) == bytes(range(length))


@pytest.mark.parametrize("length", [0, 23, 65])
def test_a_new_secret_is_not_made_of_too_few_or_too_many_bytes(length: int) -> None:
    with pytest.raises(ValueError, match=str(length)):
        new_secret(bytes(length))


@pytest.mark.parametrize("message_id", ["", "msg.1"])
def test_an_id_that_would_make_the_signed_text_ambiguous_is_refused(message_id: str) -> None:
    with pytest.raises(ValueError, match="message id"):
        sign(SECRET, message_id, NOW, BODY)


def test_a_time_without_a_zone_is_not_signed() -> None:
    with pytest.raises(ValueError, match="time zone"):
        sign(SECRET, ID, NOW.replace(tzinfo=None), BODY)
