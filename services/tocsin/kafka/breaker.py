"""Dead letters in a row, or too large a share of them -> Overwhelmed, before everything is dead-lettered."""

from collections import deque
from collections.abc import Iterable
from typing import Self

from tocsin.domain.errors import Overwhelmed
from tocsin.kafka.settings import StreamSettings


class Breaker:
    """Counts bad messages. When most are bad the fault is likely ours, as after a bad release."""

    def __init__(self, *, in_a_row: int, window: int, share: float) -> None:
        """Set the limits.

        Args:
            in_a_row: So many bad ones without a good one between are too many; 0 switches this limit off.
            window: How many of the last messages the share is taken of; 0 switches this limit off.
            share: More than this share of ``window`` messages is too much, between 0 and 1.
        """
        self._in_a_row = in_a_row
        self._share = share
        self._row = 0
        self._last: deque[bool] = deque(maxlen=window)
        self._bad = 0

    @classmethod
    def of(cls, settings: StreamSettings) -> Self:
        """Return a breaker with the limits of the settings."""
        return cls(in_a_row=settings.breaker_in_a_row, window=settings.breaker_window, share=settings.breaker_share)

    def count(self, reasons: Iterable[str | None]) -> None:
        """Count messages in their order.

        Args:
            reasons: Why each is bad; None for a good one.

        Raises:
            Overwhelmed: At the first message that goes over a limit; says which limit, and why this message is bad.
        """
        for reason in reasons:
            self._add(reason is not None)
            if self._in_a_row and self._row >= self._in_a_row:
                raise Overwhelmed(
                    f"{self._row} messages in a row were bad, the last because: {reason}. Is the fault ours? "
                    "TOCSIN_BREAKER_IN_A_ROW is the limit"
                )
            full = self._last.maxlen and len(self._last) == self._last.maxlen
            if full and self._bad > self._share * len(self._last):
                raise Overwhelmed(
                    f"{self._bad} of the last {len(self._last)} messages were bad, the last because: {reason}. "
                    "Is the fault ours? TOCSIN_BREAKER_SHARE is the limit"
                )

    def _add(self, bad: bool) -> None:  # noqa: FBT001, RUF100  # the only thing it takes
        self._row = self._row + 1 if bad else 0
        if self._last.maxlen and len(self._last) == self._last.maxlen:
            self._bad -= self._last[0]
        if self._last.maxlen:
            self._last.append(bad)
            self._bad += bad
