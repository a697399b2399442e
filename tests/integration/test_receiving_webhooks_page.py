"""docs/receiving-webhooks.md is right: its code runs against the real sender, its sample is what is sent."""

import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.builders import SECRET, a_flood, a_subscription, an_alert
from tests.integration.senders import a_sender
from tocsin.delivery.request import body_for, notice_for, prepare
from tocsin.delivery.retry import SCHEDULE
from tocsin.domain.delivery import Response

PAGE = (Path(__file__).parents[2] / "docs" / "receiving-webhooks.md").read_text(encoding="utf-8")
WITH_LIBRARY, WITHOUT_LIBRARY, WHOLE_RECEIVER = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def run(*blocks: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "page"}
    exec(compile("\n".join(blocks), "receiving-webhooks.md", "exec"), names)
    return names


@pytest.mark.parametrize("block", [WITH_LIBRARY, WITHOUT_LIBRARY], ids=["with library", "without"])
def test_both_ways_to_check_accept_our_requests_and_no_others(block: str) -> None:
    check = run(block)["is_from_tocsin"]
    now = datetime.now(UTC)
    request = prepare(b'{"a":1}', a_subscription(), delivery_id="msg_1", now=now)
    headers = dict(request.headers)
    assert check(SECRET, headers, request.body)
    assert check(SECRET.removeprefix("whsec_"), headers, request.body)
    assert not check(SECRET, headers, request.body + b" ")
    assert not check(SECRET, headers | {"webhook-id": "msg_2"}, request.body)
    assert not check(SECRET, headers | {"webhook-signature": "v1,bm8="}, request.body)
    old = prepare(request.body, a_subscription(), delivery_id="msg_1", now=now - timedelta(minutes=6))
    assert not check(SECRET, dict(old.headers), old.body)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The page's receiver, running; ``server`` is its server."""
    monkeypatch.setenv("TOCSIN_WEBHOOK_SECRET", SECRET)
    names = run(WITHOUT_LIBRARY, WHOLE_RECEIVER)
    names["Receiver"].log_message = lambda *_: None  # it would write to the test's output
    server = names["make_receiver"](0)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield names | {"server": server}
    server.shutdown()
    thread.join()
    server.server_close()


async def test_the_receiver_of_the_page_takes_an_alert_once_and_refuses_a_forged_one(receiver: dict[str, Any]) -> None:
    url = f"http://127.0.0.1:{receiver['server'].server_port}/alerts"
    desk = a_subscription(url=url)
    forger = a_subscription(url=url, secret="whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
    body = body_for(an_alert(), desk)
    statuses = []
    async with a_sender() as sender:
        for subscription in (desk, desk, forger):
            outcome = await sender.send(prepare(body, subscription, delivery_id="msg_1", now=datetime.now(UTC)))
            assert isinstance(outcome, Response)
            statuses.append(outcome.status)
    assert statuses == [204, 204, 401]
    assert receiver["alerts"].get_nowait() == json.loads(body)
    assert receiver["alerts"].empty()


def test_the_sample_messages_are_what_is_sent() -> None:
    alert, notice = re.findall(r"^```json\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert json.loads(alert) == json.loads(body_for(an_alert(), a_subscription()))
    flood = a_flood(held=212, newest=(an_alert(),))
    assert json.loads(notice) == json.loads(notice_for(flood, a_subscription()))


def test_the_waits_are_those_of_the_schedule() -> None:
    assert f"attempts are {', '.join(map(written, SCHEDULE))}, each" in PAGE


def written(wait: timedelta) -> str:
    seconds = int(wait.total_seconds())
    for size, unit in ((3600, "h"), (60, "min"), (1, "s")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return "0"
