"""A rule's rate, and what it has raised in this hour -> does it ring once more, or is it held?"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Window:
    """An hour of one rule. It begins with an alert of the rule, after the window before has ended."""

    began: datetime
    rung: int = 0

    @property
    def ends(self) -> datetime:
        """The first moment that is not in the window."""
        return self.began + HOUR


@dataclass(frozen=True, slots=True)
class Rings:
    """The rule raises the alert.

    Args:
        window: The rule's window with this alert counted; None for a rule without a rate.
        last: Is it the last that the rule may raise in this window?
        because: Why it may.
    """

    window: Window | None
    last: bool
    because: str


@dataclass(frozen=True, slots=True)
class Held:
    """The rule has raised what it may: this alert is recorded, and not told."""

    since: datetime
    until: datetime
    rate: int
    because: str


Admission = Rings | Held


def admit(window: Window | None, rate: int | None, now: datetime) -> Admission:
    """Return whether a rule raises one more alert.

    Args:
        window: The rule's last window; None if there was none. It may have ended, and on a clock that is behind
            another it may not have begun: it then counts as begun.
        rate: So many alerts an hour at most, 1 or more; None: no limit.
        now: The time of the alert, with a zone.
    """
    if rate is None:
        return Rings(None, last=False, because="the rule has no rate")
    if window is None or now >= window.ends:
        window = Window(began=now)
    if window.rung >= rate:
        because = f"{window.rung} alerts since {window.began:%H:%M:%S}, at most {rate} an hour"
        return Held(since=window.began, until=window.ends, rate=rate, because=because)
    counted = replace(window, rung=window.rung + 1)
    return Rings(
        counted,
        last=counted.rung == rate,
        because=f"alert {counted.rung} since {window.began:%H:%M:%S}, at most {rate} an hour",
    )
