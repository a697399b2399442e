"""A change of the rules in force -> a line in the log and the figures that show it."""

from typing import Literal

import structlog

from tocsin import telemetry
from tocsin.matching.live_rules import Change, LiveRules

log = structlog.get_logger(__name__)


def tell(live: LiveRules, change: Change, *, origin: Literal["file", "topic"]) -> None:
    """Say what a change did to the rules in force; nothing where it did nothing."""
    telemetry.RULES.labels(origin="file").set(live.from_files)
    telemetry.RULES.labels(origin="topic").set(live.from_topic)
    telemetry.RULES_UNSELECTIVE.set(live.unselective)
    for rule_id in change.shadowed:
        log.warning("rule_in_file_and_topic", rule=rule_id, in_force="file")
    for fault in change.refused:
        log.error("rule_refused", rule=fault.path, reason=fault.message)
    if change.added or change.removed:
        log.info(
            "rules_changed",
            origin=origin,
            added=change.added,
            removed=change.removed,
            from_files=live.from_files,
            from_topic=live.from_topic,
        )
