"""Noun after a number -> whether persons are counted: "three gunmen", not "three raids" or "80 metres"."""

from tocsin.extraction.number_words import PERSONS

UNITS = frozenset(
    "metre meter kilometre kilometer km mile foot inch yard acre hectare tonne ton kilogram kilo kg gram pound ounce "
    "litre liter gallon barrel degree percent percentage point time year month week day hour minute second decade "
    "century magnitude knot".split()
)
THINGS = frozenset(
    "raid attack strike airstrike bombing shooting explosion blast assault operation incident clash battle wave round "
    "building house home school hospital church mosque prison camp shelter hideout base station plant village town "
    "city district province region state country nation location site place area position checkpoint outpost post "
    "facility company firm bank business factory shop store market vehicle car bus truck train plane aircraft ship "
    "boat vessel helicopter drone missile rocket bomb shell mine weapon gun rifle firearm grenade tablet pill drug "
    "document passport device phone computer account asset contract project deal agreement law bill charge count case "
    "seat vote poll ballot party ministry agency embassy court channel website newspaper island bridge road line "
    "phase part side front way term rule law animal boar bear cow cattle sheep bird chicken pig dog cat tree fire "
    "storm tornado earthquake aftershock quake flood landslide avalanche storey story floor room tent container crate "
    "dollar euro word page book film song game match goal medal target objective condition demand reason warrant "
    "order decree ceasefire truce treaty war conflict crisis sanction measure step stage".split()
)
_ABSTRACT = ("tion", "sion", "ment", "ness", "ship", "ity", "ance", "ism")
GROUPS = frozenset(
    "group family crew network gang couple team staff cell band unit number total series crowd convoy dozen pair trio "
    "majority everyone nobody none police army military government party company".split()
)
"""Nouns that are one and count several: "a family was killed" does not say how many."""


def may_be_persons(noun: str | None) -> bool:
    """Return whether ``noun``, the singular after a number, can be of persons; a number without one can."""
    if noun is None or noun in PERSONS:
        return True
    return noun not in UNITS and noun not in THINGS and not noun.endswith(_ABSTRACT)
