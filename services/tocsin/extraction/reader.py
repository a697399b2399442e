"""ArticleText -> Reading: what an article says happened, or why it was not read."""

import dataclasses
import re
from dataclasses import dataclass

from tocsin.domain.article import BODY_LIMIT, ArticleText
from tocsin.domain.event import Event
from tocsin.extraction.cleaning import clean, cut
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

    def __init__(self, *, judged: bool = False) -> None:
        load_lexicon()
        self._pipeline = build_pipeline(judged=judged)

    def read(self, article: ArticleText) -> Reading:
        """Return the events of ``article``; never raises, whatever the text holds."""
        body, truncated = cut(article.body, BODY_LIMIT)
        headline = None if article.headline is None else _encodable(article.headline)
        read = dataclasses.replace(article, headline=headline, body=_encodable(body))
        text = clean(read.whole)
        language = language_of(text, article.language)
        if language != LANGUAGE:
            return Reading(events=(), language=language, truncated=truncated)
        events = extract(self._pipeline(text), read)
        if truncated:
            events = tuple(event.model_copy(update={"truncated": True}) for event in events)
        return Reading(events=events, language=language, truncated=truncated)


def _encodable(text: str) -> str:
    """Halves of surrogate pairs, which JSON can smuggle in and no encoding writes, -> U+FFFD."""
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
