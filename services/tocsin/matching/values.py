"""The words that people write in a rule -> values of the domain, or what would be right."""

import difflib
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

from tocsin.complaints import shown
from tocsin.declarations import suggestion
from tocsin.domain.article import NotBlank
from tocsin.domain.detection import Severity
from tocsin.domain.event import SUBTYPES, Counted, EventType, Status
from tocsin.lookalikes import in_latin, mixed_letter, named
from tocsin.matching.actors import actor_meant, known_actor, near_actor
from tocsin.matching.countries import closest_countries, country_meant, country_names
from tocsin.matching.groups import actor_groups, country_groups, group_named
from tocsin.matching.meant import count_meant, region_meant, status_meant, type_meant
from tocsin.matching.phrases import fold

LONGEST_PHRASE = 200  # characters; a longer keyword is a sentence that no article repeats
ALL_SUBTYPES: tuple[str, ...] = tuple(sorted({subtype for subtypes in SUBTYPES.values() for subtype in subtypes}))

_LISTED = re.compile(r"\s*,\s*|\s+(?:or|and)\s+", re.IGNORECASE)

Member = TypeVar("Member", bound=StrEnum)


def fault(message: str) -> PydanticCustomError:
    """Return the error that a validator raises: a text that says what is wrong and what would be right."""
    return PydanticCustomError("fault", "{message}", {"message": message})


class OrOne:
    """Lets one value stand where a list of them is expected, for pydantic and for the JSON Schema."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = handler(core)
        return {"anyOf": [many["items"], many | {"minItems": 1}]}


class OrList:
    """Lets a list of texts, or one, stand where a mapping is expected, in the JSON Schema."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        text = {"type": "string"}
        return {"anyOf": [handler(core), {"type": "array", "items": text, "minItems": 1}, text]}


def as_list(value: object) -> object:
    """Return a list as it is and anything else as a list of one; an empty list would never ring, so it is refused."""
    if value is None:
        raise fault("has no value; give one or leave the key out")
    if value in ([], ()):
        raise fault("is an empty list, which nothing can meet; leave the key out")
    return value if isinstance(value, list | tuple) else (value,)


def _one_of(
    members: type[Member], kind: str, meant: Callable[[str], str | None] = lambda _: None
) -> Callable[[object], object]:
    """Return a check; ``meant`` says what to write for words that people use and events do not."""
    known = {member.value: None for member in members}

    def check(value: object) -> object:
        if value is None:
            raise fault("has no value; give one or leave the key out")
        if not isinstance(value, str):
            raise fault(f"must be a {kind} such as {next(iter(known))}, not {shown(value)}")
        if value not in known:
            raise fault(f"unknown {kind} {value!r}; {meant(value) or _suggestion(value, tuple(known))}")
        return value

    return check


def _suggestion(value: str, known: Sequence[str]) -> str:
    return suggestion(value.strip().casefold().replace(" ", "_").replace("-", "_"), known)


def _subtype(value: str) -> str:
    if value not in ALL_SUBTYPES:
        raise fault(f"unknown subtype {value!r}; {_suggestion(value, ALL_SUBTYPES)}")
    return value


def _country(value: str) -> str:
    if value in country_names():
        return value
    group = group_named(value, country_groups())
    if group:
        return group
    raise fault(f"unknown country {value!r}; {_country_hint(value)}")


def _country_hint(value: str) -> str:
    letter = mixed_letter(value)
    value = in_latin(value)
    meant = value if value in country_names() else country_meant(value) or country_meant(value.upper())
    if meant:
        return f"write {meant} ({country_names()[meant]})" + (f"; {named(letter)}" if letter else "")
    region = region_meant(value)
    if region:
        return region
    several = _LISTED.split(value)
    if len(several) > 1 and all(several):
        return f"a list is written in brackets, such as [{', '.join(several)}]"
    groups = {fold(name): name for name in country_groups()}
    close = difflib.get_close_matches(fold(value), groups, n=1, cutoff=0.75)
    meant_states = closest_countries(value)
    if close and (not meant_states or len(value) > len("UKR")):
        return f"did you mean {groups[close[0]]}?"
    if meant_states:
        return f"did you mean {' or '.join(f'{code} ({country_names()[code]})' for code in meant_states)}?"
    return "write an alpha-3 code such as UKR, or a group such as EU"


def _countries_shown(schema: dict[str, Any]) -> None:
    """Let editors complete codes and groups."""
    schema["enum"] = [*country_names(), *country_groups()]


@lru_cache(maxsize=65_536)
def _actor(value: str) -> str:
    group = group_named(value, actor_groups())
    if group:
        return group
    known = known_actor(value)
    if known:
        return known
    meant = actor_meant(value) or country_meant(value)
    if meant in country_names():
        raise fault(f"a state, and who acts for it, is written by its code: {meant}, not {value!r}")
    if meant:
        raise fault(f"events have {meant} for {value!r}; write that")
    _phrase(value)
    near = near_actor(value)
    if near:
        state = f" ({country_names()[near]})" if near in country_names() else ""
        raise fault(f"unknown actor {value!r}; did you mean {near}{state}?")
    return value


def _phrase(value: str) -> str:
    letter = mixed_letter(value)
    if letter:
        raise fault(f"{value!r} mixes scripts, and no article has it: {named(letter)}")
    if not fold(value):
        raise fault("must not be empty")
    if len(value) > LONGEST_PHRASE:
        raise fault(f"has {len(value)} characters; the limit is {LONGEST_PHRASE}")
    return value


def _whole_number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise fault(f"must be a whole number such as 1000 or 1_000, without quotes, not {shown(value)}")
    return value


def _share(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise fault(f"must be a number from 0 to 1, such as 0.9, not {shown(value)}")
    return value


def _some_sentences(value: object) -> object:
    if value in ([], ()):
        raise fault("needs at least one sentence")
    return value


AType = Annotated[EventType, BeforeValidator(_one_of(EventType, "type", type_meant))]
AStatus = Annotated[Status, BeforeValidator(_one_of(Status, "status", status_meant))]
ACounted = Annotated[Counted, BeforeValidator(_one_of(Counted, "count", count_meant))]
ASeverity = Annotated[Severity, BeforeValidator(_one_of(Severity, "severity"))]
ASubtype = Annotated[str, AfterValidator(_subtype), Field(json_schema_extra={"enum": list(ALL_SUBTYPES)})]
ACountry = Annotated[str, AfterValidator(_country), Field(json_schema_extra=_countries_shown)]
AnActor = Annotated[str, AfterValidator(_actor)]
APhrase = Annotated[str, AfterValidator(_phrase)]
ALanguage = Annotated[str, Field(pattern="^[a-z]{2}$")]
Share = Annotated[float, BeforeValidator(_share)]
WholeNumber = Annotated[int, Field(ge=0), BeforeValidator(_whole_number)]

# "is one of": a list, or one value for a list of one.
Types = Annotated[tuple[AType, ...], BeforeValidator(as_list), OrOne()]
Subtypes = Annotated[tuple[ASubtype, ...], BeforeValidator(as_list), OrOne()]
Statuses = Annotated[tuple[AStatus, ...], BeforeValidator(as_list), OrOne()]
Countries = Annotated[tuple[ACountry, ...], BeforeValidator(as_list), OrOne()]
Actors = Annotated[tuple[AnActor, ...], BeforeValidator(as_list), OrOne()]
Phrases = Annotated[tuple[APhrase, ...], BeforeValidator(as_list), OrOne()]
Languages = Annotated[tuple[ALanguage, ...], BeforeValidator(as_list), OrOne()]
CountedThings = Annotated[tuple[ACounted, ...], BeforeValidator(as_list), OrOne()]
ATag = Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]*$", max_length=40)]
Tags = Annotated[tuple[ATag, ...], BeforeValidator(as_list), OrOne()]
Sentences = Annotated[tuple[NotBlank, ...], BeforeValidator(_some_sentences), Field(json_schema_extra={"minItems": 1})]
