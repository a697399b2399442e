"""``tocsin subscriptions``: who is told about which rules."""

import asyncio
import json
import re
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, assert_never
from urllib.parse import urlsplit

import typer
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.cli.rules_on_topic import with_those_made
from tocsin.delivery.signature import new_secret
from tocsin.domain.delivery import Delivered, EndpointGone, GivenUp, Response, RetryAt, Verdict
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.domain.subscription import ALL_RULES, Kind, Subscription
from tocsin.notifier.declared import NAME_PATTERN, known_rules, unknown_rules
from tocsin.notifier.outbound import faults_of_url, make_sender
from tocsin.notifier.settings import ReceiverSettings
from tocsin.notifier.trial import send_test
from tocsin.storage.values import KnownSubscription, Origin

if TYPE_CHECKING:
    from tocsin.storage.store import Store

app = typer.Typer(help="Who is told about which rules: webhooks and Slack channels.", no_args_is_help=True)
adding = typer.Typer(help="Add a receiver.", no_args_is_help=True)
app.add_typer(adding, name="add")

_SECRET_BYTES = 32  # of the 24 to 64 that the specification allows: as many as the hash has

Name = Annotated[str, typer.Argument(metavar="NAME", help="The subscription's name.", show_default=False)]
Url = Annotated[
    str, typer.Argument(metavar="URL", help="Where to post to. It is kept as a secret.", show_default=False)
]
NewName = Annotated[str | None, typer.Option("--name", help="A name to know it by.", show_default="the URL's host")]
Rules = Annotated[str, typer.Option("--rules", help="Ids of rules, comma between them; * for all.")]


@adding.command("webhook")
def add_webhook(url: Url, rules: Rules = ALL_RULES, name: NewName = None) -> None:
    """Add a webhook (Standard Webhooks 1.0.0) and print its signing secret, this once."""
    secret = new_secret(secrets.token_bytes(_SECRET_BYTES))
    added = _add(Kind.WEBHOOK, url, rules, name, SecretStr(secret))
    typer.echo(f"Added {added.name}: {shown_url(added)}, rules {', '.join(added.rules)}.")
    typer.echo("Its signing secret, which is not shown again:")
    typer.echo(secret)


@adding.command("slack")
def add_slack(url: Url, rules: Rules = ALL_RULES, name: NewName = None) -> None:
    """Add a Slack channel by the URL of its incoming webhook."""
    added = _add(Kind.SLACK, url, rules, name, None)
    typer.echo(f"Added {added.name}: {shown_url(added)}, rules {', '.join(added.rules)}.")


@app.command("list")
def list_subscriptions(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for scripts.")] = False,
) -> None:
    """Show every subscription and how its receiver is doing. URLs are shown without their secret part."""
    found = _open(ReceiverSettings.load()).subscriptions()
    now = datetime.now(UTC)
    if as_json:
        for one in found:
            typer.echo(json.dumps(_as_json(one, now), ensure_ascii=False))
        return
    table = Table("name", "kind", "url", "rules", "from", "state", box=None)
    for one in found:
        subscription = one.subscription
        cells = (subscription.name, subscription.kind.value, shown_url(subscription), ", ".join(subscription.rules))
        table.add_row(*map(Text, (*cells, one.origin.value, state_of(one, now))))  # as they are: no markup
    Console().print(table if found else "No subscriptions yet: tocsin subscriptions add --help")


@app.command("remove")
def remove(name: Name) -> None:
    """Remove a subscription that was added by command. Its URL and secret are forgotten; its log stays."""
    found = _open(ReceiverSettings.load()).remove(name, now=datetime.now(UTC))
    if found is None:
        raise _unknown(name)
    if found.origin is Origin.DECLARED:
        raise _refusal(f"{name} is declared in the subscriptions file or by a setting; remove it there")
    typer.echo(f"Removed {name}.")


@app.command("enable")
def enable(name: Name) -> None:
    """Let a receiver that was switched off or paused get messages again, those that wait for it first."""
    if _open(ReceiverSettings.load()).enable(name) is None:
        raise _unknown(name)
    typer.echo(f"{name} is enabled.")


@app.command("test")
def test(name: Name) -> None:
    """Send a message of type alert.test now and show what comes back. Exit status 1 unless it was delivered."""
    settings = ReceiverSettings.load()
    found = _open(settings).subscription(name)
    if found is None:
        raise _unknown(name)
    if not asyncio.run(_try_once(found.subscription, settings)):
        raise typer.Exit(1)


async def _try_once(subscription: Subscription, settings: ReceiverSettings) -> bool:
    sender = make_sender(settings)
    try:
        outcome, verdict = await send_test(subscription, sender, now=datetime.now(UTC))
    finally:
        await sender.aclose()
    took = f"{outcome.took.total_seconds() * 1000:.0f} ms"
    answer = f"HTTP {outcome.status}" if isinstance(outcome, Response) else outcome.failure.value.replace("_", " ")
    typer.echo(f"{shown_url(subscription)} answered {answer} after {took}.")
    typer.echo(f"The notifier would call that {said_of(verdict)}: {verdict.because}.")
    return isinstance(verdict, Delivered)


def said_of(verdict: Verdict) -> str:
    """Return a verdict in the words of a person."""
    match verdict:
        case Delivered():
            return "delivered"
        case RetryAt():
            return "failed, and try again"
        case GivenUp():
            return "failed, and give it up"
        case EndpointGone():
            return "gone, and switch the receiver off"
        case _:
            assert_never(verdict)


def shown_url(subscription: Subscription) -> str:
    """Return the host and nothing behind it: the path of a Slack URL is the key to its channel."""
    return f"{urlsplit(subscription.url.get_secret_value()).netloc}/***"


def state_of(one: KnownSubscription, now: datetime) -> str:
    """Return how the receiver is doing, in a few words."""
    if one.disabled_at is not None:
        return f"disabled {one.disabled_at:%Y-%m-%d %H:%M}: {one.disabled_because}"
    if one.paused_until is not None and one.paused_until > now:
        return f"paused until {one.paused_until:%H:%M:%S} UTC, as it asked"
    return "ok" if one.failures == 0 else f"{one.failures} failures in a row"


def _as_json(one: KnownSubscription, now: datetime) -> dict[str, object]:
    subscription = one.subscription
    return {
        "id": subscription.id,
        "name": subscription.name,
        "kind": subscription.kind.value,
        "url": shown_url(subscription),
        "rules": subscription.rules,
        "origin": one.origin.value,
        "enabled": one.disabled_at is None,
        "state": state_of(one, now),
    }


def _add(kind: Kind, url: str, rules: str, name: str | None, secret: SecretStr | None) -> Subscription:
    settings = ReceiverSettings.load()
    wanted = tuple(rule for part in rules.split(",") if (rule := part.strip()))
    name = name or urlsplit(url).hostname or ""
    known = with_those_made(wanted, known_rules(settings.rules_directory))
    complaints = [*faults_of_url(url, settings), *unknown_rules(wanted, known)]
    if not wanted:
        complaints.append("--rules names no rule; write * for all")
    if not re.fullmatch(NAME_PATTERN, name):
        complaints.append("--name must be 1 to 64 letters, digits, dots, hyphens or underscores")
    if complaints:
        raise DeclarationError([Fault("arguments", 0, 0, complaint) for complaint in complaints])
    subscription = Subscription(id="", name=name, kind=kind, url=SecretStr(url), secret=secret, rules=wanted)
    added = _open(settings).add(subscription, now=datetime.now(UTC))
    if added is None:
        raise _refusal(f"the name {name} is taken; choose another with --name")
    return added


def _open(settings: ReceiverSettings) -> "Store":
    """Return the store with its tables made, so that subscriptions can be added before anything runs."""
    from tocsin.storage.store import Store

    store = Store.at(settings.database_url.get_secret_value())
    store.upgrade()
    return store


def _unknown(name: str) -> DeclarationError:
    return _refusal(f"there is no subscription {name}; see tocsin subscriptions list")


def _refusal(message: str) -> DeclarationError:
    return DeclarationError([Fault("arguments", 0, 0, message)])


def register(main: typer.Typer) -> None:
    """Add the group to ``main``."""
    main.add_typer(app, name="subscriptions")
