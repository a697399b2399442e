import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from tests.builders import SECRET, a_subscription, an_alert
from tocsin import __version__
from tocsin.delivery.request import body_for, prepare
from tocsin.domain.subscription import Kind

NOW = datetime(2026, 2, 6, 12, 0, tzinfo=UTC)
SLACK_URL = "https://hooks.slack.com/services/T00CANARY/B00CANARY/canary"


def prepared(now: datetime = NOW, **given: Any) -> dict[str, str]:
    return dict(prepare(b"{}", a_subscription(**given), delivery_id="msg_1", now=now).headers)


def test_a_webhook_is_signed_at_the_time_of_its_attempt() -> None:
    request = prepare(b'{"a":1}', a_subscription(), delivery_id="msg_1", now=datetime.now(UTC))
    assert request.url == "https://receiver.example/alerts"
    assert request.body == b'{"a":1}'
    headers = dict(request.headers)
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"] == f"tocsin/{__version__}"
    assert Webhook(SECRET).verify(request.body, headers) == {"a": 1}


def test_a_later_attempt_has_the_same_id_and_another_time_and_signature() -> None:
    first, second = prepared(), prepared(NOW + timedelta(seconds=5))
    assert first["webhook-id"] == second["webhook-id"] == "msg_1"
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 5
    assert first["webhook-signature"] != second["webhook-signature"]


def test_while_a_secret_is_replaced_both_sign() -> None:
    new = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
    both = prepared(secret=f"{new} {SECRET}")["webhook-signature"].split()
    assert both == [prepared(secret=new)["webhook-signature"], prepared(secret=SECRET)["webhook-signature"]]


def test_a_slack_message_is_not_signed() -> None:
    headers = prepared(kind=Kind.SLACK, url=SLACK_URL, secret=None)
    assert set(headers) == {"content-type", "user-agent"}


@pytest.mark.parametrize("secret", [None, "", " ", "whsec_short"])
def test_a_webhook_without_a_proper_secret_is_not_sent_unsigned(secret: str | None) -> None:
    with pytest.raises(ValueError, match="secret"):
        prepared(secret=secret)


def test_the_kind_decides_the_body() -> None:
    alert = an_alert()
    assert json.loads(body_for(alert, a_subscription()))["type"] == "alert.raised"
    assert "blocks" in json.loads(body_for(alert, a_subscription(kind=Kind.SLACK, url=SLACK_URL)))


def test_a_request_shows_neither_url_nor_headers_nor_body() -> None:
    request = prepare(b"canary", a_subscription(url=SLACK_URL), delivery_id="canary", now=NOW)
    assert "canary" not in repr(request).lower()
