"""The words that people write in a rule -> values of the domain, or what would be right."""

import difflib
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

from tocsin.domain.article import NotBlank
from tocsin.domain.detection import Severity
from tocsin.domain.event import SUBTYPES, Counted, EventType, Status
from tocsin.matching.countries import closest_country, country_meant, country_names
from tocsin.matching.phrases import fold

LONGEST_PHRASE = 200  # characters; a longer keyword is a sentence that no article repeats
ALL_SUBTYPES: tuple[str, ...] = tuple(sorted({subtype for subtypes in SUBTYPES.values() for subtype in subtypes}))

Member = TypeVar("Member", bound=StrEnum)


def fault(message: str) -> PydanticCustomError:
    """Return the error that a validator raises: a text that says what is wrong and what would be right."""
    return PydanticCustomError("fault", "{message}", {"message": message})


class OrOne:
    """Lets one value stand where a list of them is expected, for pydantic and for the JSON Schema."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = handler(core)
        return {"anyOf": [many["items"], many | {"minItems": 1}]}


def as_list(value: object) -> object:
    """Return a list as it is and anything else as a list of one; an empty list would never ring, so it is refused."""
    if value is None:
        raise fault("has no value; give one or leave the key out")
    if value in ([], ()):
        raise fault("is an empty list, which nothing can meet; leave the key out")
    return value if isinstance(value, list | tuple) else (value,)


def _one_of(members: type[Member], kind: str) -> Callable[[object], object]:
    known = [member.value for member in members]

    def check(value: object) -> object:
        if isinstance(value, str) and value not in known:
            raise fault(f"unknown {kind} {value!r}; {_suggestion(value, known)}")
        return value

    return check


def _suggestion(value: str, known: Iterable[str]) -> str:
    known = tuple(known)
    wanted = value.strip().casefold().replace(" ", "_").replace("-", "_")
    close = difflib.get_close_matches(wanted, known, n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"


def _subtype(value: str) -> str:
    if value not in ALL_SUBTYPES:
        raise fault(f"unknown subtype {value!r}; {_suggestion(value, ALL_SUBTYPES)}")
    return value


def _country(value: str) -> str:
    if value in country_names():
        return value
    meant = closest_country(value)
    hint = f"write {meant} ({country_names()[meant]})" if meant else "write an ISO 3166 alpha-3 code such as UKR"
    raise fault(f"unknown country {value!r}; {hint}")


def _actor(value: str) -> str:
    meant = country_meant(value)
    if meant and value not in country_names():
        raise fault(f"a state is written by its code: {meant}, not {value!r}")
    return _phrase(value)


def _phrase(value: str) -> str:
    if not fold(value):
        raise fault("must not be empty")
    if len(value) > LONGEST_PHRASE:
        raise fault(f"has {len(value)} characters; the limit is {LONGEST_PHRASE}")
    return value


def _whole_number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise fault(f"must be a whole number without quotes, not {value!r}")
    return value


def _some_sentences(value: object) -> object:
    if value in ([], ()):
        raise fault("needs at least one sentence")
    return value


AType = Annotated[EventType, BeforeValidator(_one_of(EventType, "type"))]
AStatus = Annotated[Status, BeforeValidator(_one_of(Status, "status"))]
ACounted = Annotated[Counted, BeforeValidator(_one_of(Counted, "count"))]
ASeverity = Annotated[Severity, BeforeValidator(_one_of(Severity, "severity"))]
ASubtype = Annotated[str, AfterValidator(_subtype), Field(json_schema_extra={"enum": list(ALL_SUBTYPES)})]
ACountry = Annotated[str, AfterValidator(_country), Field(json_schema_extra={"pattern": "^[A-Z]{3}$"})]
AnActor = Annotated[str, AfterValidator(_actor)]
APhrase = Annotated[str, AfterValidator(_phrase)]
WholeNumber = Annotated[int, Field(ge=0), BeforeValidator(_whole_number)]

# "is one of": a list, or one value for a list of one.
Types = Annotated[tuple[AType, ...], BeforeValidator(as_list), OrOne()]
Subtypes = Annotated[tuple[ASubtype, ...], BeforeValidator(as_list), OrOne()]
Statuses = Annotated[tuple[AStatus, ...], BeforeValidator(as_list), OrOne()]
Countries = Annotated[tuple[ACountry, ...], BeforeValidator(as_list), OrOne()]
Actors = Annotated[tuple[AnActor, ...], BeforeValidator(as_list), OrOne()]
Phrases = Annotated[tuple[APhrase, ...], BeforeValidator(as_list), OrOne()]
CountedThings = Annotated[tuple[ACounted, ...], BeforeValidator(as_list), OrOne()]
Sentences = Annotated[tuple[NotBlank, ...], BeforeValidator(_some_sentences), Field(json_schema_extra={"minItems": 1})]
