"""What the commands about rules made at run time share: their settings, and what lies on the topic."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import typer

from tocsin.cli.broker import connected
from tocsin.declarations import rule_paths
from tocsin.detector.rule_message import rule_id_of, rule_in
from tocsin.domain.errors import BadMessage, DeclarationError, Unavailable
from tocsin.domain.subscription import ALL_RULES
from tocsin.kafka.settings import ToolSettings
from tocsin.kafka.topics import Topics, load_topics
from tocsin.matching.rule import SubscriberRule
from tocsin.settings import RulesSettings

_PATIENCE_S = 3.0  # a subscription can be added where no broker is


class RuleToolSettings(ToolSettings, RulesSettings):
    """What these commands read from the environment."""


@dataclass(frozen=True, slots=True)
class OnTopic:
    """The last message of each id: a rule, or why it is none."""

    rules: Mapping[str, SubscriberRule]
    no_rules: Mapping[str, str]

    def __contains__(self, rule_id: str) -> bool:
        """Whether there is something under the id to remove."""
        return rule_id in self.rules or rule_id in self.no_rules


def on_topic(settings: ToolSettings, topics: Topics, *, wait_s: float) -> OnTopic:
    """Read the topic of rules from its beginning to its end.

    Args:
        settings: Where the broker is.
        topics: Which topic it is.
        wait_s: Seconds to wait for the broker.

    Raises:
        Unavailable: The broker does not answer in time, or has no such topic.
    """
    from tocsin.kafka import tools

    rules: dict[str, SubscriberRule] = {}
    no_rules: dict[str, str] = {}
    with connected(lambda: tools.reader(settings), settings, wait_s=wait_s) as consumer:
        for record in tools.records(consumer, topics.rules.name):
            rule_id = rule_id_of(record.key or b"")
            rules.pop(rule_id, None)
            no_rules.pop(rule_id, None)
            try:
                rule = rule_in(record.key, record.value)
            except BadMessage as error:
                no_rules[rule_id] = str(error)
                continue
            if rule is not None:
                rules[rule_id] = rule
    return OnTopic(rules, no_rules)


def with_those_made(wanted: Collection[str], in_files: frozenset[str] | None) -> frozenset[str] | None:
    """Return the ids of the rules that there are; the topic is asked only where files do not have all that are wanted.

    Args:
        wanted: Ids, or ``*`` for all.
        in_files: Those of the files; None where there is no folder to look at, and then anything is taken.
    """
    if in_files is None or in_files.issuperset(wanted) or tuple(wanted) == (ALL_RULES,):
        return in_files
    settings = ToolSettings.load()
    try:
        made = on_topic(settings, load_topics(settings.topics_directory), wait_s=_PATIENCE_S)
    except (Unavailable, DeclarationError) as error:
        typer.echo(f"rules made at run time are not known here: {error}", err=True)
        return in_files
    return in_files | made.rules.keys()


def files_by_id(directory: Path) -> dict[str, Path]:
    """Return the rule files by the ids that they should have, which is their name; none where there is no folder."""
    return {path.stem: path for path in rule_paths(directory)} if directory.is_dir() else {}
