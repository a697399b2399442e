"""Bytes <-> domain; the only place that knows that messages are JSON."""

import re
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tocsin.domain.base import Handwritten
from tocsin.domain.errors import BadMessage

Model = TypeVar("Model", bound=BaseModel)
REASON_LIMIT = 300  # characters; a reason travels in a header and in logs
_SHOWN_FAULTS = 5
_POSITION = re.compile(r"line \d+ column \d+")


def encode(message: BaseModel) -> bytes:
    """Return the JSON that travels, UTF-8."""
    # What people write by hand knows no null: a key that says nothing is left out.
    return message.model_dump_json(by_alias=True, exclude_defaults=isinstance(message, Handwritten)).encode()


def decode(raw: bytes | None, model: type[Model]) -> Model:
    """Return the message that the bytes hold.

    Raises:
        BadMessage: With the reason, at most 300 characters, without a word of the message itself: ``not UTF-8``,
            ``not JSON: line 1 column 5``, ``headline: must not be empty``.
    """
    if not raw:
        raise BadMessage("empty")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadMessage("not UTF-8") from error
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise BadMessage(_reason(error.errors(include_input=False, include_url=False, include_context=False))) from None


def _reason(faults: list[ErrorDetails]) -> str:
    shown = [_shown(fault) for fault in faults[:_SHOWN_FAULTS]]
    if len(faults) > _SHOWN_FAULTS:
        shown.append(f"and {len(faults) - _SHOWN_FAULTS} more")
    return "; ".join(shown)[:REASON_LIMIT]


def _shown(fault: ErrorDetails) -> str:
    if fault["type"] == "json_invalid":
        found = _POSITION.search(fault["msg"])
        return f"not JSON: {found[0]}" if found else "not JSON"
    if fault["type"] == "model_type":
        return "another shape: a JSON object is right"
    where = ".".join(str(part) for part in fault["loc"]) or "the message"
    if fault["type"] == "missing":
        return f"{where}: is missing"
    return f"{where}: {fault['msg'].removeprefix('Value error, ')}"
