"""What the store gives out. Frozen; no value here travels."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tocsin.domain.alert import Alert
from tocsin.domain.delivery import DeliveryState, Outcome, Verdict
from tocsin.domain.subscription import Kind, Subscription


@dataclass(frozen=True, slots=True)
class Lease:
    """A delivery that ``owner`` alone may send until ``until``; after that anybody may.

    ``fetched_at``: when the article was fetched that an alert tells of; None for a notice.
    """

    delivery_id: str
    subscription: Subscription
    body: bytes
    attempts_made: int
    not_after: datetime
    fetched_at: datetime | None
    owner: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """What an attempt came to. ``outcome`` is None when nothing was sent, because it was too late."""

    lease: Lease
    verdict: Verdict
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a lease. ``stale``: it had run out and the delivery is in other hands.

    ``disabled``: why the receiver was switched off by this attempt, or None.
    """

    stale: bool = False
    disabled: str | None = None


class Origin(StrEnum):
    """Where a subscription comes from, and so where it is to be changed."""

    DECLARED = "declared"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class KnownSubscription:
    """A subscription and how its receiver is doing."""

    subscription: Subscription
    origin: Origin
    created_at: datetime
    paused_until: datetime | None
    failures: int
    disabled_at: datetime | None
    disabled_because: str | None


@dataclass(frozen=True, slots=True)
class Declared:
    """Names of the declared subscriptions that are new, changed, or no longer declared and so switched off."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    ended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeliverySummary:
    """One delivery in a list. ``receiver`` is the subscription's name; ``title`` the titles of the rules that rang.

    The notice of a flood says so in ``title``; its ``alert_id`` is the newest alert that was held.
    """

    id: str
    alert_id: str
    receiver: str
    kind: Kind
    title: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    changed_at: datetime
    due_at: datetime | None
    not_after: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """Who gets the notice of a flood of a rule; ``receivers`` are names of subscriptions."""

    rule: str
    receivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttemptEntry:
    """One line of the delivery log. ``answer`` is the beginning of what the receiver said, without secrets."""

    at: datetime
    outcome: str
    reason: str
    status: int | None
    failure: str | None
    took_ms: int | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class Marker:
    """How far a reader has seen: the number of the last alert and of the last attempt."""

    alert: int = 0
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened after a marker, oldest first; ``marker`` is where to go on from."""

    alerts: tuple[Alert, ...]
    deliveries: tuple[DeliverySummary, ...]
    marker: Marker
