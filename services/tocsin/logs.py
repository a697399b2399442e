"""Log events -> lines on standard error, with secrets taken out whoever logged them."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRETS = re.compile(
    r"(https://hooks\.slack(?:-gov)?\.com/)[^\s\"']+"
    r"|(xox[abeoprs]-|xapp-|whsec_|whsk_)[\w+/=-]+"
    r"|([?&](?:sig|token|key|secret|access_token)=)[^&\s\"']+"
    r"|((?:postgresql|postgres|https?)(?:\+\w+)?://[^\s:/@\"']*:)[^\s@\"']+(?=@)"
    r"|(Authorization:\s*)[^\r\n\"']+",
    re.IGNORECASE,
)


def redact(text: str) -> str:
    """Return ``text`` with every known form of secret replaced by ``***``, its harmless beginning kept."""
    return _SECRETS.sub(lambda found: f"{next((group for group in found.groups() if group), '')}***", text)


def _redact_event(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = redact(value)
        elif not isinstance(value, int | float | bool | None):
            event[key] = redact(str(value))
    return event


def configure(level: str, style: str) -> None:
    """Send structlog and the standard library's loggers to standard error.

    Args:
        level: debug, info, warning or error.
        style: ``console`` for people, ``json`` for collectors.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _redact_event,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # httpx writes the whole URL at INFO, and a Slack URL is the key to its channel. The Kafka clients are chatty.
    for quiet in ("httpx", "httpcore", "aiokafka", "kafka", "faust", "mode"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
