"""The files of places -> every place that we know, ready to be found in a text."""

from dataclasses import dataclass
from functools import cache, lru_cache

from tocsin.extraction.gazetteer.data import read_text, read_yaml
from tocsin.extraction.gazetteer.known import state_names, state_words
from tocsin.extraction.gazetteer.matcher import Matcher, fold

_COUNTRY, _AREA = "=", "~"
_ANY = "none"
_WELL_KNOWN = 1000
"""The population, in thousands, of the cities that are also listed by hand: news names them without introduction."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What a name of a place may stand for.

    ``candidates``: the countries that have such a place with its population in thousands, the most populous first;
    empty for seas and what lies in several states. ``kind``: "country", "area" or "city".
    """

    candidates: tuple[tuple[str, int], ...]
    kind: str


@lru_cache(maxsize=2048)
def spot(row: str) -> Spot:
    """Return what a row of the list says; rows stay text until they are met, since most never are."""
    if row[0] in {_COUNTRY, _AREA}:
        code = row[1:]
        return Spot(() if code == _ANY else ((code, 0),), "country" if row[0] == _COUNTRY else "area")
    pairs = (pair.split(":") for pair in row.split(" "))
    return Spot(tuple((code, int(people)) for code, people in pairs), "city")


@cache
def only_after_in() -> frozenset[str]:
    """Return the folded names of cities that are mostly words or persons' names."""
    return frozenset(fold(name) for name in read_yaml("ambiguous.yaml")["unless_in"])


@cache
def _never() -> frozenset[str]:
    return frozenset(fold(name) for name in read_yaml("ambiguous.yaml")["never"])


def is_no_place(name: str) -> bool:
    """Whether a capitalised word is known to be something else: a weekday, a state, an office."""
    return name in _never() or name in state_words() or name.split(" ", maxsplit=1)[0] in _never()


@cache
def places() -> Matcher[str]:
    """Return the matcher of all places; its values are rows for ``spot``."""
    never = _never()
    rows: dict[str, str] = {}
    for line in read_text("cities.tsv").splitlines():
        name, row = line.split("\t")
        if fold(name) not in never:
            rows[name] = row
    for code, names in read_yaml("areas.yaml").items():
        for name in names:
            is_city = rows.get(name, "").startswith(code)
            rows[name] = f"{code}:{_WELL_KNOWN}" if is_city else _AREA + code
    rows.update({name: _COUNTRY + code for name, code in state_names().items() if name != "Georgia"})
    rows["Georgia"] = "GEO:3700 USA:10700"
    return Matcher(rows)
