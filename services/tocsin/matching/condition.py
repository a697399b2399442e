"""What a rule asks of an event: the keys under ``match:``, which may nest."""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from tocsin.complaints import shown
from tocsin.domain.article import NotBlank
from tocsin.domain.base import Handwritten
from tocsin.domain.event import ROLES, SUBTYPES, Counted, Role, Status
from tocsin.matching.groups import actor_groups, country_groups, expanded
from tocsin.matching.phrases import fold, folded
from tocsin.matching.values import (
    Actors,
    CountedThings,
    Countries,
    Languages,
    OrList,
    OrOne,
    Phrases,
    Share,
    Statuses,
    Subtypes,
    Types,
    WholeNumber,
    as_list,
    fault,
)


def _recalled(value: object) -> object:
    if not isinstance(value, bool) and value != "any":
        raise fault(f"must be false (news), true (what is recalled) or any, not {value!r}")
    return value


Recalled = Annotated[bool | Literal["any"], BeforeValidator(_recalled)]
"""``false``: the article's news; ``true``: what it recalls from earlier; ``any``: both."""


class Counts(Handwritten):
    """A threshold on what an article counts. Several ``what`` are alternatives, as are several thresholds.

    ``min`` is tested against the number that the article vouches for: "at least 120" and "120" meet 100, "up to 150"
    and "nearly 100" (90 to 100) do not, unless ``possible`` lets the highest number do. ``max`` is tested against the
    highest number that the article allows: "at least 20" has none and so meets no ``max``.
    """

    what: CountedThings
    of: Actors = Field(default=(), description="Whose: the side or kind that is counted, by actor code.")
    min: WholeNumber = 0
    max: WholeNumber | SkipJsonSchema[None] = None
    possible: bool = Field(default=False, description='true: "up to 150" and "nearly 100" meet a min of 100 as well.')
    unit: NotBlank = Field(default="", description="For amounts, where it must be given: USD, EUR, MW.")

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.max is None and "max" in self.model_fields_set:
            raise fault("max has no number; write one or leave it out")
        if self.max is not None and self.min > self.max:
            raise fault(f"min {self.min:,} is above max {self.max:,}; no number is both")
        if self.possible and not self.min:
            raise fault("possible: true goes with a min; without one every number does")
        if self.unit and self.what != (Counted.AMOUNT,):
            raise fault("unit goes with what: amount only")
        if not self.unit and Counted.AMOUNT in self.what:
            raise fault("an amount needs its unit, such as USD, EUR or MW")
        return self

    @cached_property
    def sides(self) -> frozenset[str]:
        """The folded codes of ``of``, groups resolved; empty where any side does."""
        return folded_actors(self.of)


class Keywords(Handwritten):
    """Words and phrases that must stand in the text, whole words, in any case."""

    any: Phrases = Field(default=(), description="One of these is enough.")
    all: Phrases = Field(default=(), description="Each of these must be there.")
    not_: Phrases = Field(default=(), alias="not", description="None of these may be there.")
    in_: Literal["evidence", "article"] = Field(
        default="evidence", alias="in", description="Where: the event's evidence sentences, or the whole article."
    )

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not (self.any or self.all or self.not_):
            raise fault("asks for no word; give any, all or not")
        refused = {*map(fold, self.not_)} if self.not_ else set[str]()
        both = refused and refused & {fold(phrase) for phrase in (*self.any, *self.all)}
        if both:
            raise fault(f"{sorted(both)[0]!r} is both wanted and refused")
        return self


class Sources(Handwritten):
    """Who says so."""

    publisher: Phrases = Field(default=(), description="Who published the article: one of these, whole name, any case.")
    claim: Actors = Field(default=(), description="Whom the article names as its source for the event.")

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not (self.publisher or self.claim):
            raise fault("asks for nobody; give publisher or claim")
        return self

    @cached_property
    def claimants(self) -> frozenset[str]:
        """The folded actors of ``claim``, groups resolved."""
        return folded_actors(self.claim)


def _as_keywords(value: object) -> object:
    """A list of words, or one, stands for ``any`` of them in the evidence."""
    return value if isinstance(value, dict | Keywords) else {"any": as_list(value)}


def _as_sources(value: object) -> object:
    """A list of names, or one, stands for the publishers."""
    return value if isinstance(value, dict | Sources) else {"publisher": as_list(value)}


_COUNTED = frozenset(one.value for one in Counted)


def _as_threshold(value: object) -> object:
    """Say how a threshold is written to whoever gives a word, or the word as a key."""
    if isinstance(value, dict) and "what" not in value:
        written = next((key for key in value if key in _COUNTED), None)
        if written is not None:
            raise fault(f"write {{what: {written}, min: {shown(value[written])}}}")
    if isinstance(value, dict | Counts):
        return value
    word = next((one for one in Counted if isinstance(value, str) and value.strip().startswith(one)), Counted.KILLED)
    raise fault(f"must be a threshold such as {{what: {word.value}, min: 5}}, not {shown(value)}")


def _as_condition(value: object) -> object:
    if isinstance(value, dict | Condition):
        return value
    raise fault(f"must be a condition such as {{actors: UKR}}, not {shown(value)}")


SomeCounts = Annotated[tuple[Annotated[Counts, BeforeValidator(_as_threshold)], ...], BeforeValidator(as_list), OrOne()]
SomeKeywords = Annotated[Keywords | SkipJsonSchema[None], BeforeValidator(_as_keywords), OrList()]
SomeSources = Annotated[Sources | SkipJsonSchema[None], BeforeValidator(_as_sources), OrList()]
Conditions = Annotated[
    "tuple[Annotated[Condition, BeforeValidator(_as_condition)], ...]", BeforeValidator(as_list), OrOne()
]

DEEPEST = 4
"""How deep ``all``, ``any`` and ``not`` may nest: what nests deeper is two rules."""


class Condition(Handwritten):
    """What an event must be. Every key that is given must be met; of a list of values, one is enough.

    A key that is not given asks for nothing.
    """

    type: Types = ()
    subtype: Subtypes = ()
    status: Statuses = ()
    background: Recalled | SkipJsonSchema[None] = None
    by: Actors = Field(default=(), description="Who did it.")
    to: Actors = Field(default=(), description="Whom it was done to.")
    with_: Actors = Field(default=(), alias="with", description="One of equal parties.")
    via: Actors = Field(default=(), description="Mediator, host, broker.")
    actors: Actors = Field(default=(), description="Anybody in it: a state's code, or UN, NATO, Hamas ...")
    countries: Countries = Field(default=(), description="Where it happened, or anybody in it: ISO alpha-3 or a group.")
    places: Phrases = Field(default=(), description="Whole words of the place's name, any case.")
    counts: SomeCounts = ()
    keywords: SomeKeywords = None
    sources: SomeSources = None
    languages: Languages = Field(default=(), description="Of the article: ISO 639-1, such as en.")
    confidence: Share | SkipJsonSchema[None] = Field(default=None, description="At least so sure, 0 to 1.")
    all: Conditions = Field(default=(), description="Each of these must be met.")
    any: Conditions = Field(default=(), description="One of these must be met.")
    not_: Conditions = Field(default=(), alias="not", description="None of these may be met.")

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        if not self.model_fields_set:
            raise fault("asks for nothing")
        for event_type in self.type if self.subtype else ():
            known = SUBTYPES.get(event_type, frozenset())
            if not known.intersection(self.subtype):
                has = f"it has {', '.join(sorted(known))}" if known else "it has no subtypes"
                raise fault(f"type {event_type} never has subtype {' or '.join(self.subtype)}; {has}")
        for subtype in self.subtype if self.type else ():
            if not any(subtype in SUBTYPES.get(event_type, ()) for event_type in self.type):
                owners = [event_type.value for event_type, subtypes in SUBTYPES.items() if subtype in subtypes]
                raise fault(f"subtype {subtype} belongs to {' and '.join(owners)}, which type does not list")
        if self.nested and self.depth > DEEPEST:
            raise fault(f"nests {self.depth} deep; the limit is {DEEPEST}")
        return self

    @property
    def nested(self) -> tuple["Condition", ...]:
        """The conditions right inside this one."""
        return (*self.all, *self.any, *self.not_)

    @cached_property
    def depth(self) -> int:
        """How deep conditions nest in this one; 0 where none does."""
        return 1 + max(one.depth for one in self.nested) if self.nested else 0

    def walk(self) -> Iterator["Condition"]:
        """Yield this condition and every one inside it."""
        yield self
        for one in self.nested:
            yield from one.walk()

    def role(self, role: Role) -> frozenset[str]:
        """Return the folded actors of one role, groups resolved; empty where the rule does not ask."""
        return self._folded_actors[role]

    def written(self, role: Role) -> tuple[str, ...]:
        """Return the actors of one role as the rule has them."""
        return self.with_ if role == "with" else getattr(self, role)

    @cached_property
    def anybody(self) -> frozenset[str]:
        """The folded actors of ``actors``, groups resolved."""
        return folded_actors(self.actors)

    @cached_property
    def states(self) -> frozenset[str]:
        """The alpha-3 codes of ``countries``, groups resolved."""
        return states_of(self.countries)

    @cached_property
    def _folded_actors(self) -> dict[Role, frozenset[str]]:
        return {role: folded_actors(self.written(role)) for role in ROLES}


_DEFAULTS: dict[str, Any] = {"status": (Status.HAPPENED,), "background": False}
_NESTING = frozenset({"all", "any", "not"})
_NOT_ENOUGH = frozenset({"status", "background", "languages", "confidence", "sources"})


class Match(Condition):
    """The whole of ``match:``: a condition that says itself whether it asks for status and background.

    Where no ``status`` stands anywhere in it, it asks for what happened; where no ``background`` does, for news.
    """

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        asked = given.keys() if _NESTING.isdisjoint(given) else frozenset(_keys(given))
        if asked <= _NOT_ENOUGH:
            raise fault("would ring for everything; give at least a type, an actor, a country, a keyword or counts")
        return {**{key: value for key, value in _DEFAULTS.items() if key not in asked}, **given}


def _keys(given: object) -> Iterator[str]:
    """Yield the keys of a condition as it is written, and of those nested in it."""
    if isinstance(given, dict):
        for key, value in given.items():
            if key in _NESTING:
                for one in value if isinstance(value, list | tuple) else (value,):
                    yield from _keys(one)
            else:
                yield str(key)


def states_of(countries: tuple[str, ...]) -> frozenset[str]:
    """Return the alpha-3 codes, groups resolved."""
    return frozenset(expanded(countries, country_groups()))


def folded_actors(actors: tuple[str, ...]) -> frozenset[str]:
    """Return the actors as they are compared, groups resolved."""
    return frozenset(map(folded, expanded(actors, actor_groups())))
