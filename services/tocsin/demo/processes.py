"""The processes of the line as children that end with us, each with its log in a file."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tocsin.domain.errors import Unavailable
from tocsin.lifeline import Lifeline

STOP_SECONDS = 1.5  # then the hard way: Ctrl-C must end everything within three seconds, on a busy machine too


class Processes:
    """Children that are started together and end together, as long as the ``with`` block lasts."""

    def __init__(self, log_directory: Path, environment: Mapping[str, str]) -> None:
        self._log_directory = log_directory
        self._environment = environment
        self._lifeline = Lifeline()
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._ports: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, name: str, *, port: int | None = None) -> None:
        """Start ``tocsin NAME`` with its health page on ``port``, or on a free one."""
        self._ports[name] = port or free_port()
        own = {"TOCSIN_HTTP_PORT": str(self._ports[name])} | self._lifeline.environment
        with self.log_file(name).open("wb") as log:
            self._children[name] = subprocess.Popen(  # noqa: S603, RUF100  # our own program, fixed arguments
                [sys.executable, "-m", "tocsin", name],
                env={**self._environment, **own},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=self._lifeline.pass_fds,
                start_new_session=True,  # Ctrl-C is for us; we tell the children
            )

    def log_file(self, name: str) -> Path:
        """Where the log of a process is."""
        return self._log_directory / f"{name}.log"

    def wait_until_ready(self, timeout_s: float, told: Callable[[str], None]) -> None:
        """Return when every process says that it is ready, calling ``told`` with each one's name.

        Raises:
            Unavailable: When one ends or is not ready in time, with the last lines of its log.
        """
        end = time.monotonic() + timeout_s
        waiting = dict(self._ports)
        while waiting:
            for name, port in list(waiting.items()):
                if self._children[name].poll() is not None:
                    raise Unavailable(f"{name} ended before it was ready:\n{self._last_lines(name)}")
                if _is_ready(port):
                    del waiting[name]
                    told(name)
            if waiting and time.monotonic() > end:
                names = ", ".join(waiting)
                raise Unavailable(
                    f"{names} not ready after {timeout_s:.0f} s:\n{self._last_lines(next(iter(waiting)))}"
                )
            time.sleep(0.05)

    def check(self) -> None:
        """Raise Unavailable when a process has ended by itself."""
        for name, child in self._children.items():
            if child.poll() is not None:
                raise Unavailable(f"{name} ended with status {child.returncode}:\n{self._last_lines(name)}")

    def stop(self) -> None:
        """End every child: politely, and after ``STOP_SECONDS`` the hard way."""
        for child in self._children.values():
            child.send_signal(signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self._lifeline.close()

    def _last_lines(self, name: str) -> str:
        lines = self.log_file(name).read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(f"  {line}" for line in lines[-12:])


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def port_or_free(wanted: int) -> int:
    """Return ``wanted`` if nothing listens there, else a free port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:  # taken, which is what we wanted to know
            return free_port()
        return wanted


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/ready", timeout=1) as answer:  # noqa: S310, RUF100  # a fixed address of ours
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):  # not listening yet, or 503
        return False
