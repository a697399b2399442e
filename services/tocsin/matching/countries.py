"""A country's code or name -> whether it is a code, and which code was meant."""

import difflib
from functools import cache

_OBSOLETE = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"})  # CLDR keeps them as names of today's states
_NO_STATES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "XK", "ZZ"})  # unions, test regions; Kosovo is added below
_MOST_MEANT = 3  # "Korea" is two, "Guinea" three; a word of more names is no hint
_KOSOVO = "XKX"  # no ISO code; this one is what most data uses

_SPELLINGS = {
    **dict.fromkeys(("UK", "britain", "great britain", "england", "scotland", "wales"), "GBR"),
    **dict.fromkeys(("usa", "u.s.", "u.s.a.", "america", "united states of america"), "USA"),
    **{"turkey": "TUR", "palestine": "PSE", "holland": "NLD", "burma": "MMR", "ivory coast": "CIV", "uae": "ARE"},
    **{"czech republic": "CZE", "russian federation": "RUS", "drc": "COD", "hong kong": "HKG", "swaziland": "SWZ"},
}
"""Beside the two-letter codes and the names that CLDR has; names in small letters."""


@cache
def country_names() -> dict[str, str]:
    """Return the English name of each ISO 3166 alpha-3 code, from CLDR."""
    return {alpha3: name for alpha3, _, name in _table()}


def country_meant(word: str) -> str | None:
    """Return the code of the country that is written as a two-letter code or by its name, or None.

    >>> country_meant("UA"), country_meant("ukraine"), country_meant("Hamas")
    ('UKR', 'UKR', None)
    """
    return _other_spellings().get(word if len(word) == len("UA") else word.casefold())


def closest_countries(word: str) -> tuple[str, ...]:
    """Return the codes that a mistyped code or name most likely stands for, the likeliest first; few, or none.

    >>> closest_countries("Ukrane"), closest_countries("Korea"), closest_countries("UKN")
    (('UKR',), ('PRK', 'KOR'), ('UKR',))
    """
    if len(word) == len("UKR"):
        close = difflib.get_close_matches(word.upper(), country_names(), n=9, cutoff=0.6)
        return tuple(sorted(close, key=lambda code: code[0] != word[0].upper())[:1])
    holding = [code for code, name in country_names().items() if word.casefold() in name.casefold().split()]
    if 0 < len(holding) <= _MOST_MEANT:
        return tuple(sorted(holding, key=lambda code: country_names()[code]))
    spelled = difflib.get_close_matches(word.casefold(), _other_spellings(), n=1, cutoff=0.75)
    return tuple(_other_spellings()[one] for one in spelled)


@cache
def _other_spellings() -> dict[str, str]:
    spellings = dict(_SPELLINGS)
    for alpha3, alpha2, name in _table():
        spellings[alpha2] = alpha3
        spellings[name.casefold()] = alpha3
    return spellings


@cache
def _table() -> tuple[tuple[str, str, str], ...]:
    """Return (alpha-3, alpha-2, English name) of every country."""
    from babel import Locale  # reads files of some megabytes: only when rules are checked
    from babel.core import get_global

    names = Locale("en").territories
    rows = [
        (alpha3, alpha2s[0], names[alpha2s[0]])
        for alpha3, alpha2s in get_global("territory_aliases").items()
        if len(alpha3) == len("UKR") and alpha3.isalpha() and alpha3 not in _OBSOLETE
        if len(alpha2s) == 1 and alpha2s[0] in names and alpha2s[0] not in _NO_STATES
    ]
    return (*sorted(rows), (_KOSOVO, "XK", names["XK"]))
