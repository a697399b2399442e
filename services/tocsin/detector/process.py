"""Settings, topics, a reader and rules -> the running detector."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import faust

from tocsin.detector.app import build_app
from tocsin.detector.pool import InProcess, Pool
from tocsin.detector.reading import OpenReader
from tocsin.detector.ringing import Matcher, Rings
from tocsin.detector.settings import DetectorSettings
from tocsin.kafka.process import run
from tocsin.kafka.topics import Topics
from tocsin.kafka.vitals import Vitals


def run_detector(settings: DetectorSettings, topics: Topics, open_reader: OpenReader, rings: Rings) -> int:
    """Run the detector until it is told to stop; return its exit status, 3 if too many articles were bad."""

    def now() -> datetime:
        return datetime.now(UTC)

    matcher = Matcher(rings, now)

    @asynccontextmanager
    async def build(vitals: Vitals) -> AsyncIterator[faust.App]:
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

    needs = (topics.articles, topics.events, topics.alerts, topics.articles_dead_letters)
    return run("detector", settings, needs, build)
