"""Maven's jars -> a real Apache Kafka broker on this machine, that can be killed and restarted on its data.

The jars and an archive of their classes (it halves the start) are kept in .cache/kafka, made on first use.
"""

import base64
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

ROOT = Path(__file__).parents[2]
POM = Path(__file__).with_name("pom.xml")
CACHE = ROOT / ".cache" / "kafka"
START_SECONDS = 60.0
MAVEN_SECONDS = 300.0
JVM = ("-Xms384m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
LOGGING = """\
Configuration:
  status: error
  shutdownHook: disable
  Appenders:
    Console:
      name: out
      target: SYSTEM_ERR
      PatternLayout: {pattern: "%d{HH:mm:ss.SSS} %-5p %c{1} %m%n"}
  Loggers:
    Root:
      level: warn
      AppenderRef: {ref: out}
"""
PROPERTIES = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "auto.create.topics.enable": "false",  # finds a topic that nobody declared
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "1",  # a group's first member joins sooner
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    # After a kill the controller waits for the dead broker's session to end: 1 s instead of 9.
    "broker.session.timeout.ms": "1000",
    "broker.heartbeat.interval.ms": "200",
}


class NotInstalled(Exception):
    """Java or Maven is missing, or Maven cannot fetch the jars; says which."""


class Broker:
    """One broker with its data in ``folder``; it can be started again after any end."""

    def __init__(self, folder: Path) -> None:
        self._java = _program("java", "JAVA_HOME", "/usr/lib/jvm/*/bin/java")
        self._jars = jars()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        port, controller = _free_ports()
        self.bootstrap = f"127.0.0.1:{port}"
        self._configuration = folder / "server.properties"
        self._write_configuration(port, controller)

    def start(self, *extra: str) -> None:
        """Start, and return once the broker answers."""
        with (self._folder / "broker.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command(), *extra, "kafka.Kafka", str(self._configuration)],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._wait()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End the broker; a broker that has ended already stays so."""
        if self._process is None:
            return
        self._process.send_signal(number)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """End it as a power cut would."""
        self.stop(signal.SIGKILL)

    def _write_configuration(self, port: int, controller: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "log4j2.yaml").write_text(LOGGING)
        settings = PROPERTIES | {
            "controller.quorum.voters": f"1@127.0.0.1:{controller}",
            "listeners": f"PLAINTEXT://{self.bootstrap},CONTROLLER://127.0.0.1:{controller}",
            "advertised.listeners": f"PLAINTEXT://{self.bootstrap}",
            "log.dirs": str(self._folder / "data"),
        }
        self._configuration.write_text("".join(f"{key}={value}\n" for key, value in settings.items()))
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        format_storage = [*self._command(), "kafka.tools.StorageTool", "format", "-c", str(self._configuration)]
        format_storage.append(f"--cluster-id={cluster}")  # one in 64 begins with a dash, as an option does
        done = subprocess.run(format_storage, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"Kafka's storage cannot be formatted:\n{done.stdout}{done.stderr}")

    def _command(self) -> list[str]:
        archive = self._jars.parent / "classes.jsa"
        shared = [f"-XX:SharedArchiveFile={archive}"] if archive.exists() else []
        # The archive holds for one class path in one order only.
        class_path = os.pathsep.join(map(str, sorted(self._jars.glob("*.jar"))))
        log = f"-Dlog4j2.configurationFile={self._folder / 'log4j2.yaml'}"
        return [self._java, *JVM, *shared, log, "-cp", class_path]

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            assert self._process is not None
            if self._process.poll() is not None:
                raise RuntimeError(f"Kafka ended:\n{(self._folder / 'broker.log').read_text()[-3000:]}")
            if _answers(self.bootstrap):
                return
            time.sleep(0.05)
        raise TimeoutError(f"Kafka did not answer within {START_SECONDS:.0f} s")


def _answers(bootstrap: str) -> bool:
    """Tell whether a controller is known: an open port alone says too little."""
    try:
        admin = KafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=2_000, bootstrap_timeout_ms=500)
    except (KafkaError, OSError):
        return False
    try:
        return bool(admin.describe_cluster()["brokers"])
    except KafkaError:
        return False
    finally:
        admin.close()


def jars() -> Path:
    """Return the folder of the jars, fetching them and archiving their classes the first time."""
    java = _program("java", "JAVA_HOME", "/usr/lib/jvm/*/bin/java")
    release = subprocess.run([java, "-version"], capture_output=True, check=True).stderr
    version = hashlib.sha256(POM.read_bytes() + release).hexdigest()[:16]
    folder = CACHE / version / "jars"
    with _locked(CACHE):
        if not folder.exists():
            _fetch(folder)
    return folder


def archive_classes(folder: Path) -> None:
    """Run a broker once so that Java archives the classes which it loads; later ones start in half the time."""
    archive = jars().parent / "classes.jsa"
    if archive.exists():
        return
    broker = Broker(folder)
    unfinished = archive.with_name(f"{os.getpid()}.jsa")
    broker.start(f"-XX:ArchiveClassesAtExit={unfinished}")
    broker.stop()
    if unfinished.exists():
        unfinished.rename(archive)


def _fetch(folder: Path) -> None:
    maven = _program("mvn", "MAVEN_HOME", "/usr/share/maven/bin/mvn")
    unfinished = folder.with_name("jars-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={unfinished}"]
    done = subprocess.run(
        [maven, "-q", "-B", "-f", str(POM), *goal], capture_output=True, text=True, timeout=MAVEN_SECONDS, check=False
    )
    if done.returncode:
        raise NotInstalled(f"Maven cannot fetch Kafka's jars: {done.stdout[-600:]}")
    unfinished.rename(folder)


def _program(name: str, home: str, usual: str) -> str:
    """Find a program by its home variable, on the path, or where distributions put it."""
    candidates = [Path(os.environ[home]) / "bin" / name] if os.environ.get(home) else []
    on_path = shutil.which(name)
    candidates += [Path(on_path)] if on_path else []
    candidates += sorted(Path("/").glob(usual.lstrip("/")))
    for candidate in candidates:
        if candidate.is_file():
            return str(candidate)
    raise NotInstalled(f"{name} is not installed; real Kafka needs Java 17 and Maven")


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold off other test runs that want to fetch the same things."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
