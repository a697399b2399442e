"""The files of names -> everything that can be an actor, ready to be found in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale
from babel.core import get_global

from tocsin.extraction.gazetteer.data import read_yaml
from tocsin.extraction.gazetteer.matcher import Matcher, fold

Kind = Literal["state", "organ", "capital", "organisation", "group", "person", "surname", "decoy"]

_NO_PLURAL = ("ese", "ish", "nch", "tch", "iss", "ois", "ic", "lsh", "s")
_SHORTEST_SHOUTED = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What a name stands for. ``name`` is the full name of a person, organisation or group, for states None."""

    code: str
    kind: Kind
    name: str | None = None


_NOT_ISO = frozenset({"QUU", "XAA", "XBB", "ZZZ", "FXX", "DGA", "ASC", "CPT", "TAA"})
_WITHDRAWN = frozenset({"BUR", "ZAR", "DDR", "TMP", "YMD"})
_MORE_OFTEN_SOMETHING_ELSE = frozenset({"Jersey", "European Union"})


@cache
def alpha3_of_alpha2() -> dict[str, str]:
    """Return the ISO 3166 alpha-3 code of each alpha-2 code that Babel knows, and XKX, which is in use for Kosovo."""
    pairs = {
        alpha2[0]: alpha3
        for alpha3, alpha2 in get_global("territory_aliases").items()
        if len(alpha3) == len("UKR") and alpha3.isalpha() and len(alpha2) == 1
    }
    current = {"XK": "XKX", "CD": "COD", "DE": "DEU", "FR": "FRA", "MM": "MMR", "TL": "TLS", "YE": "YEM"}
    return {alpha2: code for alpha2, code in (pairs | current).items() if code not in _NOT_ISO | _WITHDRAWN}


@cache
def _state_codes() -> frozenset[str]:
    return frozenset(alpha3_of_alpha2().values())


def is_state(code: str) -> bool:
    """Whether a code is that of a state or territory, not of an organisation or group."""
    return code in _state_codes()


def _babel_names() -> Iterator[tuple[str, str]]:
    territories = Locale("en").territories
    for alpha2, alpha3 in alpha3_of_alpha2().items():
        name = territories.get(alpha2)
        if name and name not in _MORE_OFTEN_SOMETHING_ELSE and not re.search(r"\(| - |SAR", name):
            yield name.replace("&", "and").replace("St. ", "Saint "), alpha3


@cache
def state_names() -> dict[str, str]:
    """Return the code of each name of a state: names and short forms, no adjectives."""
    names = dict(_babel_names())
    for code, forms in read_yaml("states.yaml").items():
        names.update(dict.fromkeys(forms.get("names", ()), code))
    return names


@cache
def state_adjectives() -> dict[str, str]:
    """Return the code of each adjective and demonym of a state: "Turkish", "Turks"."""
    found: dict[str, str] = {}
    for code, forms in read_yaml("states.yaml").items():
        for adjective in forms.get("adjectives", ()):
            found[adjective] = code
            if not adjective.endswith(_NO_PLURAL):
                found[adjective + "s"] = code
        found.update(dict.fromkeys(forms.get("people", ()), code))
    return found


@cache
def state_words() -> frozenset[str]:
    """Return the names, adjectives and demonyms of states."""
    return frozenset(state_names().keys() | state_adjectives().keys())


@cache
def seats() -> dict[str, str]:
    """Return the code of each capital or seat of government."""
    states = {seat: code for code, forms in read_yaml("states.yaml").items() for seat in forms.get("seats", ())}
    unions = {seat: code for code, names in read_yaml("organisations.yaml")["seats"].items() for seat in names}
    return states | unions


def _organisations() -> Iterator[tuple[str, Known]]:
    lists = read_yaml("organisations.yaml")
    hidden = set(lists["not_by_code"])
    kinds: tuple[tuple[str, Kind], ...] = (("organisations", "organisation"), ("groups", "group"))
    for section, kind in kinds:
        for code, names in lists[section].items():
            known = Known(code, kind, code)
            yield from ((name, known) for name in names)
            if code not in hidden:
                yield code, known


def surname_of(name: str) -> str:
    """Return the last word of a person's name, with its particle where it is joined by a hyphen ("al-Sharaa")."""
    return name.removesuffix(" Jr.").rsplit(" ", 1)[-1]


def persons() -> Iterator[tuple[str, Known]]:
    """Yield each name of a person; kind "surname" for those known without their given name."""
    for code, rows in read_yaml("persons.yaml").items():
        for row in rows:
            first, *others = (part.strip() for part in row.split("|"))
            full = first.removesuffix("*")
            person = Known(code, "person", full)
            if first.endswith("*"):
                yield surname_of(full), Known(code, "surname", full)
            for name in (full, *others):
                yield name.removesuffix("*"), person if " " in name else Known(code, "surname", full)


@cache
def actors() -> Matcher[Known]:
    """Return the matcher of everything that can be an actor, and of the phrases that look like one and are none."""
    names: dict[str, Known] = {}
    for table, kind in ((state_adjectives(), "state"), (state_names(), "state"), (seats(), "capital")):
        for name, code in table.items():
            known = Known(code, "capital" if kind == "capital" else "state")
            names[name] = known
            if len(name) >= _SHORTEST_SHOUTED:
                names.setdefault(name.upper(), known)  # datelines and headlines: "MOSCOW (AP)"
    for code, organs in read_yaml("organs.yaml").items():
        names.update({organ: Known(code, "organ", organ) for organ in organs})
    names.update(_organisations())
    for name, known in persons():
        if known.kind == "person" or fold(name) not in names:
            names[name] = known
    names.update({phrase: Known("", "decoy") for phrase in read_yaml("decoys.yaml")})
    return Matcher(names)
