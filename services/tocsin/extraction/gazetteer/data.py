"""The files of data/ -> the names in them."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


def read_text(name: str) -> str:
    """Return a data file as text."""
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")


@cache
def read_yaml(name: str) -> Any:
    """Return a data file written by hand, as YAML has it: mappings, lists, strings."""
    return yaml.load(read_text(name), Loader=yaml.CSafeLoader)
