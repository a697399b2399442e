"""An event -> the same, worked out once for all rules: folded words, totals."""

from dataclasses import dataclass
from typing import Self

from tocsin.domain.event import ROLES, Event, Role
from tocsin.matching.phrases import fold, fold_sentences
from tocsin.matching.tallies import Tally, tallies


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules ask an event for. ``roles``, ``place`` and ``evidence`` are folded; countries are codes."""

    event: Event
    roles: dict[Role, frozenset[str]]
    countries: frozenset[str]
    place: str
    evidence: str
    tallies: tuple[Tally, ...]

    @classmethod
    def of(cls, event: Event) -> Self:
        """Return the facts of an event."""
        return cls(
            event=event,
            roles={role: frozenset(map(fold, actors_in(event, role))) for role in ROLES},
            countries=frozenset((*event.actors, event.country) if event.country else event.actors),
            place=fold(event.place or ""),
            evidence=fold_sentences(event.evidence),
            tallies=tallies(event),
        )

    @property
    def actors(self) -> frozenset[str]:
        """Everybody in any role, folded."""
        return frozenset().union(*self.roles.values())


def actors_in(event: Event, role: Role) -> tuple[str, ...]:
    """Return the actors in one role, as the event has them."""
    return event.with_ if role == "with" else getattr(event, role)
