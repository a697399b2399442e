"""What the commands about rules made at run time share: their settings, and what lies on the topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tocsin.cli.broker import connected
from tocsin.declarations import rule_paths
from tocsin.detector.rule_message import rule_id_of, rule_in
from tocsin.domain.errors import BadMessage
from tocsin.kafka.settings import ToolSettings
from tocsin.kafka.topics import Topics
from tocsin.matching.rule import SubscriberRule
from tocsin.settings import RulesSettings


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


def files_by_id(directory: Path) -> dict[str, Path]:
    """Return the rule files by the ids that they should have, which is their name; none where there is no folder."""
    return {path.stem: path for path in rule_paths(directory)} if directory.is_dir() else {}
