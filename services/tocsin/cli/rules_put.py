"""``tocsin rules put`` and ``remove``: rules made at run time, and their end."""

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from tocsin import declarations
from tocsin.cli.broker import Wait, connected
from tocsin.cli.rules_on_topic import RuleToolSettings, files_by_id, on_topic
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.kafka.codec import encode
from tocsin.kafka.settings import ToolSettings
from tocsin.kafka.topics import Topics, load_topics
from tocsin.matching.rule import SubscriberRule


def put(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="YAML or JSON, one rule each; the name does not matter.")
    ],
    wait: Wait = 30,
) -> None:
    """Make rules at run time, or change them: every detector has them within two seconds, and after a restart too.

    Such a rule is a rule file without when: and, if you like, without examples:. Its size is bounded. With a fault in
    any of the files none is put.
    """
    settings = RuleToolSettings.load()
    topics = load_topics(settings.topics_directory)
    rules = _checked(files)
    _publish(settings, topics, {rule.id: encode(rule) for rule in rules}, wait_s=wait)
    in_files = files_by_id(settings.rules_directory)
    for rule in rules:
        silent = in_files.get(rule.id)
        typer.echo(f"Put {rule.id}." + (f" But {silent} has the same id, and a file goes first." if silent else ""))


def remove(
    rule_ids: Annotated[list[str], typer.Argument(metavar="ID", help="As `tocsin rules list` shows it.")],
    wait: Wait = 30,
) -> None:
    """End rules that were made at run time; an id that is not there is said, and the exit status is then 1."""
    settings = RuleToolSettings.load()
    topics = load_topics(settings.topics_directory)
    there = on_topic(settings, topics, wait_s=wait)
    found = [rule_id for rule_id in dict.fromkeys(rule_ids) if rule_id in there]
    _publish(settings, topics, dict.fromkeys(found), wait_s=wait)
    for rule_id in found:
        typer.echo(f"Removed {rule_id}.")
    in_files = files_by_id(settings.rules_directory)
    missing = [rule_id for rule_id in dict.fromkeys(rule_ids) if rule_id not in there]
    for rule_id in missing:
        close = difflib.get_close_matches(rule_id, there.rules, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        if rule_id in in_files:
            hint = f"; it lives in {in_files[rule_id]}, so remove the file"
        typer.echo(f"no rule {rule_id!r} was made at run time{hint}", err=True)
    raise typer.Exit(1 if missing else 0)


def _checked(files: Sequence[Path]) -> tuple[SubscriberRule, ...]:
    """Return the rules of the files, or every fault of every file."""
    loaded = declarations.load_all(files, SubscriberRule)
    many = Counter(rule.id for _, rule in loaded)
    twice = [
        Fault(str(path), *declarations.position(path, "id"), f"id: {rule.id!r} stands in another of these files too")
        for path, rule in loaded
        if many[rule.id] > 1
    ]
    if twice:
        raise DeclarationError(twice)
    return tuple(rule for _, rule in loaded)


def _publish(settings: ToolSettings, topics: Topics, values: Mapping[str, bytes | None], *, wait_s: float) -> None:
    """Return when the broker has stored them all."""
    from tocsin.kafka import tools

    size = topics.largest_request_bytes
    with connected(lambda: tools.producer(settings, size), settings, wait_s=wait_s) as producer:
        sent = [
            producer.send(topics.rules.name, key=rule_id.encode(), value=value) for rule_id, value in values.items()
        ]
        for one in sent:
            one.get(60)


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("put")(put)
    app.command("remove")(remove)
