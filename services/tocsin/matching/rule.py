"""A rule: what must be true of an event for it to ring. One YAML file each, explained in docs/writing-rules.md."""

from functools import cached_property
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from tocsin.domain.article import NotBlank
from tocsin.domain.base import Handwritten
from tocsin.domain.event import SUBTYPES, Counted, Status
from tocsin.matching.values import (
    Actors,
    ASeverity,
    CountedThings,
    Countries,
    OrOne,
    Phrases,
    Sentences,
    Statuses,
    Subtypes,
    Types,
    WholeNumber,
    as_list,
    fault,
)

DEFAULT_STATUSES = frozenset({Status.HAPPENED, Status.PLANNED})
"""What may happen ("could", "offered") and what did not ("denied") is no news unless a rule asks for it."""


class Quantity(Handwritten):
    """A threshold. Several ``what`` are alternatives, as are several quantities: any of them is enough.

    ``min`` is tested against the number that the article vouches for: "at least 120" and "120" meet 100, "up to 150"
    and "nearly 100" (90 to 100) do not. ``max`` is tested against the highest number that it allows: "at least 20" has
    none and so meets no ``max``.
    """

    what: CountedThings
    min: WholeNumber = 0
    max: WholeNumber | SkipJsonSchema[None] = None
    unit: NotBlank = Field(default="", description="For amounts, where it must be given: USD, EUR, MW.")

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.max is None and "max" in self.model_fields_set:
            raise fault("max has no number; write one or leave it out")
        if self.max is not None and self.min > self.max:
            raise fault(f"min {self.min:,} is above max {self.max:,}; no number is both")
        if self.unit and self.what != (Counted.AMOUNT,):
            raise fault("unit goes with what: amount only")
        if not self.unit and Counted.AMOUNT in self.what:
            raise fault("an amount needs its unit, such as USD, EUR or MW")
        return self


Quantities = Annotated[tuple[Quantity, ...], BeforeValidator(as_list), OrOne()]


class Match(Handwritten):
    """What an event must be. Every key that is given must be met; of a list of values, one is enough.

    A key that is not given is empty here and asks for nothing.
    """

    type: Types = ()
    subtype: Subtypes = ()
    status: Statuses = Field(default=(), description="Default: happened or planned.")
    status_not: Statuses = Field(default=(), description="Every status but these; instead of status.")
    background: bool = Field(
        default=False, description="true: rings as well for what the article recalls from earlier; false: news only."
    )
    countries: Countries = Field(default=(), description="Where it happened, or anybody in it: ISO alpha-3.")
    actors: Actors = Field(default=(), description="Anybody in it: a state's code, or UN, NATO, Hamas ...")
    by: Actors = Field(default=(), description="Who did it.")
    to: Actors = Field(default=(), description="Whom it was done to.")
    with_: Actors = Field(default=(), alias="with", description="One of equal parties.")
    via: Actors = Field(default=(), description="Mediator, host, broker.")
    places: Phrases = Field(default=(), description="Whole words of the place's name, any case.")
    keywords: Phrases = Field(default=(), description="Whole words in the evidence sentences, any case.")
    quantity: Quantities = ()

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.model_fields_set - {"status", "status_not", "background"}:
            raise fault("would ring for everything; give at least a type, an actor, a country, a keyword or a quantity")
        if self.status and self.status_not:
            raise fault("status and status_not exclude each other; keep one")
        if not self.statuses:
            raise fault("status_not leaves no status over")
        return self

    @model_validator(mode="after")
    def _each_type_can_ring(self) -> Self:
        for event_type in self.type:
            known = SUBTYPES.get(event_type, frozenset())
            if self.subtype and not known.intersection(self.subtype):
                has = f"it has {', '.join(sorted(known))}" if known else "it has no subtypes"
                raise fault(f"type {event_type} never has subtype {' or '.join(self.subtype)}; {has}")
        for subtype in self.subtype:
            if self.type and not any(subtype in SUBTYPES.get(event_type, ()) for event_type in self.type):
                owners = [event_type.value for event_type, subtypes in SUBTYPES.items() if subtype in subtypes]
                raise fault(f"subtype {subtype} belongs to {' and '.join(owners)}, which type does not list")
        return self

    @cached_property
    def statuses(self) -> frozenset[Status]:
        """The statuses that ring, defaults worked out."""
        if self.status_not:
            return frozenset(Status) - frozenset(self.status_not)
        return frozenset(self.status) if self.status else DEFAULT_STATUSES


class Examples(Handwritten):
    """Sentences that must ring the rule, and sentences that must not: `tocsin rules test` reads each of them."""

    raises: Sentences
    silent: Sentences


class Rule(Handwritten):
    """One alert rule; its file is ``<id>.yaml``."""

    id: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64, description="The file's name.")
    title: NotBlank = Field(max_length=80, description="The headline of the alert.")
    severity: ASeverity
    why: NotBlank = Field(description="Why this is worth an alert, for whoever is woken by it.")
    match: Match
    when: NotBlank = Field(default="", description="A further condition in CEL; see docs/writing-rules.md.")
    examples: Examples
