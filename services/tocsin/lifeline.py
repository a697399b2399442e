"""A parent's end, however it comes -> the end of its children.

A parent opens a pipe and keeps the writing end; a child that holds the reading end sees it close when the parent ends,
after SIGKILL too. ::

    with Lifeline() as lifeline:
        subprocess.Popen(command, env=os.environ | lifeline.environment, pass_fds=lifeline.pass_fds)

and in the child, first of all: ``lifeline.hold()``.
"""

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import wait
from types import TracebackType
from typing import Self

# Begins with an underscore, since it is no setting: settings all begin with TOCSIN_.
VARIABLE = "_TOCSIN_LIFELINE"
GRACE_SECONDS = 5.0  # a process gets this long to end in order after its parent is gone


class Lifeline:
    """The parent's side: as long as it is open, children that hold it live."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def environment(self) -> dict[str, str]:
        """The variable that tells a child which file descriptor to hold."""
        return {VARIABLE: str(self._read)}

    @property
    def pass_fds(self) -> tuple[int, ...]:
        """The file descriptors for ``subprocess.Popen(pass_fds=...)``."""
        return (self._read,)

    def close(self) -> None:
        """Let go: every child that holds this lifeline ends. Closing twice is the same as once."""
        for descriptor in (self._read, self._write):
            if descriptor >= 0:
                os.close(descriptor)
        self._read = self._write = -1


def hold() -> bool:
    """End this process when its parent ends: SIGTERM first, the hard way after ``GRACE_SECONDS``.

    Returns whether a parent asked for it. The variable is taken out of the environment, since it is not for
    grandchildren.
    """
    told = os.environ.pop(VARIABLE, "")
    if not told.isdigit():
        return False
    descriptor = int(told)
    os.set_inheritable(descriptor, False)  # noqa: FBT003, RUF100  # the name says what False means
    threading.Thread(target=_end_with_pipe, args=(descriptor,), name="lifeline", daemon=True).start()
    return True


def hold_parent_process() -> None:
    """In a child made by multiprocessing: end at once when the parent ends."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), name="lifeline", daemon=True).start()


def _end_with_pipe(descriptor: int) -> None:
    while os.read(descriptor, 1):
        pass  # nobody writes to it; a byte would mean nothing
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
