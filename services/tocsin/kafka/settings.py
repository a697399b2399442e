"""Environment variables -> what every process on a stream needs to know."""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from tocsin.settings import KafkaSettings


class StreamSettings(KafkaSettings):
    """How a process takes part in the stream. The defaults are safe: nothing is lost when it is killed."""

    kafka_compression: Literal["none", "gzip", "lz4", "snappy", "zstd"] = Field(
        default="zstd", description="How what is published is compressed: none, gzip, lz4, snappy or zstd."
    )
    kafka_session_seconds: float = Field(
        default=10,
        ge=6,
        le=300,
        description="After so long without a sign of life a process's partitions go to the others.",
    )
    kafka_instance_id: str | None = Field(
        default=None,
        description="A name that outlives restarts, one for each replica, such as a pod's: no rebalance then.",
    )
    stall_seconds: float = Field(
        default=120, gt=0, description="/healthz/live fails when messages wait and none was finished for so long."
    )
    stop_seconds: float = Field(
        default=20,
        gt=0,
        description="On SIGTERM, what is under way may take so long; then it is left to the next start.",
    )

    breaker_in_a_row: int = Field(
        default=100, ge=0, description="So many dead letters in a row stop the process; 0: never."
    )
    breaker_window: int = Field(
        default=500, ge=0, description="Stop when more than breaker_share of so many last messages are bad; 0: never."
    )
    breaker_share: float = Field(default=0.5, gt=0, le=1, description="See breaker_window.")

    @property
    def stall(self) -> timedelta:
        """``stall_seconds`` as what it is."""
        return timedelta(seconds=self.stall_seconds)


class ToolSettings(KafkaSettings):
    """What the commands need that make topics, publish, and look after dead letters."""

    kafka_api_version: str | None = Field(
        default=None,
        pattern=r"^\d+(\.\d+)+$",
        description="Protocol for the commands, as 2.3; empty: ask the broker. The embedded broker needs 2.3.",
    )
    topic_replication: int = Field(default=1, ge=1, le=10, description="Copies of each partition of a new topic.")
