"""ArticleText -> Reading: what an article says happened, or why it was not read."""

import dataclasses
import re
from dataclasses import dataclass

from tocsin.domain.article import BODY_LIMIT, ArticleText
from tocsin.domain.event import Event
from tocsin.extraction.cleaning import clean, cut
from tocsin.extraction.explain import explain
from tocsin.extraction.explanation import Explanation
from tocsin.extraction.extract import extract
from tocsin.extraction.language import language_of
from tocsin.extraction.lexicon import load_lexicon
from tocsin.extraction.pipeline import build_pipeline

LANGUAGE = "en"
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of one article.

    ``language`` is an ISO 639-1 code; there are no events where it is not ``en``.
    ``truncated`` says that the body was longer than ``BODY_LIMIT`` and its end was not read.
    """

    events: tuple[Event, ...]
    language: str
    truncated: bool


class Reader:
    """Reads articles one after another. Build one in each process: it holds the spaCy pipeline.

    Without ``judged`` the rules alone decide.
    """

    def __init__(self, *, judged: bool = True) -> None:
        load_lexicon()
        self._pipeline = build_pipeline(judged=judged)

    def read(self, article: ArticleText) -> Reading:
        """Return the events of ``article``; never raises, whatever the text holds."""
        ready = _ready(article)
        events: tuple[Event, ...] = ()
        if ready.language == LANGUAGE:
            events = _marked(extract(self._pipeline(ready.text), ready.article), truncated=ready.truncated)
        return Reading(events=events, language=ready.language, truncated=ready.truncated)

    def explain(self, article: ArticleText) -> Explanation:
        """Return why ``article`` tells the events that ``read`` returns; never raises, whatever the text holds."""
        ready = _ready(article)
        if ready.language != LANGUAGE:
            return Explanation(article.id, ready.article.whole, ready.language, ready.truncated, (), ())
        told = explain(self._pipeline(ready.text), ready.article)
        events = _marked(told.events, truncated=ready.truncated)
        return dataclasses.replace(told, truncated=ready.truncated, events=events)


@dataclass(frozen=True, slots=True)
class _Ready:
    """An article cut to a bearable length, and its text without what is no text."""

    article: ArticleText
    text: str
    language: str
    truncated: bool


def _ready(article: ArticleText) -> _Ready:
    body, truncated = cut(article.body, BODY_LIMIT)
    headline = None if article.headline is None else _encodable(article.headline)
    read = dataclasses.replace(article, headline=headline, body=_encodable(body))
    text = clean(read.whole)
    return _Ready(read, text, language_of(text, article.language), truncated)


def _marked(events: tuple[Event, ...], *, truncated: bool) -> tuple[Event, ...]:
    return tuple(event.model_copy(update={"truncated": True}) for event in events) if truncated else events


def _encodable(text: str) -> str:
    """Halves of surrogate pairs, which JSON can smuggle in and no encoding writes, -> U+FFFD."""
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
