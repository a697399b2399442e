"""Environment variables -> what the detector needs to know."""

from datetime import timedelta

from pydantic import Field

from tocsin.detector.processors import usable_processors
from tocsin.kafka.settings import StreamSettings
from tocsin.settings import RulesSettings


class DetectorSettings(StreamSettings, RulesSettings):
    """What ``tocsin detector`` reads from the environment."""

    detector_group: str = Field(default="tocsin-detector", description="Consumer group; all replicas share it.")
    pool_processes: int | None = Field(
        default=None,
        ge=0,
        le=256,
        description="Child processes that read articles; empty: one a processor; 0: read in the process itself.",
    )
    batch_articles: int = Field(default=128, ge=1, le=4096, description="The most articles that are read together.")
    batch_wait_seconds: float = Field(
        default=0.03, gt=0, le=1, description="How long a batch waits for more articles before it is read."
    )
    rules_poll_seconds: float = Field(
        default=1, gt=0, le=3600, description="How often the rule files are looked at for a change."
    )
    article_seconds: float = Field(
        default=10, gt=0, description="An article that takes longer to read is dead-lettered and its child ended."
    )

    @property
    def processes(self) -> int:
        """How many children read; one for each processor that we may use, unless it is said."""
        return usable_processors() if self.pool_processes is None else self.pool_processes

    @property
    def article_limit(self) -> timedelta:
        """``article_seconds`` as what it is."""
        return timedelta(seconds=self.article_seconds)
