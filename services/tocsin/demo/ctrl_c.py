"""Ctrl-C -> an end that nothing can swallow."""

import signal
from types import FrameType, TracebackType
from typing import Any, Self


class CtrlC:
    """Remembers Ctrl-C as long as the ``with`` block lasts; belongs to the main thread.

    kafka-python runs an event loop of its own in the thread that calls it, and that loop catches whatever hits it, a
    KeyboardInterrupt too. So whoever calls kafka-python asks ``check`` afterwards.
    """

    def __init__(self) -> None:
        self._pressed = False
        self._before: Any = None

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def check(self) -> None:
        """Raise KeyboardInterrupt if Ctrl-C was pressed before."""
        if self._pressed:
            raise KeyboardInterrupt

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self._pressed:  # the second must not tear the ending apart that the first began
            self._pressed = True
            raise KeyboardInterrupt
