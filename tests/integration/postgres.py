"""A real PostgreSQL, from Debian's packages, in a folder of its own; it ends with the tests, however they end."""

import os
import shutil
import signal
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

USER = "tocsin"


def programs() -> Path | None:
    """The folder of the newest installed server, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class PostgresServer:
    """A server on a Unix socket, which can be stopped and started again with its data."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self.folder = folder
        self._bin = bin_folder
        self._process: subprocess.Popen[bytes] | None = None
        if os.getuid() == 0:  # the server refuses to be run by root
            shutil.chown(folder, "postgres", "postgres")
        subprocess.run(
            [
                *_as_somebody(),
                self._bin / "initdb",
                "-D",
                folder / "data",
                "-U",
                USER,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "-N",
            ],
            check=True,
            capture_output=True,
            cwd=folder,
        )

    def start(self) -> None:
        options = {"listen_addresses": "", "unix_socket_directories": str(self.folder), "fsync": "off"}
        settings = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_as_somebody(), self._bin / "postgres", "-D", self.folder / "data", *settings],
                stdout=log,
                stderr=log,
                cwd=self.folder,
            )
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    pytest.fail((self.folder / "log").read_text())
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """As when the machine goes down: sessions are cut off."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(30)
            self._process = None

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@/postgres?host={self.folder}"

    def empty(self) -> str:
        """The URL of a place without tables: a schema of its own, since a new database takes half a second."""
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE SCHEMA "{name}"'.encode())
        return f"{self.url}&options=-csearch_path%3D{name}"


def _as_somebody() -> list[str]:
    """End with us, even when we are killed; not as root."""
    dies_with_us = ["setpriv", "--pdeathsig", "INT"]
    if os.getuid() != 0:
        return dies_with_us
    return [*dies_with_us, "--reuid=postgres", "--regid=postgres", "--init-groups"]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running server; whoever stops it starts it again."""
    bin_folder = programs()
    if bin_folder is None or shutil.which("setpriv") is None:
        reason = "PostgreSQL's server programs are not installed (Debian: apt install postgresql)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(mkdtemp(prefix="tocsin-postgres-", dir="/tmp"))  # a socket's path may have 107 bytes only
    server = PostgresServer(folder, bin_folder)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """Where there are no tables yet."""
    return postgres_server.empty()
