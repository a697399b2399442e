"""A flood: the alerts of one rule above its rate in one hour, told in one message."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tocsin.domain.alert import Alert
from tocsin.domain.detection import RungRule
from tocsin.domain.ids import make_id

FLOODING: Final = "rule.flooding"
"""The ``type`` of a webhook message about a flood."""


@dataclass(frozen=True, slots=True)
class Flood:
    """What one subscriber has not been told of.

    Args:
        id: Names the rule and its window.
        rule: The rule; its ``because`` is empty.
        began: When the window began, with its first alert.
        ended: When it ended.
        rate: So many alerts the rule was allowed.
        held: So many alerts of the rule this subscriber has not got, at least 1.
        newest: The newest of them, newest first, three at most.
    """

    id: str
    rule: RungRule
    began: datetime
    ended: datetime
    rate: int
    held: int
    newest: tuple[Alert, ...]


def flood_id(rule: str, began: datetime) -> str:
    """Return the id of what a rule holds in the window that began then; ``began`` has a zone."""
    return make_id("fld", rule, began.isoformat())
