"""An error of pydantic -> what is wrong and what would be right, in the words of whoever writes YAML."""

from collections.abc import Callable
from typing import Any

from pydantic_core import ErrorDetails

_SHOWN = 60  # characters of a wrong value
_SPELLED = {
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "small letters and digits, joined by single hyphens, such as port-strike",
    "^[a-z]{2}$": "two small letters, such as en",
    "^[a-z0-9][a-z0-9-]*$": "small letters, digits and hyphens, such as middle-east",
}
"""What a pattern asks for."""


def complaint(detail: ErrorDetails) -> str:
    """Return the message of one error; it shows at most the beginning of what stands there."""
    given, about = detail["input"], detail.get("ctx", {})
    if detail["type"] == "missing":
        return "is missing"
    if given is None:
        return "has no value; give one or leave the key out"
    said = _SAID.get(detail["type"])
    if said is not None:
        return said(given, about)
    message = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "fault":  # our own, which says all that it should
        return message
    if isinstance(given, str | int | float) and not _quotes(message, given):
        return f"{message}, not {shown(given)}"
    return message


def _keys(given: Any, _: dict[str, Any]) -> str:
    return f"must be keys with values, such as `key: value`, not {shown(given)}"


def _list(given: Any, _: dict[str, Any]) -> str:
    return f"must be a list, such as [one, two], not {shown(given)}"


def _text(given: Any, _: dict[str, Any]) -> str:
    if isinstance(given, dict):
        return "must be text, not keys with values; put a text with a colon in it in quotes"
    in_quotes = "; put it in quotes" if isinstance(given, bool | int | float) else ""
    return f"must be text, not {shown(given)}{in_quotes}"


def _truth(given: Any, _: dict[str, Any]) -> str:
    return f"must be true or false, not {shown(given)}"


def _pattern(given: Any, about: dict[str, Any]) -> str:
    wanted = _SPELLED.get(about["pattern"], f"as in the pattern {about['pattern']}")
    return f"must be {wanted}, not {shown(given)}"


_SAID: dict[str, Callable[[Any, dict[str, Any]], str]] = {
    "model_type": _keys,
    "model_attributes_type": _keys,
    "dict_type": _keys,
    "tuple_type": _list,
    "list_type": _list,
    "string_type": _text,
    "bool_type": _truth,
    "bool_parsing": _truth,
    "string_pattern_mismatch": _pattern,
    "string_too_long": lambda given, about: f"has {len(given):,} characters; the limit is {about['max_length']:,}",
    "greater_than_equal": lambda given, about: f"must be at least {about['ge']}, not {shown(given)}",
    "literal_error": lambda given, about: f"must be {about['expected']}, not {shown(given)}",
}


def shown(value: object) -> str:
    """Return a value as a message shows it: as YAML has it, and not more than the beginning of a long text."""
    match value:
        case dict():
            return "keys with values"
        case list() | tuple():
            return "a list"
        case bool():
            return str(value).lower()
        case str() if len(value) > _SHOWN:
            return f"{value[:_SHOWN]!r}..."
        case _:
            return repr(value)


def _quotes(message: str, value: str | float) -> bool:
    """Does the message already say what stands there?"""
    return value == "" or "but" in message or repr(value) in message
