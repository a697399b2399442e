"""ISO 3166 alpha-3 code -> the English name of a state."""

from functools import cache

from babel import Locale
from babel.core import get_global

# The names of Unicode's CLDR, but for those that press texts write otherwise.
_PRESS_NAMES = {
    "BIH": "Bosnia and Herzegovina",
    "COD": "DR Congo",
    "COG": "Republic of the Congo",
    "HKG": "Hong Kong",
    "MAC": "Macao",
    "MMR": "Myanmar",
    "PSE": "Palestine",
    "XKX": "Kosovo",  # no ISO code; the one that the EU and the World Bank use
}


def name_of(code: str) -> str | None:
    """Return the English name, or None if ``code`` is no code of a state of today."""
    return _names().get(code)


@cache
def _names() -> dict[str, str]:
    territories = Locale("en").territories
    names = {}
    for code, current in get_global("territory_aliases").items():
        # Most codes in Q and all in X are for private use; a code with several heirs is of a state that is no more.
        private = code == "ZZZ" or code[0] == "X" or (code[0] == "Q" and code != "QAT")
        if len(code) == 3 and code.isalpha() and len(current) == 1 and not private and current[0] in territories:
            names[code] = territories[current[0]].replace("&", "and")
    return names | _PRESS_NAMES
