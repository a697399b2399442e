"""The real detector and notifier on a line's topics, and articles that ring a rule or none."""

import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.builders import an_article
from tests.integration.harness import Line, Running
from tests.integration.ledger import SECRET
from tocsin.kafka.codec import encode

RUNG = "large-attack"


def ringing(name: str, number: int = 14) -> bytes:
    """An article with one event, which rings ``RUNG``."""
    sentence = f"Gunmen killed {10 + number % 90} villagers in central Mali on Thursday, local officials said."
    return encode(an_article(id=name, headline="Notes from Bamako", body=sentence))


def silent(name: str) -> bytes:
    """An article in which nothing happens."""
    body = "The museum has a new roof. Visitors said that they liked the light in the larger rooms."
    return encode(an_article(id=name, headline="Notes from the museum", body=body))


def broken(name: str) -> bytes:
    """What is no article."""
    return json.dumps({"id": name, "headline": ""}).encode()


def many(count: int, *, name: str = "article") -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    """Yield name, bytes and the rules it must ring, for ``count`` articles: of ten one is silent and one is broken."""
    for number in range(count):
        own = f"{name}-{number}"
        match number % 10:
            case 3:
                yield own, silent(own), ()
            case 7:
                yield own, broken(own), ()
            case _:
                yield own, ringing(own, number), (RUNG,)


def start_detector(line: Line, **settings: object) -> Running:
    """``tocsin detector`` with our rules."""
    return line.start_process(["tocsin", "detector"], **settings)


def start_notifier(line: Line, database_url: str, subscriptions: Path, **settings: object) -> Running:
    """``tocsin notifier`` that may call this machine."""
    return line.start_process(
        ["tocsin", "notifier"],
        database_url=database_url,
        subscriptions_file=subscriptions,
        notifier_group=f"notifier-{line.name}",
        allow_private_addresses=True,
        **settings,
    )


def declare(folder: Path, *, webhooks: dict[str, str] | None = None, slack: dict[str, str] | None = None) -> Path:
    """Write a subscriptions file with receivers that want every rule; each is a name and its URL."""
    (folder / "secret").write_text(SECRET)
    receivers: list[dict[str, str]] = []
    for name, url in (webhooks or {}).items():
        receivers.append({"name": name, "kind": "webhook", "url": url, "secret_file": "secret"})
    for name, url in (slack or {}).items():
        (folder / f"{name}-url").write_text(url)
        receivers.append({"name": name, "kind": "slack", "url_file": f"{name}-url"})
    file = folder / "subscriptions.yaml"
    file.write_text(yaml.safe_dump({"subscriptions": receivers}))
    return file
