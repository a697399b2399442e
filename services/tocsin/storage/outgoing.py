"""What somebody is to be told -> a row of the outbox, due at once."""

from datetime import datetime, timedelta
from typing import Any

from tocsin.domain.alert import delivery_id
from tocsin.domain.delivery import DeliveryState
from tocsin.domain.subscription import Subscription


def delivery_row(
    told: str,
    receiver: Subscription,
    body: bytes,
    *,
    alert_id: str,
    now: datetime,
    expiry: timedelta,
    notice: str | None = None,
) -> dict[str, Any]:
    """Return the columns of one delivery.

    Args:
        told: The id of what the message tells of, an alert or a flood: the ``webhook-id`` is made of it.
        receiver: Who is told.
        body: What every attempt sends.
        alert_id: The alert that the delivery is listed with.
        now: When it is due: at once.
        expiry: After so long it is given up.
        notice: What is shown in lists where the message does not tell the alert itself.
    """
    return {
        "id": delivery_id(told, receiver.id),
        "alert_id": alert_id,
        "subscription_id": receiver.id,
        "notice": notice,
        "body": body,
        "state": DeliveryState.PENDING.value,
        "attempts": 0,
        "created_at": now,
        "changed_at": now,
        "due_at": now,
        "not_after": now + expiry,
    }
