"""Settings of the page's process."""

from pydantic import Field

from tocsin.settings import DatabaseSettings, KafkaSettings


class ConsoleSettings(KafkaSettings, DatabaseSettings):
    """What ``tocsin console`` reads from the environment."""

    http_port: int = Field(default=8000, ge=0, le=65535, description="Port of the page, /healthz and /metrics.")
