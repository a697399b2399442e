"""An event and its article -> the same, worked out once for all rules: folded words, totals."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

from tocsin.domain.detection import ArticleReference
from tocsin.domain.event import ROLES, Event, Role
from tocsin.matching.phrases import fold, fold_sentences, folded
from tocsin.matching.tallies import Tally, tallies


@dataclass(frozen=True)
class Page:
    """What rules see of an article, made once for all its events, and when they are asked (with a zone).

    ``text`` is the article as it came; ``language`` ISO 639-1.
    """

    reference: ArticleReference
    asked: datetime
    text: str = ""
    language: str = "en"

    @cached_property
    def folded(self) -> str:
        """The text as keywords are compared with it, line by line."""
        return fold_sentences(self.text.splitlines())

    @cached_property
    def publisher(self) -> str:
        """The folded name of who published it, "" where nobody says."""
        return fold(self.reference.publisher or "")


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules ask for. ``roles``, ``place`` and ``evidence`` are folded; countries are codes."""

    event: Event
    page: Page
    roles: dict[Role, frozenset[str]]
    actors: frozenset[str]
    countries: frozenset[str]
    place: str
    evidence: str
    claim: str
    tallies: tuple[Tally, ...]

    @classmethod
    def of(cls, event: Event, page: Page) -> Self:
        """Return the facts of an event on its page."""
        roles = {role: frozenset(map(folded, actors_in(event, role))) for role in ROLES}
        return cls(
            event=event,
            page=page,
            roles=roles,
            actors=frozenset().union(*roles.values()),
            countries=frozenset((*event.actors, event.country) if event.country else event.actors),
            place=folded(event.place or ""),
            evidence=fold_sentences(event.evidence),
            claim=folded(event.source or ""),
            tallies=tallies(event),
        )


def actors_in(event: Event, role: Role) -> tuple[str, ...]:
    """Return the actors in one role, as the event has them."""
    return event.with_ if role == "with" else getattr(event, role)
