"""Articles whose body says what reading them does: the stand-in for the language pipeline."""

import os
import signal
import time
from dataclasses import dataclass
from typing import Any

from tests.builders import a_rung_rule, an_event
from tocsin.detector.reading import ArticleReader
from tocsin.domain.article import ArticleText
from tocsin.domain.detection import RungRule
from tocsin.domain.event import Event, EventType, Span, event_id
from tocsin.matching.facts import Page

DIE, HANG, RAISE, SLOW, FRENCH, QUIET, LONG, HUGE = "DIE", "HANG", "RAISE", "SLOW", "FRENCH", "QUIET", "LONG", "HUGE"


@dataclass(frozen=True, slots=True)
class FakeReading:
    """What ``FakeReader`` says of an article."""

    events: tuple[Event, ...]
    language: str = "en"
    truncated: bool = False


class FakeReader:
    """One attack an article, unless its body begins with one of the words above."""

    def read(self, article: ArticleText) -> FakeReading:
        """Do what the body says."""
        match article.body.split(maxsplit=1)[0]:
            case "DIE":
                os.kill(os.getpid(), signal.SIGKILL)
            case "HANG":
                time.sleep(3600)
            case "RAISE":
                raise ValueError(article.body)
            case "SLOW":
                time.sleep(0.02)
            case "FRENCH":
                return FakeReading((), language="fr")
            case "QUIET":
                return FakeReading(())
            case "LONG":
                return FakeReading((_event(article),), truncated=True)
            case "HUGE":
                return FakeReading((_event(article, evidence=["x" * 5_000_000]),))
            case _:
                pass
        return FakeReading((_event(article),))


class FakeRules:
    """One rule that every attack rings."""

    failures = 0

    def rung_by(self, event: Event, page: Page) -> tuple[RungRule, ...]:
        """Return the rule."""
        return (a_rung_rule(),)


def _event(article: ArticleText, **given: Any) -> Event:
    span = Span(start=0, end=4)
    return an_event(
        id=event_id(article.id, EventType.ATTACK, span), article_id=article.id, trigger_span=span.model_dump(), **given
    )


def open_fake_reader() -> ArticleReader:
    """Make the reader, in this process or in a child."""
    return ArticleReader(reads=FakeReader())
