"""A rule: what must be true of an event for it to ring. One YAML file each, explained in docs/rules.md."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from tocsin.complaints import shown
from tocsin.documents import unseen_in
from tocsin.domain.article import NotBlank
from tocsin.domain.base import Handwritten
from tocsin.matching.condition import Condition, Match
from tocsin.matching.values import ASeverity, Sentences, Tags, fault

MOST_KEYWORDS = 500
"""Words and phrases in one rule of a subscriber; the longest rule of ours has thirty."""
MOST_VALUES = 2_000
"""Values of all keys in one rule of a subscriber; all states of the world are 250."""
MOST_CONDITIONS = 50
"""Conditions nested in one rule of a subscriber."""
HIGHEST_RATE = 1_000
"""Alerts an hour of one rule: one every four seconds. Nobody reads more, so more is no limit."""


class Examples(Handwritten):
    """Sentences that must ring the rule, and sentences that must not: `tocsin rules test` reads each of them."""

    raises: Sentences
    silent: Sentences


def _day_as_its_end(value: object) -> object:
    """A day without a time means until its end, in UTC."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == len("2026-02-06") else datetime.fromisoformat(value)
        except ValueError:
            raise fault(f"must be a day such as 2026-12-31 or a time with its zone, not {value!r}") from None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time.max, UTC)
    raise fault(f"must be a day such as 2026-12-31 or a time with its zone, not {shown(value)}")


def _rate(value: object) -> object:
    right = f"write a whole number from 1 to {HIGHEST_RATE:,}, or leave the key out for no limit"
    if value is None:
        raise fault("has no value; give one or leave the key out")
    if isinstance(value, bool) or not isinstance(value, int):
        raise fault(f"is in alerts an hour and cannot be {value!r}; {right}")
    if value < 1:
        raise fault(f"cannot be {value}; {right}. To keep a rule silent, write enabled: false")
    if value > HIGHEST_RATE:
        raise fault(f"is in alerts an hour and cannot be {value:,}; {right}")
    return value


def _seen(value: str) -> str:
    """A rule may come as JSON, where such characters can be written out, and its title goes into every alert."""
    unseen = unseen_in(value)
    if unseen:
        raise fault(f"has the character {unseen}, which cannot be seen; remove it")
    return value


Shown = Annotated[NotBlank, AfterValidator(_seen)]
Rate = Annotated[Annotated[int, Field(ge=1, le=HIGHEST_RATE)] | SkipJsonSchema[None], BeforeValidator(_rate)]
Expiry = Annotated[AwareDatetime, BeforeValidator(_day_as_its_end)]


class Rule(Handwritten):
    """One alert rule."""

    id: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64, description="The file's name.")
    title: Shown = Field(max_length=80, description="The headline of the alert.")
    severity: ASeverity
    why: Shown = Field(description="Why this is worth an alert, for whoever is woken by it.")
    tags: Tags = ()
    match: Match
    when: NotBlank = Field(default="", description="A further condition in CEL; see docs/rules.md.")
    examples: Examples | SkipJsonSchema[None] = None
    rate: Rate = Field(
        default=None, description="At most so many alerts an hour; more are held and told in one message."
    )
    expires: Expiry | SkipJsonSchema[None] = Field(default=None, description="Rings no more after this day or time.")
    enabled: bool = Field(default=True, description="false: kept and checked, and rings for nothing.")

    @property
    def trials(self) -> tuple[tuple[bool, str], ...]:
        """Each sentence of the examples, and whether it must ring."""
        if self.examples is None:
            return ()
        raises = ((True, sentence) for sentence in self.examples.raises)
        return (*raises, *((False, sentence) for sentence in self.examples.silent))

    def is_live(self, now: datetime) -> bool:
        """Whether the rule may ring at ``now``, which has a zone."""
        return self.enabled and (self.expires is None or now <= self.expires)


class FileRule(Rule):
    """A rule that lives in a file, ``<id>.yaml``, and proves itself by its examples."""

    examples: Examples


class SubscriberRule(Rule):
    """A rule that somebody made at run time: ``match:`` only, of bounded size, examples not asked for."""

    when: Annotated[str, Field(max_length=0)] = Field(default="", description="Not for subscribers' rules.")

    @model_validator(mode="before")
    @classmethod
    def _has_no_condition(cls, given: object) -> object:
        if isinstance(given, dict) and given.get("when"):
            raise fault("when: is for rules in files only; say it with match:")
        return given

    @model_validator(mode="after")
    def _is_bounded(self) -> Self:
        conditions = tuple(self.match.walk())
        _refuse_above(len(conditions) - 1, MOST_CONDITIONS, "nested conditions")
        _refuse_above(sum(map(_keywords_of, conditions)), MOST_KEYWORDS, "keywords and places")
        _refuse_above(sum(map(_values_of, conditions)), MOST_VALUES, "values")
        return self


def _refuse_above(many: int, most: int, what: str) -> None:
    if many > most:
        raise fault(f"match has {many:,} {what}; the limit for a subscriber's rule is {most:,}")


def _keywords_of(condition: Condition) -> int:
    words = condition.keywords
    return len(condition.places) + (len(words.any) + len(words.all) + len(words.not_) if words else 0)


def _values_of(condition: Condition) -> int:
    lists = (condition.type, condition.subtype, condition.by, condition.to, condition.with_, condition.via)
    more = (condition.actors, condition.countries, condition.counts, condition.languages)
    return sum(map(len, (*lists, *more))) + _keywords_of(condition)
