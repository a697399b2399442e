"""Rules that can no longer be kept current end the process, and the log says what it was."""

from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tocsin.detector.current_rules import current_rules
from tocsin.detector.rule_files import RuleFiles
from tocsin.detector.settings import DetectorSettings
from tocsin.domain.errors import TocsinError
from tocsin.kafka.topics import load_topics
from tocsin.kafka.vitals import Vitals
from tocsin.matching.live_rules import LiveRules

ROOT = Path(__file__).parents[3]


async def test_a_fault_of_ours_in_following_the_rules_is_logged_with_its_trace_and_ends_the_process() -> None:
    settings = DetectorSettings.model_validate({"kafka_bootstrap": "broker:no-number"})  # no broker is asked
    topics, vitals = load_topics(ROOT / "topics"), Vitals("detector", timedelta(seconds=1))
    with capture_logs() as said, pytest.raises(TocsinError, match="the rules cannot be read"):
        async with current_rules(settings, topics, RuleFiles(ROOT / "rules"), LiveRules(), vitals):
            pass
    (logged,) = [one for one in said if one["event"] == "rules_not_followed"]
    assert isinstance(logged["exc_info"], ValueError)
    assert str(vitals.fatal().result()) == "the rules are no longer kept current: ValueError"
