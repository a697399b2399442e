"""A subscription: who is told about which rules, and how."""

from enum import StrEnum

from pydantic import Field, SecretStr

from tocsin.domain.base import Wire
from tocsin.domain.detection import RungRule


class Kind(StrEnum):
    """How a subscriber is told."""

    WEBHOOK = "webhook"
    SLACK = "slack"


ALL_RULES = "*"


class Subscription(Wire):
    """One receiver. The URL is a secret (a Slack URL is the key to its channel); ``host`` may be shown."""

    id: str
    name: str
    kind: Kind
    url: SecretStr
    secret: SecretStr | None = Field(default=None, description="``whsec_...``; webhooks only.")
    rules: tuple[str, ...] = (ALL_RULES,)

    def wants(self, rung: tuple[RungRule, ...]) -> bool:
        """Is any of the rules that rang one that this subscriber asked for? Of no rules, none is."""
        return any(ALL_RULES in self.rules or rule.id in self.rules for rule in rung)
