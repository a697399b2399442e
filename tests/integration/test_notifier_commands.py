"""The commands about subscriptions, deliveries and the database, as an operator types them."""

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook
from typer.testing import CliRunner, Result

from tests.builders import NOON
from tests.integration.databases import a_subscription, detections, lease, record
from tests.integration.receivers import Connection, receiver
from tocsin.cli.main import app
from tocsin.domain.delivery import EndpointGone, Response
from tocsin.domain.errors import DeclarationError
from tocsin.storage.store import Store

SLACK = "https://hooks.slack.com/services/T0/B0/canary"


class Operator:
    """Runs ``tocsin`` with a database of its own."""

    def __init__(self, folder: Path) -> None:
        (folder / "rules").mkdir()
        for rule in ("large-attack", "new-talks"):
            (folder / "rules" / f"{rule}.yaml").touch()
        self._folder = folder
        self.url = f"sqlite:///{folder / 'tocsin.sqlite3'}"

    def types(self, *words: str, **settings: str) -> Result:
        environment = {"TOCSIN_DATABASE_URL": self.url, "TOCSIN_RULES_DIRECTORY": str(self._folder / "rules")}
        return CliRunner().invoke(app, words, env=environment | settings)

    def reads(self, *words: str) -> str:
        """What a command that succeeds writes."""
        done = self.types(*words)
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output

    def is_told(self, *words: str, **settings: str) -> list[str]:
        """The faults of a command that refuses."""
        done = self.types(*words, **settings)
        assert isinstance(done.exception, DeclarationError), done.output
        return [fault.message for fault in done.exception.faults]


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


def test_a_webhook_is_added_and_its_secret_is_shown_this_once(operator: Operator) -> None:
    said = operator.reads("subscriptions", "add", "webhook", "https://news.example/canary", "--rules", "new-talks")
    secret = re.search(r"^whsec_\S+$", said, re.M)
    assert secret is not None
    store = Store.at(operator.url)
    (found,) = store.subscriptions()
    store.close()
    assert found.subscription.secret is not None
    assert found.subscription.secret.get_secret_value() == secret[0]
    assert (found.subscription.name, found.subscription.rules) == ("news.example", ("new-talks",))
    for words in (("subscriptions", "list"), ("subscriptions", "list", "--json")):
        listed = operator.reads(*words)
        assert "news.example/***" in listed
        assert secret[0] not in listed
        assert "canary" not in listed


def test_a_slack_channel_is_added_for_all_rules_and_its_url_is_not_shown(operator: Operator) -> None:
    said = operator.reads("subscriptions", "add", "slack", SLACK, "--name", "desk")
    said += operator.reads("subscriptions", "list", "--json")
    assert "canary" not in said
    assert json.loads(said.splitlines()[-1]) | {"id": ""} == {
        "id": "",
        "name": "desk",
        "kind": "slack",
        "url": "hooks.slack.com/***",
        "rules": ["*"],
        "origin": "added",
        "enabled": True,
        "state": "ok",
    }


def test_all_that_is_wrong_with_a_new_subscription_is_told_at_once(operator: Operator) -> None:
    told = operator.is_told(
        "subscriptions", "add", "webhook", "http://127.0.0.1/x", "--rules", "new-talk", "--name", "a b"
    )
    assert told == sorted(
        [
            "--name must be 1 to 64 letters, digits, dots, hyphens or underscores",
            "the URL should begin with https://; http is allowed by TOCSIN_ALLOW_PRIVATE_ADDRESSES only",
            "the target is not allowed",
            "there is no rule 'new-talk'; did you mean new-talks?",
        ]
    )
    assert "No subscriptions yet" in operator.reads("subscriptions", "list")


def test_a_name_is_given_once_and_is_free_again_after_removal(operator: Operator) -> None:
    operator.reads("subscriptions", "add", "slack", SLACK, "--name", "desk")
    assert operator.is_told("subscriptions", "add", "slack", SLACK, "--name", "desk") == [
        "the name desk is taken; choose another with --name"
    ]
    operator.reads("subscriptions", "remove", "desk")
    operator.reads("subscriptions", "add", "slack", SLACK, "--name", "desk")


def test_what_is_declared_is_not_removed_by_command(operator: Operator) -> None:
    store = Store.at(operator.url)
    store.upgrade()
    store.declare([a_subscription("desk")], source="file", now=NOON)
    (told,) = operator.is_told("subscriptions", "remove", "desk")
    assert "remove it there" in told
    assert len(store.subscriptions()) == 1
    store.close()


@pytest.mark.parametrize("command", ["remove", "enable", "test"])
def test_a_name_that_is_not_there_is_a_fault(operator: Operator, command: str) -> None:
    (told,) = operator.is_told("subscriptions", command, "nobody")
    assert told == "there is no subscription nobody; see tocsin subscriptions list"


@pytest.mark.parametrize(("status", "exit_code", "verdict"), [(200, 0, "delivered"), (500, 1, "try again")])
async def test_a_test_message_is_sent_now_and_its_verdict_shown(
    operator: Operator, status: int, exit_code: int, verdict: str
) -> None:
    async def answers(connection: Connection) -> None:
        await connection.answer(status)

    private = {"TOCSIN_ALLOW_PRIVATE_ADDRESSES": "true"}
    async with receiver(answers) as running:
        words = ("subscriptions", "add", "webhook", running.url(path="/canary"), "--name", "mine")
        added = await asyncio.to_thread(operator.types, *words, **private)
        tested = await asyncio.to_thread(operator.types, "subscriptions", "test", "mine", **private)
    (request,) = running.requests
    secret = added.output.split()[-1]
    assert Webhook(secret).verify(request.body.decode(), request.headers)["type"] == "alert.test"
    assert tested.exit_code == exit_code
    assert f"answered HTTP {status}" in tested.output
    assert f"{verdict}: HTTP {status}" in tested.output
    assert "canary" not in tested.output


def _with_one_that_failed(operator: Operator) -> tuple[Store, str, bytes]:
    store = Store.at(operator.url)
    store.upgrade()
    store.add(a_subscription("desk"), now=NOON)
    record(store, detections(2))
    one = lease(store)[0]
    gone = Response(410, (), b"gone for good", timedelta(milliseconds=7))
    store.settle(one, EndpointGone("HTTP 410 Gone"), gone, now=NOON)
    return store, one.delivery_id, one.body


def test_a_delivery_is_shown_with_its_attempts_and_its_body(operator: Operator) -> None:
    store, delivery, body = _with_one_that_failed(operator)
    store.close()
    listed = operator.reads("deliveries", "list", "--json", "--state", "gone", "--receiver", "desk")
    assert json.loads(listed)["id"] == delivery
    shown = operator.reads("deliveries", "show", delivery)
    assert "2026-02-06 12:00:00 gone: HTTP 410 Gone, 7 ms" in shown
    assert "answered 'gone for good'" in shown
    assert body.decode() in shown


def test_what_failed_is_replayed_with_the_same_id_and_body(operator: Operator) -> None:
    store, delivery, body = _with_one_that_failed(operator)
    said = operator.reads("deliveries", "replay", "--failed")
    assert "1 of 1 will be sent again" in said
    assert "Disabled, so they get nothing before" in said
    operator.reads("subscriptions", "enable", "desk")
    again = {one.delivery_id: one.body for one in lease(store, now=datetime.now(UTC))}
    assert again[delivery] == body
    store.close()


def test_a_replay_of_nothing_or_of_the_unknown_is_a_fault(operator: Operator) -> None:
    assert operator.is_told("deliveries", "replay", "msg_1", "msg_2") == [
        "there is no delivery msg_1",
        "there is no delivery msg_2",
    ]
    both = "name deliveries by their ids, or give --failed, and not both"
    assert operator.is_told("deliveries", "replay") == [both]
    assert operator.is_told("deliveries", "replay", "msg_1", "--failed") == [both]


def test_a_database_is_checked_and_upgraded(operator: Operator) -> None:
    assert operator.types("database", "check").exit_code == 1
    assert operator.reads("database", "upgrade") == "Applied 0001, 0002.\n"
    assert operator.reads("database", "upgrade") == "The database is up to date.\n"
    assert operator.reads("database", "check") == "The database is up to date.\n"
