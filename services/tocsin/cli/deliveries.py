"""``tocsin deliveries``: what was sent to whom, what came back, and sending it again."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.delivery.retry import KEEP_TRYING
from tocsin.domain.delivery import DeliveryState
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.settings import DatabaseSettings
from tocsin.storage.values import DeliverySummary

if TYPE_CHECKING:
    from tocsin.storage.store import Store

app = typer.Typer(help="What was sent to whom, what came back; sending it again.", no_args_is_help=True)
_STATES = ", ".join(DeliveryState)
FAILED = (DeliveryState.GIVEN_UP, DeliveryState.GONE)
Receiver = Annotated[str | None, typer.Option("--receiver", help="Only this subscription's.", show_default="all")]


@app.command("list")
def list_deliveries(
    receiver: Receiver = None,
    state: Annotated[
        list[DeliveryState] | None,
        typer.Option(
            metavar="STATE", help=f"Only in this state, {_STATES}; can be given more than once.", show_default="all"
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, the newest first.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for scripts.")] = False,
) -> None:
    """Show the newest deliveries."""
    found = _open().recent_deliveries(limit, receiver=receiver, states=state or ())
    if as_json:
        for one in found:
            typer.echo(json.dumps(_as_json(one), ensure_ascii=False))
        return
    table = Table("id", "receiver", "alert", "state", "attempts", "reason", box=None)
    for one in found:
        cells = (one.id, one.receiver, one.title, one.state.value, str(one.attempts), one.reason or "")
        table.add_row(*map(Text, cells))  # as they are: a title is no markup
    Console().print(table if found else "No deliveries.")


@app.command("show")
def show(
    delivery_id: Annotated[str, typer.Argument(metavar="ID", help="The webhook-id, msg_...", show_default=False)],
) -> None:
    """Show one delivery: where it stands, every attempt, and the body as it is sent."""
    found = _open().delivery(delivery_id)
    if found is None:
        raise _refusal(f"there is no delivery {delivery_id}; see tocsin deliveries list")
    summary, body, attempts = found
    for key, value in _as_json(summary).items():
        typer.echo(f"{key:12} {value if value is not None else '-'}")
    for number, attempt in enumerate(attempts, start=1):
        took = "" if attempt.took_ms is None else f", {attempt.took_ms} ms"
        typer.echo(f"attempt {number}    {attempt.at:%Y-%m-%d %H:%M:%S} {attempt.outcome}: {attempt.reason}{took}")
        if attempt.answer:
            typer.echo(f"             answered {attempt.answer!r}")
    typer.echo(f"body         {body.decode('utf-8', errors='replace')}")


@app.command("replay")
def replay(
    delivery_ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Which ones.", show_default=False)
    ] = None,
    receiver: Receiver = None,
    failed: Annotated[
        bool, typer.Option("--failed", help="All that were given up or whose receiver was gone.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="With --failed: how many, the newest first.")] = 1000,
) -> None:
    """Send again: due now, with the same webhook-id and body. A running notifier picks them up within a second."""
    if bool(delivery_ids) == failed:
        raise _refusal("name deliveries by their ids, or give --failed, and not both")
    store = _open()
    ids = delivery_ids or [one.id for one in store.recent_deliveries(limit, receiver=receiver, states=FAILED)]
    unknown = [one for one in ids if store.delivery(one) is None] if delivery_ids else []
    if unknown:
        raise DeclarationError([_fault(f"there is no delivery {one}") for one in unknown])
    disabled = {one.subscription.name for one in store.subscriptions() if one.disabled_at is not None}
    count = store.replay(ids, now=datetime.now(UTC), expiry=KEEP_TRYING)
    typer.echo(f"{count} of {len(ids)} will be sent again.")
    if disabled:
        typer.echo(f"Disabled, so they get nothing before `tocsin subscriptions enable`: {', '.join(sorted(disabled))}")


def _as_json(one: DeliverySummary) -> dict[str, object]:
    return {
        "id": one.id,
        "receiver": one.receiver,
        "kind": one.kind.value,
        "alert": one.alert_id,
        "title": one.title,
        "state": one.state.value,
        "attempts": one.attempts,
        "created": _moment(one.created_at),
        "due": _moment(one.due_at),
        "not_after": _moment(one.not_after),
        "reason": one.reason,
    }


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="milliseconds")


def _open() -> "Store":
    from tocsin.storage.store import Store

    store = Store.at(DatabaseSettings.load().database_url.get_secret_value())
    store.upgrade()
    return store


def _refusal(message: str) -> DeclarationError:
    return DeclarationError([_fault(message)])


def _fault(message: str) -> Fault:
    return Fault("arguments", 0, 0, message)


def register(main: typer.Typer) -> None:
    """Add the group to ``main``."""
    main.add_typer(app, name="deliveries")
