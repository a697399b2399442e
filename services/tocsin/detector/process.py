"""Settings, topics and a reader -> the running detector."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import faust

from tocsin.detector.app import build_app
from tocsin.detector.pool import InProcess, Pool
from tocsin.detector.reading import OpenReader
from tocsin.detector.settings import DetectorSettings
from tocsin.kafka.process import run
from tocsin.kafka.topics import Topics
from tocsin.kafka.vitals import Vitals


def run_detector(settings: DetectorSettings, topics: Topics, open_reader: OpenReader) -> int:
    """Run the detector until it is told to stop; return its exit status, 3 if too many articles were bad."""

    def now() -> datetime:
        return datetime.now(UTC)

    @asynccontextmanager
    async def build(vitals: Vitals) -> AsyncIterator[faust.App]:
        if settings.processes == 0:
            yield build_app(settings, topics, InProcess(open_reader()), vitals=vitals, now=now)
            return
        async with Pool(
            open_reader,
            processes=settings.processes,
            article_limit=settings.article_limit,
            on_progress=vitals.moved,
        ) as pool:
            yield build_app(settings, topics, pool, vitals=vitals, now=now)

    needs = (topics.articles, topics.events, topics.alerts, topics.articles_dead_letters)
    return run("detector", settings, needs, build)
