"""Processes and topics for tests that run the real thing: start, watch, kill, count."""

import itertools
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from kafka import KafkaProducer

from tocsin.kafka import administration, tools
from tocsin.kafka.settings import ToolSettings
from tocsin.kafka.topics import Topic, Topics, load_topics

ROOT = Path(__file__).parents[2]
Found = TypeVar("Found")
_numbers = itertools.count(1)


def eventually(check: Callable[[], Found], *, seconds: float = 20) -> Found:
    """Return the first true result of ``check``; fail with its last one after ``seconds``."""
    end = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < end, f"not within {seconds} s; at the end: {found!r}"
        time.sleep(0.05)
    return found


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that ended and is not yet reaped by its parent does not."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


class Running:
    """A process of ours under test, its output in a file."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], log: Path) -> None:
        self._log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command, env=dict(env), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )

    @property
    def output(self) -> str:
        """All that it has written so far."""
        return self._log.read_text(errors="replace")

    def wait_for(self, text: str, *, seconds: float = 20) -> None:
        """Return once ``text`` stands in its output; fail with the output if the process ends before."""
        end = time.monotonic() + seconds
        while text not in self.output:
            assert self.process.poll() is None, f"ended with {self.process.returncode}:\n{self.output}"
            assert time.monotonic() < end, f"{text!r} is not in its output after {seconds} s:\n{self.output}"
            time.sleep(0.05)

    def children(self) -> list[int]:
        """Return the ids of the processes that it started itself."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        return [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]

    def get(self, path: str) -> tuple[int, str]:
        """Ask its health server, wherever that listens; return status and body."""
        found = re.search(r"address=http://([\w.:]+)/", self.output)
        assert found, self.output
        try:
            with urllib.request.urlopen(f"http://{found[1]}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()

    def end(self, number: signal.Signals = signal.SIGTERM, *, seconds: float = 30) -> int:
        """Send a signal and return the exit status; a process that has ended already just tells its status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.wait(seconds=seconds)

    def wait(self, *, seconds: float = 30) -> int:
        """Return the exit status."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"still running after {seconds} s:\n{self.output}") from None


@contextmanager
def producer(bootstrap: str) -> Iterator[KafkaProducer]:
    """A producer for the length of a block; at its end everything is stored."""
    opened = KafkaProducer(
        bootstrap_servers=bootstrap, acks="all", linger_ms=5, max_request_size=10_000_000, compression_type="gzip"
    )
    try:
        yield opened
        opened.flush()
    finally:
        opened.close()


class Line:
    """Our topics, under names of this test alone, on a broker; and processes that use them."""

    def __init__(self, bootstrap: str, folder: Path, *, name: str) -> None:
        self.bootstrap = bootstrap
        self.folder = folder
        self.name = f"{name}-{next(_numbers)}-{os.getpid()}"
        self.topics = _renamed_topics(folder / "topics", f"t{self.name}-")
        self.settings = ToolSettings(kafka_bootstrap=bootstrap, topics_directory=folder / "topics")
        self._running: list[Running] = []

    @property
    def environment(self) -> dict[str, str]:
        """For processes on this line: ours only, so that a developer's settings do not matter."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("TOCSIN_")}
        return ours | {
            "TOCSIN_KAFKA_BOOTSTRAP": self.bootstrap,
            "TOCSIN_TOPICS_DIRECTORY": str(self.folder / "topics"),
            "TOCSIN_DETECTOR_GROUP": f"detector-{self.name}",
            "COLUMNS": "200",  # tables as on a wide terminal
            "TOCSIN_HTTP_PORT": "0",
            "TOCSIN_POOL_PROCESSES": "1",
            "TOCSIN_KAFKA_SESSION_SECONDS": "6",
        }

    def make_topics(self) -> None:
        """Create the topics on the broker."""
        client = tools.admin_client(self.settings)
        try:
            missing = administration.differences(self.topics, administration.look(client, self.topics))
            administration.apply(client, self.topics, missing, replication=1)
        finally:
            client.close()

    def start_process(self, command: Sequence[str], **settings: object) -> Running:
        """Start ``tocsin ...``, or ``python -m ...`` where the command begins with a module of the tests.

        ``settings`` are those of the process, as ``pool_processes=0``.
        """
        said = {f"TOCSIN_{name.upper()}": str(value) for name, value in settings.items()}
        program = "tocsin.cli.main:main" if command[0] == "tocsin" else command[0]
        start = (
            [sys.executable, "-c", "from tocsin.cli.main import main; main()", *command[1:]]
            if program == "tocsin.cli.main:main"
            else [sys.executable, "-m", *command]
        )
        running = Running(start, self.environment | said, self.folder / f"process-{len(self._running)}.log")
        self._running.append(running)
        return running

    def publish(self, topic: Topic[Any], values: Iterable[bytes], *, key: bytes | None = None) -> None:
        """Put values on a topic as they are, and wait until they are stored."""
        with producer(self.bootstrap) as sending:
            for sent in [sending.send(topic.name, key=key, value=value) for value in values]:
                sent.get(30)

    def consume_all(self, topic: Topic[Any]) -> list[Any]:
        """Return every record that lies on a topic now."""
        consumer = tools.reader(self.settings)
        try:
            return list(tools.records(consumer, topic.name))
        finally:
            consumer.close()

    def close(self) -> None:
        """Kill what is still running."""
        for running in self._running:
            if running.process.poll() is None:
                running.process.kill()
                running.process.wait()


def _renamed_topics(folder: Path, prefix: str) -> Topics:
    """Copy topics/ under other names: a test meets no message of another, and no code may know a topic's name."""
    folder.mkdir()
    for file in sorted((ROOT / "topics").glob("*.yaml")):
        text = re.sub(r"^dead_letters: *", f"dead_letters: {prefix}", file.read_text(), flags=re.M)
        (folder / f"{prefix}{file.name}").write_text(text)
    return load_topics(folder)
