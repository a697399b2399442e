"""topics/*.yaml -> typed topics; a topic's name is said there and nowhere else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BeforeValidator, Field

from tocsin import declarations
from tocsin.domain.article import Article, NotBlank
from tocsin.domain.base import Handwritten
from tocsin.domain.detection import Detection
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.domain.event import Event
from tocsin.matching.rule import SubscriberRule

Message = TypeVar("Message")
MESSAGES: dict[str, type[Any]] = {model.__name__: model for model in (Article, Event, Detection, SubscriberRule)}
NAME = re.compile(r"[a-z][a-z0-9-]*-v[0-9]+(-dlq)?")  # no dots: they collide with underscores in metric names
REQUEST_ROOM = 65_536  # bytes beside the largest value: key, headers and the protocol's own
HEADER_ROOM = 4096  # bytes that a dead letter's headers may add to the message that it carries
FOREVER = timedelta.max
_READ_BY_US = frozenset({Article.__name__, Detection.__name__, SubscriberRule.__name__})
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _retention(value: Any) -> Any:
    if value == "forever":
        return FOREVER
    found = re.fullmatch(r"(\d{1,4})([mhdw])", value) if isinstance(value, str) else None
    if not found:
        message = "must be a number and m, h, d or w, such as 7d, or forever"
        raise ValueError(message)
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


Retention = Annotated[
    timedelta,
    BeforeValidator(_retention, json_schema_input_type=Annotated[str, Field(pattern=r"^(\d{1,4}[mhdw]|forever)$")]),
]


class TopicSpec(Handwritten):
    """One file of topics/; its name without ``.yaml`` is the topic's."""

    description: NotBlank
    message: str | None = Field(description="Article, Event, Detection or SubscriberRule; null for bytes as they came.")
    key: NotBlank = Field(description="What the message key is, and why.")
    partitions: int = Field(ge=1, le=1000, description="Can be raised later, never lowered.")
    retention: Retention = Field(description="How long messages are kept: a number and m, h, d or w, or forever.")
    cleanup: Literal["delete", "compact"] = Field(
        default="delete",
        description="delete: what is older than retention goes. compact: the last message of each key stays for ever.",
    )
    max_message_bytes: int = Field(ge=1024, le=100_000_000)
    producers: tuple[str, ...]
    consumers: tuple[str, ...]
    dead_letters: str | None = Field(default=None, description="The topic for what is no such message.")


@dataclass(frozen=True, slots=True)
class Topic(Generic[Message]):
    """A topic and the type of its messages; ``bytes`` where they are kept as they came."""

    name: str
    message: type[Message]
    spec: TopicSpec


@dataclass(frozen=True, slots=True)
class Topics:
    """Every topic that Tocsin reads or writes."""

    articles: Topic[Article]
    events: Topic[Event]
    alerts: Topic[Detection]
    rules: Topic[SubscriberRule]
    articles_dead_letters: Topic[bytes]
    alerts_dead_letters: Topic[bytes]
    rules_dead_letters: Topic[bytes]

    def __iter__(self) -> Iterator[Topic[Any]]:
        """In the order in which a message meets them, dead letters last."""
        yield from (self.articles, self.events, self.alerts, self.rules)
        yield from (self.articles_dead_letters, self.alerts_dead_letters, self.rules_dead_letters)

    @property
    def largest_request_bytes(self) -> int:
        """What a client must be able to send and fetch at once: the most that any topic takes, and room around it."""
        return max(topic.spec.max_message_bytes for topic in self) + REQUEST_ROOM


def load_topics(directory: Path) -> Topics:
    """Return the topics that the files of ``directory`` declare.

    A file is bound by the class of its messages, so that no name of a topic stands in the code.

    Raises:
        DeclarationError: With every fault of every file: wrong values, a message that no file or more than one file
            carries, dead letters that go nowhere.
    """
    specs = {path.stem: (path, spec) for path, spec in declarations.load_all(_files(directory), TopicSpec)}
    faults = [fault for path, spec in specs.values() for fault in _faults_of(path, spec, specs)]
    carriers = {name: _carriers(specs, name) for name in MESSAGES}
    faults.extend(_not_exactly_one(directory, message, found) for message, found in carriers.items() if len(found) != 1)
    faults.extend(_unbound(specs))
    if faults:
        raise DeclarationError(faults)

    def bind(model: type[Message]) -> Topic[Message]:
        name = carriers[model.__name__][0]
        return Topic(name, model, specs[name][1])

    articles, events, alerts, rules = bind(Article), bind(Event), bind(Detection), bind(SubscriberRule)
    return Topics(
        articles=articles,
        events=events,
        alerts=alerts,
        rules=rules,
        articles_dead_letters=_dead_letters_of(articles, specs),
        alerts_dead_letters=_dead_letters_of(alerts, specs),
        rules_dead_letters=_dead_letters_of(rules, specs),
    )


_Specs = dict[str, tuple[Path, TopicSpec]]


def _files(directory: Path) -> list[Path]:
    files = sorted(directory.glob("*.yaml"))
    if not files:
        raise DeclarationError(
            [Fault(str(directory), 0, 0, "holds no topic; point TOCSIN_TOPICS_DIRECTORY at topics/")]
        )
    return files


def _carriers(specs: _Specs, message: str) -> list[str]:
    return [name for name, (_, spec) in specs.items() if spec.message == message]


def _faults_of(path: Path, spec: TopicSpec, specs: _Specs) -> Iterator[Fault]:
    def fault(key: str, message: str) -> Fault:
        return Fault(str(path), *declarations.position(path, key), f"{key}: {message}")

    if not NAME.fullmatch(path.stem):
        yield Fault(
            str(path), 0, 0, "the file's name is the topic's: small letters, hyphens and a version, as in news-v1"
        )
    if spec.message is not None and spec.message not in MESSAGES:
        yield fault("message", f"must be one of {', '.join(MESSAGES)} or null, not {spec.message[:60]!r}")
    if spec.cleanup == "compact" and spec.retention != FOREVER:
        yield fault("retention", "must be forever, since cleanup: compact keeps the last message of each key")
    if spec.message in _READ_BY_US and spec.dead_letters is None:
        yield Fault(str(path), 1, 1, "dead_letters: is missing; what is no such message needs a place to go")
    if spec.dead_letters is None:
        return
    if spec.dead_letters not in specs:
        yield fault("dead_letters", f"there is no {spec.dead_letters[:60]}.yaml")
    elif specs[spec.dead_letters][1].message is not None:
        yield fault("dead_letters", f"{spec.dead_letters} must have message: null, since it keeps bytes as they came")
    elif specs[spec.dead_letters][1].max_message_bytes < spec.max_message_bytes + HEADER_ROOM:
        least = spec.max_message_bytes + HEADER_ROOM
        yield fault("max_message_bytes", f"{spec.dead_letters} must take at least {least}: a message and its headers")


def _not_exactly_one(directory: Path, message: str, found: list[str]) -> Fault:
    if not found:
        return Fault(str(directory), 0, 0, f"no file has message: {message}; one is needed")
    return Fault(str(directory), 0, 0, f"{', '.join(found)} all have message: {message}; one of them is right")


def _unbound(specs: _Specs) -> Iterator[Fault]:
    used = {spec.dead_letters for _, spec in specs.values()}
    for name, (path, spec) in specs.items():
        if spec.message is None and name not in used:
            yield Fault(str(path), 1, 1, "nothing uses this topic; name it as dead_letters of another or remove it")


def _dead_letters_of(topic: Topic[Any], specs: _Specs) -> Topic[bytes]:
    name = topic.spec.dead_letters
    assert name is not None  # _faults_of saw to it
    return Topic(name, bytes, specs[name][1])
