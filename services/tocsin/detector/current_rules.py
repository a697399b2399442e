"""Files and topic of rules -> rules that are complete before the first article and current from then on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from tocsin.detector.heap import long_lived
from tocsin.detector.rule_files import FilesWatch, RuleFiles
from tocsin.detector.rule_topic import TopicWatch
from tocsin.detector.settings import DetectorSettings
from tocsin.domain.errors import TocsinError
from tocsin.kafka.topics import Topics
from tocsin.kafka.vitals import Vitals
from tocsin.matching.live_rules import LiveRules

log = structlog.get_logger(__name__)


@asynccontextmanager
async def current_rules(
    settings: DetectorSettings, topics: Topics, files: RuleFiles, live: LiveRules, vitals: Vitals
) -> AsyncIterator[None]:
    """Enter when the rules of the topic are in force beside those of the files; keep both current inside the block.

    Args:
        settings: Where the broker is, and how often to look at the files.
        topics: Which topic has the rules.
        files: Those that ``live`` was made of.
        live: The rules in force.
        vitals: Is told when the rules can no longer be kept current, which ends the process.
    """
    topic = TopicWatch(settings.kafka_bootstrap, topics.rules, live)
    following = asyncio.create_task(topic.follow())
    following.add_done_callback(lambda task: _fail(task, vitals))
    complete = asyncio.create_task(topic.complete())
    with long_lived():
        await asyncio.wait({complete, following}, return_when=asyncio.FIRST_COMPLETED)
    if following.done():
        complete.cancel()
        raise TocsinError("the rules cannot be read")
    watching = asyncio.create_task(FilesWatch(files, live).follow(every_s=settings.rules_poll_seconds))
    watching.add_done_callback(lambda task: _fail(task, vitals))
    try:
        yield
    finally:
        for task in (following, watching):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def _fail(task: "asyncio.Task[None]", vitals: Vitals) -> None:
    """An alarm that hears of no change any more must not look alive."""
    if not task.cancelled() and (error := task.exception()):
        log.error("rules_not_followed", exc_info=error)
        vitals.fail(TocsinError(f"the rules are no longer kept current: {type(error).__name__}"))
