"""A Kafka broker in memory, in a child process: for the demo and for tests, where nothing is installed.

It is the mock cluster of librdkafka, which comes with confluent-kafka. It forgets everything when it ends, drops what
goes beyond 5 MiB of a partition, and stands one consumer a group; a second would hang.
"""

import ctypes
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tocsin.domain.errors import Unavailable
from tocsin.kafka.topics import Topic

NOTICE = "embedded broker: memory only; everything on it is gone when it ends"
CLIENT_VERSION = "2.3"  # for kafka-python: the mock cluster cannot tell which protocol it speaks
_ENDING_SECONDS = 3.0


class EmbeddedBroker:
    """A broker with the given topics, as long as the ``with`` block lasts.

    It ends with this process, after SIGKILL too: its standard input closes then.
    """

    def __init__(self, topics: Iterable[Topic[Any]]) -> None:
        self._partitions = {topic.name: topic.spec.partitions for topic in topics}
        self._child: subprocess.Popen[str] | None = None
        self.bootstrap = ""
        """``host:port`` for clients, once started."""

    def __enter__(self) -> Self:
        """Start the broker.

        Raises:
            Unavailable: When it does not start.
        """
        arguments = [f"{name}={partitions}" for name, partitions in self._partitions.items()]
        self._child = subprocess.Popen(  # noqa: S603, RUF100  # our own module, names of our own topics
            [sys.executable, "-m", __name__, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for us; the broker ends after those who use it
        )
        assert self._child.stdout is not None
        self.bootstrap = self._child.stdout.readline().strip()
        if not self.bootstrap:
            raise Unavailable(f"the embedded broker did not start: exit status {self._child.wait()}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the broker and everything on it."""
        child = self._child
        if child is None:
            return
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.close()
        try:
            child.wait(_ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        child.stdout.close()

    @property
    def pid(self) -> int:
        """The child's process id."""
        assert self._child is not None
        return self._child.pid


def serve(partitions: Mapping[str, int]) -> None:
    """Run the broker in this process, say where it is, and end when standard input ends."""
    library = _library()
    reason = ctypes.create_string_buffer(512)
    configuration = library.rd_kafka_conf_new()
    library.rd_kafka_conf_set(configuration, b"log_level", b"3", reason, len(reason))  # errors only
    handle = library.rd_kafka_new(0, configuration, reason, len(reason))
    if not handle:
        raise Unavailable(f"librdkafka: {reason.value.decode()}")
    cluster = library.rd_kafka_mock_cluster_new(handle, 1)
    library.rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, 0)
    for name, count in partitions.items():
        library.rd_kafka_mock_topic_create(cluster, name.encode(), count, 1)
    sys.stdout.write(library.rd_kafka_mock_cluster_bootstraps(cluster).decode() + "\n")
    sys.stdout.flush()
    sys.stdin.read()
    library.rd_kafka_mock_cluster_destroy(cluster)
    library.rd_kafka_destroy(handle)


def _library() -> ctypes.CDLL:
    """Open the librdkafka inside the confluent-kafka wheel and tell ctypes what its functions take."""
    import confluent_kafka

    package = Path(confluent_kafka.__file__).parent
    places = [package.parent / "confluent_kafka.libs", package / ".dylibs"]  # Linux, macOS
    found = [file for place in places for file in sorted(place.glob("librdkafka*"))]
    if not found:
        raise Unavailable("the installed confluent-kafka brings no librdkafka; install its wheel")
    library = ctypes.CDLL(str(found[0]))
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, result, arguments in (
        ("rd_kafka_conf_new", pointer, []),
        ("rd_kafka_conf_set", number, [pointer, text, text, text, ctypes.c_size_t]),
        ("rd_kafka_new", pointer, [number, pointer, text, ctypes.c_size_t]),
        ("rd_kafka_destroy", None, [pointer]),
        ("rd_kafka_mock_cluster_new", pointer, [pointer, number]),
        ("rd_kafka_mock_cluster_bootstraps", text, [pointer]),
        ("rd_kafka_mock_cluster_destroy", None, [pointer]),
        ("rd_kafka_mock_group_initial_rebalance_delay_ms", None, [pointer, ctypes.c_int32]),
        ("rd_kafka_mock_topic_create", number, [pointer, text, number, number]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


if __name__ == "__main__":
    named = (argument.rpartition("=") for argument in sys.argv[1:])
    serve({name: int(count) for name, _, count in named})
