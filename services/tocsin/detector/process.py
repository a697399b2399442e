"""Settings, topics, a reader and rules -> the running detector."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import faust

from tocsin.detector.app import build_app
from tocsin.detector.current_rules import current_rules
from tocsin.detector.pool import InProcess, Pool
from tocsin.detector.reading import OpenReader
from tocsin.detector.ringing import Matcher
from tocsin.detector.rule_files import RuleFiles
from tocsin.detector.settings import DetectorSettings
from tocsin.kafka.process import run
from tocsin.kafka.topics import Topics
from tocsin.kafka.vitals import Vitals
from tocsin.matching.live_rules import LiveRules


def run_detector(
    settings: DetectorSettings, topics: Topics, open_reader: OpenReader, files: RuleFiles, live: LiveRules
) -> int:
    """Run the detector until it is told to stop; return its exit status, 3 if too many articles were bad.

    Args:
        settings: What the process needs to know.
        topics: What it reads and writes.
        open_reader: Makes a reader in each child.
        files: The rule files, loaded.
        live: The rules that they held.
    """

    def now() -> datetime:
        return datetime.now(UTC)

    matcher = Matcher(live, now)

    @asynccontextmanager
    async def build(vitals: Vitals) -> AsyncIterator[faust.App]:
        async with current_rules(settings, topics, files, live, vitals):
            if settings.processes == 0:
                yield build_app(settings, topics, InProcess(open_reader()), matcher, vitals=vitals, now=now)
                return
            async with Pool(
                open_reader,
                processes=settings.processes,
                article_limit=settings.article_limit,
                on_progress=vitals.moved,
            ) as pool:
                yield build_app(settings, topics, pool, matcher, vitals=vitals, now=now)

    needs = (topics.articles, topics.events, topics.alerts, topics.rules)
    dead_letters = (topics.articles_dead_letters, topics.rules_dead_letters)
    return run("detector", settings, (*needs, *dead_letters), build)
