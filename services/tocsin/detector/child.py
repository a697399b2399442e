"""One child process that reads articles, seen from its parent and from inside."""

import multiprocessing
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection

from tocsin import lifeline
from tocsin.detector.reading import OpenReader, Outcome
from tocsin.domain.errors import Unavailable

# Never fork: the parent has threads, whose locks a forked child would find taken for ever.
_SPAWN = multiprocessing.get_context("spawn")
_READY = "ready"
START_LIMIT = timedelta(minutes=2)  # loading the pipeline takes seconds; a busy machine may need many


@dataclass(frozen=True, slots=True)
class Died:
    """The child ended while it was at an article."""

    because: str


@dataclass(frozen=True, slots=True)
class TooSlow:
    """The child did not finish an article in time."""

    because: str


Trouble = Died | TooSlow


class Child:
    """The parent's side of one child. Its methods block: call them from a thread, one at a time."""

    def __init__(self, open_reader: OpenReader) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs, open_reader), name="tocsin-reader")
        self._process.start()
        theirs.close()

    def wait_until_ready(self) -> None:
        """Return when the child can read.

        Raises:
            Unavailable: It ended, or took too long, before it could.
        """
        try:
            if self._pipe.poll(START_LIMIT.total_seconds()) and self._pipe.recv() == _READY:
                return
        except (EOFError, ConnectionError):
            pass  # it died; how is said below
        why = self._ending()
        self.kill()
        raise Unavailable(f"a reading process did not start: {why}")

    def read(self, raws: Sequence[bytes | None], limit: timedelta) -> tuple[list[Outcome], Trouble | None]:
        """Return the outcomes as far as the child came, and what kept it from the next article, if anything did.

        Args:
            raws: The articles as they came.
            limit: The most that one of them may take.
        """
        outcomes: list[Outcome] = []
        try:
            self._pipe.send(list(raws))
            while len(outcomes) < len(raws):
                if not self._pipe.poll(limit.total_seconds()):
                    return outcomes, TooSlow(f"reading took more than {limit.total_seconds():g} s")
                outcomes.append(self._pipe.recv())
        except (EOFError, ConnectionError):
            # The pipe breaks when the child is gone, and only then.
            return outcomes, Died(f"reading ended its process: {self._ending()}")
        return outcomes, None

    def kill(self) -> None:
        """End the child at once and leave nothing of it."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()

    def _ending(self) -> str:
        self._process.join(1)
        status = self._process.exitcode
        if status is None:
            return "still running"
        return signal.Signals(-status).name if status < 0 else f"exit status {status}"


def _serve(pipe: Connection, open_reader: OpenReader) -> None:
    """Read what the parent sends, until it is gone."""
    lifeline.hold_parent_process()
    # The parent ends us; a Ctrl-C or a signal to the whole group must not tear a batch apart before it does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    reader = open_reader()
    try:
        pipe.send(_READY)
        while True:
            for raw in pipe.recv():
                pipe.send(reader.outcome(raw))
    except (EOFError, ConnectionError):
        return  # the parent closed its end, or was killed; there is nobody left to answer
