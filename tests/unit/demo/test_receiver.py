import json
from datetime import UTC, datetime

import httpx

from tocsin.delivery.signature import new_secret, sign
from tocsin.demo.receiver import Receiver

SECRET = new_secret(bytes(range(32)))


def post(receiver, body, signature):
    stamp = str(int(datetime.now(UTC).timestamp()))
    headers = {"webhook-id": "msg_1", "webhook-timestamp": stamp, "webhook-signature": signature}
    return httpx.post(receiver.url, content=body, headers=headers)


def test_a_signed_webhook_is_accepted_and_kept():
    body = json.dumps({"data": {"alert_id": "alr_1"}}).encode()
    with Receiver(SECRET) as receiver:
        answer = post(receiver, body, sign(SECRET, "msg_1", datetime.now(UTC), body))

        assert answer.status_code == 204
        assert receiver.received.get(timeout=1).data == {"alert_id": "alr_1"}


def test_a_webhook_with_a_wrong_signature_is_refused_unread():
    with Receiver(SECRET) as receiver:
        answer = post(receiver, b"not even JSON", "v1,AAAA")

        assert answer.status_code == 400
        assert receiver.received.get(timeout=1).fault
