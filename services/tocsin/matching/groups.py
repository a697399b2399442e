"""The name of a group -> its members: "EU", "Middle East", "NATO members", "jihadist groups"."""

from collections.abc import Iterable
from functools import cache, cached_property
from importlib import resources

import yaml
from pydantic import TypeAdapter

from tocsin.domain.base import Handwritten
from tocsin.matching.phrases import fold

_MEMBERS = " members"


class Group(Handwritten):
    """A named group. The bare name of an ``organisation`` means that itself where an actor is asked for."""

    name: str
    members: tuple[str, ...]
    organisation: bool = False


class Groups(dict[str, Group]):
    """Groups by the names under which a rule may ask for them."""

    @cached_property
    def spellings(self) -> dict[str, str]:
        """The names by their folded form."""
        return {fold(name): name for name in self}


@cache
def country_groups() -> Groups:
    """Return the groups of states, members as alpha-3 codes."""
    return Groups((name, group) for group in _stored("countries.yaml") for name in (group.name, group.name + _MEMBERS))


@cache
def actor_groups() -> Groups:
    """Return the groups of actors, those of states among them."""
    of_states = {
        name: group for name, group in country_groups().items() if name != group.name or not group.organisation
    }
    return Groups(of_states | {group.name: group for group in _stored("actors.yaml")})


def expanded(values: Iterable[str], groups: Groups) -> tuple[str, ...]:
    """Return the values with each group replaced by its members, each once."""
    return tuple(
        dict.fromkeys(member for value in values for member in (groups[value].members if value in groups else (value,)))
    )


def group_named(word: str, groups: Groups) -> str | None:
    """Return the name as the list spells it of the group that is written in any case, or None."""
    return groups.spellings.get(fold(word))


def _stored(name: str) -> tuple[Group, ...]:
    listed = yaml.load((resources.files(__package__) / "groups" / name).read_bytes(), Loader=yaml.CSafeLoader)
    return TypeAdapter(tuple[Group, ...]).validate_python(listed)
