"""Every error of ours, one class for each way to react.

::

    TocsinError
    ├─ DeclarationError    a file or setting that we wrote is wrong  -> do not start; all faults at once
    ├─ BadMessage          bytes that are no message of the topic    -> dead-letter, never retry
    ├─ Overwhelmed         too many dead letters in a row            -> stop, let Kafka hold the rest
    └─ Unavailable         broker or database cannot be reached now  -> wait, say so, try again

Programming errors are not in the tree: they fail the tests of the pure rooms, and in production the shell that meets
one dead-letters the message and counts it.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class TocsinError(Exception):
    """Whatever Tocsin raises on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a file: where, what, and what would be right.

    ``line`` and ``column`` count from 1; 0 means the file as a whole.
    """

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """``rules/x.yaml:8:13 match.tpye: unknown key; did you mean type?``, or ``rules: holds no rule``."""
        place = f":{self.line}:{self.column}" if self.line else ":"
        return f"{self.path}{place} {self.message}"


class DeclarationError(TocsinError):
    """Rules, topics, subscriptions or settings are wrong; carries every fault that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


class BadMessage(TocsinError):
    """Bytes that are no message of their topic. ``str()`` of it is the reason, fit for a header."""


class Overwhelmed(TocsinError):
    """So many messages in a row were bad that the fault is likely ours: stop before all is dead-lettered."""


class Unavailable(TocsinError):
    """A service that we need does not answer now; trying again later is right."""
