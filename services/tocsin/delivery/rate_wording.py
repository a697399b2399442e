"""A rule's rate and what it held -> plain English, the same in webhooks, in Slack and on the page."""

from datetime import UTC, datetime

from tocsin.domain.alert import RateReached
from tocsin.domain.flood import Flood


def last_text(reached: RateReached) -> str:
    """Return what the last alert says: "10th of this hour, the most this rule may raise; further ones are ..."."""
    return (
        f"{_ordinal(reached.rate)} of this hour, the most this rule may raise; "
        f"further ones are held until {clock_text(reached.until)}"
    )


def held_text(reached: RateReached) -> str:
    """Return why an alert is held: "held until 14:32 UTC: the rule may raise 10 an hour"."""
    return f"held until {clock_text(reached.until)}: the rule may raise {reached.rate:,} an hour"


def flooding_text(flood: Flood) -> str:
    """Return the news of a notice: "flooding: 212 held between 13:32 and 14:32 UTC (at most 10 an hour)"."""
    between = f"between {flood.began.astimezone(UTC):%H:%M} and {clock_text(flood.ended)}"
    return f"flooding: {flood.held:,} held {between} (at most {flood.rate:,} an hour)"


def clock_text(moment: datetime) -> str:
    """Return for instance "14:32 UTC"."""
    return f"{moment.astimezone(UTC):%H:%M} UTC"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"
