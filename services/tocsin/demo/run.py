"""Sample articles -> alerts on the screen, through every process of the line, on one machine."""

import os
import queue
import secrets
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import yaml
from kafka import KafkaProducer
from pydantic import Field

from tocsin import declarations
from tocsin.delivery.signature import new_secret
from tocsin.demo.ctrl_c import CtrlC
from tocsin.demo.processes import Processes, free_port, port_or_free
from tocsin.demo.receiver import Receiver
from tocsin.demo.screen import Screen
from tocsin.demo.watch import Watch
from tocsin.domain.article import Article
from tocsin.domain.base import Handwritten
from tocsin.kafka.codec import decode, encode
from tocsin.kafka.embedded import CLIENT_VERSION, NOTICE, EmbeddedBroker
from tocsin.kafka.topics import Topics, load_topics

READY_S = 60.0
ALERTS_S = 30.0
BETWEEN_ARTICLES_S = 0.4  # a reader's pace, and far below what the embedded broker keeps
PAGE_PORT = 8000


class ExpectedAlerts(Handwritten):
    """samples/alerts.yaml: which rules each sample must ring at least once."""

    alerts: dict[str, tuple[str, ...]] = Field(description="Article id to rule ids; an empty list: nothing may ring.")


@dataclass(frozen=True, slots=True)
class Folders:
    """What the demo works with; ``samples`` holds ``articles/*.json`` and ``alerts.yaml``."""

    samples: Path
    rules: Path
    topics: Path


def run(folders: Folders, *, once: bool, screen: Screen) -> bool:
    """Run the demo, and return whether every expected alert came and every signature held.

    Args:
        folders: Where samples, rules and topics are.
        once: End when the alerts are there; else the page stays open until Ctrl-C.
        screen: Where to show it.

    Raises:
        DeclarationError: When a file of ours is wrong.
        BadMessage: When a sample is no article.
        Unavailable: When a process does not start or ends by itself.
    """
    topics = load_topics(folders.topics)
    watch = Watch(declarations.load(folders.samples / "alerts.yaml", ExpectedAlerts).alerts)
    files = sorted((folders.samples / "articles").glob("*.json"))
    articles = tuple(decode(file.read_bytes(), Article) for file in files)
    secret = new_secret(secrets.token_bytes(32))
    with ExitStack() as stack:
        ctrl_c = stack.enter_context(CtrlC())
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tocsin-demo-")))
        broker = stack.enter_context(EmbeddedBroker(topics))
        receiver = stack.enter_context(Receiver(secret))
        environment = _environment(folders, directory, broker.bootstrap, _subscription(directory, receiver.url, secret))
        processes = stack.enter_context(Processes(directory, environment))
        screen.quiet(f"{NOTICE}. Private addresses are allowed here, since the receiver is on this machine.")
        page = _start(processes, PAGE_PORT if not once else None, screen)

        def between() -> None:
            ctrl_c.check()
            _show(receiver, watch, screen, BETWEEN_ARTICLES_S)

        _publish(topics, broker.bootstrap, articles, between, screen)
        ctrl_c.check()
        satisfied = _await_the_rest(receiver, watch, processes, screen)
        if not once:
            screen.say(f"The page stays open: {page}   (Ctrl-C ends everything)")
            screen.quiet(f"Other commands reach this broker with:\n{reach(broker.bootstrap)}")
            while True:
                _show(receiver, watch, screen, 1.0)
                processes.check()
    return satisfied


def reach(bootstrap: str) -> str:
    """Return what a shell must be told so that ``tocsin rules put`` and ``tocsin publish`` find the broker."""
    return f"export TOCSIN_KAFKA_BOOTSTRAP={bootstrap} TOCSIN_KAFKA_API_VERSION={CLIENT_VERSION}"


def _environment(folders: Folders, directory: Path, bootstrap: str, subscriptions: Path) -> dict[str, str]:
    foreign = {name: value for name, value in os.environ.items() if not name.startswith("TOCSIN_")}
    return foreign | {
        "TOCSIN_KAFKA_BOOTSTRAP": bootstrap,
        "TOCSIN_KAFKA_COMPRESSION": "none",
        "TOCSIN_DATABASE_URL": f"sqlite:///{directory / 'demo.sqlite3'}",
        "TOCSIN_RULES_DIRECTORY": str(folders.rules),
        "TOCSIN_TOPICS_DIRECTORY": str(folders.topics),
        "TOCSIN_SUBSCRIPTIONS_FILE": str(subscriptions),
        "TOCSIN_ALLOW_PRIVATE_ADDRESSES": "true",
    }


def _subscription(directory: Path, url: str, secret: str) -> Path:
    """Write the demo's only subscription as somebody would who deploys from git."""
    secret_file = directory / "secret"
    secret_file.write_text(secret, encoding="utf-8")
    file = directory / "subscriptions.yaml"
    receiver = {"name": "demo", "kind": "webhook", "url": url, "secret_file": str(secret_file), "rules": ["*"]}
    file.write_text(yaml.safe_dump({"subscriptions": [receiver]}), encoding="utf-8")
    return file


def _start(processes: Processes, page_port: int | None, screen: Screen) -> str:
    """Start the line, and return the page's address once all of it is ready."""
    port = port_or_free(page_port) if page_port else free_port()
    processes.start("detector")
    processes.start("notifier")
    processes.start("console", port=port)
    processes.wait_until_ready(READY_S, lambda name: screen.quiet(f"{name} is ready"))
    return f"http://127.0.0.1:{port}"


def _publish(
    topics: Topics, bootstrap: str, articles: Sequence[Article], between: Callable[[], None], screen: Screen
) -> None:
    major, minor = map(int, CLIENT_VERSION.split("."))
    producer = KafkaProducer(bootstrap_servers=bootstrap, api_version=(major, minor), acks="all")
    try:
        for article in articles:
            producer.send(topics.articles.name, key=article.id.encode(), value=encode(article)).get(timeout=10)
            screen.published(article.headline)
            between()
    finally:
        producer.close(timeout=0.2)  # all is acknowledged; after Ctrl-C there is no time for more


def _show(receiver: Receiver, watch: Watch, screen: Screen, seconds: float) -> None:
    """Show every alert that arrives within ``seconds``."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        try:
            received = receiver.received.get(timeout=left)
        except queue.Empty:  # nothing more in this time
            return
        watch.note(received)
        screen.alert(received)


def _await_the_rest(receiver: Receiver, watch: Watch, processes: Processes, screen: Screen) -> bool:
    end = time.monotonic() + ALERTS_S
    while watch.missing and time.monotonic() < end:
        processes.check()
        _show(receiver, watch, screen, 0.25)
    _show(receiver, watch, screen, 0.5)  # what must not come would come now
    for article, rule in watch.missing:
        screen.trouble(f"{article} should have rung {rule}")
    for fault in watch.faults:
        screen.trouble(fault)
    satisfied = not watch.missing and not watch.faults
    screen.say(
        f"{watch.alerts} alerts received, every signature verified, every expected alert among them."
        if satisfied
        else f"{watch.alerts} alerts received, but not as expected."
    )
    return satisfied
