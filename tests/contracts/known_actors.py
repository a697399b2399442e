"""The gazetteer of the extraction -> the names of actors that rules may use, as package data of matching.

Renew it with: python -m tests.contracts.known_actors > services/tocsin/matching/groups/known_actors.yaml
"""

import sys
from collections import defaultdict

from tocsin.extraction.gazetteer.data import read_yaml
from tocsin.extraction.gazetteer.known import seats, state_adjectives, state_names

_HEADER = """\
# The names that stand for an actor, by the code or short name that events have. Written by
# python -m tests.contracts.known_actors from the names that the extraction knows; never edited by hand.
"""


def known_actors() -> dict[str, list[str]]:
    """Return each code of an actor with the other names that the extraction reads as that actor."""
    names: dict[str, set[str]] = defaultdict(set)
    for table in (state_names(), state_adjectives(), seats()):
        for name, code in table.items():
            names[code].add(name)
    organisations = read_yaml("organisations.yaml")
    for table in (read_yaml("organs.yaml"), organisations["organisations"], organisations["groups"]):
        for code, others in table.items():
            names[code].update(others)
    return {code: sorted(others - {code}) for code, others in sorted(names.items())}


def as_yaml() -> str:
    """Return the file as it should be."""
    rows = (f"{_quoted(code)}: [{', '.join(map(_quoted, others))}]\n" for code, others in known_actors().items())
    return _HEADER + "".join(rows)


def _quoted(name: str) -> str:
    return '"' + name + '"'


if __name__ == "__main__":
    sys.stdout.write(as_yaml())
