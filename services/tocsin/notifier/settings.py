"""Settings of the notifier's process."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field, SecretStr

from tocsin.kafka.settings import StreamSettings
from tocsin.notifier.pace import Pace
from tocsin.settings import DatabaseSettings, RulesSettings


class ReceiverSettings(DatabaseSettings, RulesSettings):
    """What is needed to talk to receivers: the notifier's part that the commands about subscriptions share."""

    allow_private_addresses: bool = Field(
        default=False,
        description="Let receivers be in private networks and use http. For tests and on-premises receivers.",
    )


class NotifierSettings(StreamSettings, ReceiverSettings):
    """What ``tocsin notifier`` reads from the environment."""

    notifier_group: str = Field(default="tocsin-notifier", description="Consumer group; all replicas share it.")
    subscriptions_file: Path | None = Field(
        default=None, description="A YAML file with subscriptions, for those who deploy from git."
    )
    slack_webhook_url: SecretStr | None = Field(
        default=None, description="An incoming Slack webhook: a subscription named slack to all rules."
    )
    expiry_hours: float = Field(
        default=24, gt=0, le=24 * 14, description="An alert that cannot be delivered for so long is given up."
    )
    keep_days: float = Field(
        default=90,
        ge=15,
        description="Alerts, deliveries and the log are kept so long. More than the topic's retention, or old is news.",
    )
    deliveries_at_once: int = Field(default=50, ge=1, le=1000, description="HTTP requests in flight, all receivers.")
    deliveries_per_receiver: int = Field(default=4, ge=1, le=100, description="HTTP requests in flight, one receiver.")
    lease_seconds: float = Field(
        default=60,
        ge=1,
        description="What a killed process was sending is sent again after so long. An attempt takes 20 at most.",
    )

    @property
    def expiry(self) -> timedelta:
        """``expiry_hours`` as what it is."""
        return timedelta(hours=self.expiry_hours)

    @property
    def keep(self) -> timedelta:
        """``keep_days`` as what it is."""
        return timedelta(days=self.keep_days)

    @property
    def pace(self) -> Pace:
        """How much is delivered at once."""
        return Pace(
            at_once=self.deliveries_at_once,
            per_receiver=self.deliveries_per_receiver,
            lease=timedelta(seconds=self.lease_seconds),
        )

    @property
    def declared_in(self) -> str:
        """Where the declared subscriptions come from, for faults."""
        return str(self.subscriptions_file or "environment")
