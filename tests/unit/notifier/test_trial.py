import json

from pydantic import SecretStr

from tests.builders import NOON
from tests.integration.databases import SECRET, a_subscription
from tests.unit.notifier.fakes import FakeSender, answer, header
from tocsin.delivery.signature import verify
from tocsin.domain.delivery import Delivered, GivenUp
from tocsin.domain.subscription import Kind
from tocsin.notifier.trial import send_test


async def test_a_test_message_says_that_it_is_one_and_is_signed_like_every_other() -> None:
    sender = FakeSender()
    _, verdict = await send_test(a_subscription(), sender, now=NOON)
    (request,) = sender.sent
    assert isinstance(verdict, Delivered)
    assert json.loads(request.body)["type"] == "alert.test"
    unverified = verify(
        SECRET,
        message_id=header(request, "webhook-id"),
        timestamp=header(request, "webhook-timestamp"),
        signatures=header(request, "webhook-signature"),
        body=request.body,
        now=NOON,
    )
    assert unverified is None


async def test_what_the_receiver_thinks_of_it_is_told() -> None:
    sender = FakeSender(answers={"newsroom.example": lambda _: answer(400)})
    outcome, verdict = await send_test(a_subscription(), sender, now=NOON)
    assert outcome == answer(400)
    assert isinstance(verdict, GivenUp)


async def test_slack_gets_a_test_message_too() -> None:
    sender = FakeSender()
    slack = a_subscription(kind=Kind.SLACK, secret=None, url=SecretStr("https://hooks.slack.com/services/x"))
    _, verdict = await send_test(slack, sender, now=NOON)
    assert isinstance(verdict, Delivered)
    assert b"est" in sender.sent[0].body
