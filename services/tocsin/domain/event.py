"""An event: one thing that one article says happened, is planned, might happen or did not happen."""

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from tocsin.domain.base import Wire
from tocsin.domain.ids import make_id


class EventType(StrEnum):
    """The twenty types. What counts as which: docs/events.md."""

    TALKS = "talks"
    AGREEMENT = "agreement"
    CEASEFIRE = "ceasefire"
    PRISONER_EXCHANGE = "prisoner_exchange"
    RELEASE = "release"
    ATTACK = "attack"
    CLASH = "clash"
    TERRITORY = "territory"
    CASUALTIES = "casualties"
    SANCTIONS = "sanctions"
    AID = "aid"
    DEPLOYMENT = "deployment"
    PROTEST = "protest"
    ARREST = "arrest"
    VERDICT = "verdict"
    DIPLOMACY = "diplomacy"
    THREAT = "threat"
    DISRUPTION = "disruption"
    DISASTER = "disaster"
    LEADERSHIP = "leadership"


SUBTYPES: dict[EventType, frozenset[str]] = {
    EventType.TALKS: frozenset({"negotiation", "meeting", "call"}),
    EventType.AGREEMENT: frozenset({"deal", "accession", "cooperation"}),
    EventType.CEASEFIRE: frozenset({"declared", "extended", "violated", "ended"}),
    EventType.PRISONER_EXCHANGE: frozenset({"prisoners", "hostages", "bodies"}),
    EventType.ATTACK: frozenset(
        {"airstrike", "drone", "missile", "shelling", "bombing", "shooting", "ground", "other"}
    ),
    EventType.TERRITORY: frozenset({"captured", "withdrawn"}),
    EventType.SANCTIONS: frozenset({"imposed", "lifted"}),
    EventType.AID: frozenset({"military", "humanitarian", "financial"}),
    EventType.DEPLOYMENT: frozenset({"deployment", "exercise", "weapon_test"}),
    EventType.PROTEST: frozenset({"demonstration", "strike", "riot"}),
    EventType.DISRUPTION: frozenset({"power", "water", "communications", "transport", "cyber", "border"}),
    EventType.DISASTER: frozenset({"natural", "accident", "health"}),
}
"""Types that are not here have no subtypes."""


class Status(StrEnum):
    """Whether it happened, by the article's word."""

    HAPPENED = "happened"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"


class Counted(StrEnum):
    """What a count counts."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    CAPTURED = "captured"
    DETAINED = "detained"
    DISPLACED = "displaced"
    RESCUED = "rescued"
    EXCHANGED = "exchanged"
    RELEASED = "released"
    BODIES = "bodies"
    DRONES = "drones"
    MISSILES = "missiles"
    BOMBS = "bombs"
    ROCKETS = "rockets"
    SHELLS = "shells"
    AIRCRAFT = "aircraft"
    VEHICLES = "vehicles"
    SHIPS = "ships"
    TROOPS = "troops"
    PEOPLE = "people"
    SHOT_DOWN = "shot_down"
    DAYS = "days"
    AMOUNT = "amount"


Bounds = tuple[int | None, int | None]


class Count(Wire):
    """How many of what. ``n`` is a whole number, or ``(low, high)`` where the text gives bounds, both included.

    At least one bound of a pair is a number, and low is not above high.
    """

    what: Counted
    n: int | Bounds
    of: str | None = Field(default=None, description="The side or kind that is counted, by actor code.")
    approx: bool = False
    unit: str | None = Field(default=None, description="For amounts: USD, EUR, MW.")

    @model_validator(mode="after")
    def _bounds_make_sense(self) -> Self:
        if isinstance(self.n, tuple):
            low, high = self.n
            if low is None and high is None:
                message = "a pair of bounds needs at least one number"
                raise ValueError(message)
            if low is not None and high is not None and low > high:
                message = f"low bound {low} is above high bound {high}"
                raise ValueError(message)
        return self

    @property
    def low(self) -> int:
        """The number that the text vouches for: the low bound, 0 for "up to 150"."""
        if isinstance(self.n, tuple):
            return self.n[0] or 0
        return self.n

    def as_json(self) -> dict[str, Any]:
        """``{"what", "n", "of"}``, and ``approx`` and ``unit`` only where they say something."""
        shown: dict[str, Any] = {
            "what": self.what.value,
            "n": list(self.n) if isinstance(self.n, tuple) else self.n,
            "of": self.of,
        }
        if self.approx:
            shown["approx"] = True
        if self.unit:
            shown["unit"] = self.unit
        return shown


class Span(Wire):
    """A half-open range ``[start, end)`` of Unicode code points in ``ArticleText.whole``."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Role = Literal["by", "to", "with", "via"]
ROLES: tuple[Role, ...] = ("by", "to", "with", "via")


class Event(Wire):
    """One event of one article, with the words that prove it.

    Actors are ISO 3166 alpha-3 codes for states and who acts for them, short canonical names for organisations and
    groups, otherwise the text as written; persons stand in ``names``. ``with_`` is ``with`` in JSON.
    """

    id: str
    article_id: str
    type: EventType
    subtype: str | None = None
    status: Status
    background: bool
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    with_: tuple[str, ...] = Field(default=(), alias="with")
    via: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    place: str | None = None
    country: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    date: Day | tuple[Day, Day] | None = None
    source: str | None = None
    trigger: str
    trigger_span: Span
    evidence: tuple[str, ...] = Field(min_length=1)
    confidence: float = Field(
        default=1.0, ge=0, le=1, description="How likely it is that the article tells this event."
    )
    truncated: bool = Field(default=False, description="The article was longer than we read.")

    @model_validator(mode="after")
    def _subtype_belongs_to_type(self) -> Self:
        if self.subtype is not None and self.subtype not in SUBTYPES.get(self.type, frozenset()):
            message = f"{self.type} has no subtype {self.subtype}"
            raise ValueError(message)
        return self

    @property
    def actors(self) -> tuple[str, ...]:
        """Everybody in any role, each once, in the order of the roles."""
        return tuple(dict.fromkeys((*self.by, *self.to, *self.with_, *self.via)))

    def as_json(self) -> dict[str, Any]:
        """The event as docs/events.md writes it, with its ids, ready for ``json.dumps``."""
        shown = self.model_dump(mode="json", by_alias=True, exclude={"counts"})
        shown["counts"] = [count.as_json() for count in self.counts]
        if not self.truncated:
            del shown["truncated"]
        if self.confidence == 1.0:
            del shown["confidence"]
        return shown


def event_id(article_id: str, event_type: EventType, trigger: Span) -> str:
    """Return the id of an event: what it is depends on the article, its type and where its trigger stands."""
    return make_id("evt", article_id, event_type.value, trigger.start, trigger.end)
