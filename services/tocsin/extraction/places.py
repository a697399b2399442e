"""Text -> the places in it, with their countries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from tocsin.extraction.gazetteer import atlas, known
from tocsin.extraction.gazetteer.matcher import Hit, fold, longest_first

PlaceKind = Literal["city", "region", "country", "area", "facility"]


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the text, at ``[start, end)`` in code points.

    ``country`` is its ISO 3166 alpha-3 code; None for seas, straits and whatever belongs to several states.
    ``kind``: "area" is a sea, strait, front, or a part of a country such as "southern Lebanon"; "facility" an airport,
    base, crossing, bridge or plant.
    """

    start: int
    end: int
    text: str
    country: str | None
    kind: PlaceKind


_REGION = (
    "oblast|province|governorate|district|county|state|region|department|prefecture|territory|krai|raion|municipality|"
    "regency|township|voivodeship|canton|zone|republic|autonomous republic|parish|peninsula|division"
)
_FACILITY = (
    "international airport|airport|air base|airbase|naval base|military base|base|border crossing|crossing|bridge|"
    "nuclear facility|nuclear power plant|power plant|thermal power plant|power station|refinery|oil refinery|"
    "gas field|oil field|refugee camp|camp|hospital|university|palace|port|"
    "pipeline|pipelines|square|park|national park|stadium|dam"
)
_GROUND = (
    "hill|hills|mountains|mount|valley|island|islands|river|lake|bay|desert|forest|strait|beach|corridor|line|volcano"
)
_SUFFIX = re.compile(
    rf" (?:(?P<region>{_REGION})|(?P<facility>{_FACILITY})|(?P<ground>{_GROUND}))(?![\w-])", re.IGNORECASE
)
_SUFFIX_WORD = re.compile(
    r"(?<=[\w'.] )(?:Oblast|Province|Governorate|District|County|State|Region|Department|Prefecture|Krai|Raion|Regency|"
    r"Township|Zone|Airport|International Airport|Air Base|Border Crossing|Crossing|Bridge|Nuclear|Power Plant|Thermal|"
    r"refugee camp|province|district|county|governorate|oblast|Hill|Valley|Island|National Park|gas field|refinery)\b"
)
_NAME_BEFORE = re.compile(r"(?:(?:[A-Z][\w'-]{1,24}|(?:al|el|as|ash|ad|an)-[A-Z][\w'-]{1,20}|de|la|del|of) ){1,4}$")
_DIRECTION = re.compile(
    r"\b(?:(?:north|south|east|west|central|mid)(?:east|west)?(?:ern)?|northern|southern|eastern|western|central|"
    r"north-?eastern|north-?western|south-?eastern|south-?western|upper|lower)"
    r"(?: and (?:south|north|east|west)\w{0,6})? $",
    re.IGNORECASE,
)
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|from|to|on|of|around|outside|inside|into|through|over|across|towards?|and|between|off|for|"
    r"strikes?|struck|hits?|attacks?|attacked|captures?|captured|seizes?|seized|leaves?|enters?|entered|reaches|targets?|"
    r"targeting|bombs?|shells?|shelled|visits?|visited|city|town|village|capital|port|via|within|along|controls?)"
    r"(?: (?:the )?(?:\w+ )?(?:city|town|village|port|capital|outskirts|suburb|neighbou?rhood|municipality|area) of)?"
    r"(?: the| both| central| downtown| nearby| northern| southern| eastern| western)? ?$",
    re.IGNORECASE,
)
_STRICTLY_IN = re.compile(
    r"\b(?:in|at|near|outside|around|into|city of|town of|village of|towards)(?: the| central| downtown| nearby)? $",
    re.IGNORECASE,
)
_CAPITALISED_BEFORE = re.compile(r"([A-Z][\w'-]*) $")
_CAPITALISED_AFTER = re.compile(r" ([A-Z][\w'-]+)")
_UNKNOWN_BEFORE_COMMA = re.compile(
    r"\b(?:in|at|near|outside|from|on|of|to|around) (?:the (?:\w+ ){1,3}of )?"
    r"(?P<name>(?:[A-Z][\w'-]{1,24}|al-[A-Z][\w'-]{1,20})"
    r"(?:(?: |-)(?:[A-Z][\w'-]{1,24}|de|la|del|el|al|az|ash|and (?=[A-Z]))){0,3}), $"
)
_CHAIN = re.compile(r",? (?:(?:in|near|and) )?(?:the )?(?:[A-Za-z]+-[a-z]+ )?|, (?:[A-Z][\w'-]+ ){0,3}[A-Z][\w'-]+, ")
_INTRODUCED = re.compile(
    r"\b(?:in|near) (?P<name>(?:[A-Z]'?[a-z]{3,20}|(?:[Aa]l|[Ee]l)-[A-Z][a-z]{2,20})"
    r"(?:[ -][A-Z]'?[a-z]{2,20})?)(?=[,.;]| in |$)"
)
_BORDER = re.compile(r"-(?P<other>[A-Z][a-z]+(?: [A-Z][a-z]+)?) border\b")
_FUNCTION_WORDS = frozenset(
    "The In At Near From To On Of And A An But For With By As After Before Since Both When While Over Around "
    "Outside Inside Between Central Eastern Western Northern Southern North South East West City Upper Lower "
    "Greater Downtown Capital Port".split()
)
_IS_ADJECTIVE = re.compile(r"[A-Z][a-z]+-[a-z]+")
_NO_REGION = frozenset({"United", "Islamic", "Welfare", "Deep", "Police", "Supreme", "Secretary"})
_SUFFIX_OR_WORD = frozenset(
    {"port", "park", "base", "line", "camp", "state", "crossing", "mount", "republic", "square"}
)
_PHRASE_ENDS = re.compile(r"\s*(?:[.,;:)]|$|(?:and|in|on|with|to|from|after|as|near|for|since|by|was|were|is)\b)")
_WINDOW = 60
_MOST = 5_000
"""Names that are read of one text; the longest articles have some hundreds, so more is noise or an attack."""
_KNOWN_TO_ALL = 100
_BIG = 500
"""Population in thousands from which on a city needs no preposition, and no capital beside it casts doubt on it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A place before its country is settled."""

    start: int
    end: int
    kind: PlaceKind
    candidates: tuple[tuple[str, int], ...]
    known: bool = True


def _before(folded: str, start: int) -> str:
    return folded[max(0, start - _WINDOW) : start]


def _is_city(folded: str, hit: Hit[str], spot: atlas.Spot) -> bool:
    """Whether the name of a city means the city here: big enough, after a locative, and no part of another name."""
    before, people = _before(folded, hit.start), spot.candidates[0][1]
    chained = folded.startswith(", ", hit.end) and folded[hit.end + 2 : hit.end + 3].isupper()
    name = folded[hit.start : hit.end]
    left, right = _CAPITALISED_BEFORE.search(before), _CAPITALISED_AFTER.match(folded, hit.end)
    if left and left[1] not in _FUNCTION_WORDS and left[1] not in known.state_words():
        return False
    if right and not (people >= _BIG and name not in atlas.only_after_in()):
        return False
    if name in atlas.only_after_in():
        return _STRICTLY_IN.search(before) is not None or (chained and people >= _KNOWN_TO_ALL)
    return people >= _KNOWN_TO_ALL or chained or _LOCATIVE.search(before) is not None


def _known_places(folded: str) -> Iterator[_Found]:
    for hit in longest_first(atlas.places().find(folded)[:_MOST]):
        spot = atlas.spot(hit.value)
        suffix = _SUFFIX.match(folded, hit.end)
        left = _CAPITALISED_BEFORE.search(_before(folded, hit.start))
        if suffix and not (spot.kind == "country" and suffix["region"]) and not _is_verb(folded, suffix):
            yield _Found(hit.start, suffix.end(), _kind_of(suffix), spot.candidates)
        elif spot.kind == "city":
            if _is_city(folded, hit, spot) and not _names_an_actor(folded[hit.start : hit.end]):
                yield _Found(hit.start, hit.end, "city", spot.candidates)
        elif spot.kind == "country":
            yield from _country(folded, hit, spot)
        else:
            name = folded[hit.start : hit.end]
            right = _CAPITALISED_AFTER.match(folded, hit.end)
            doubtful = name in atlas.only_after_in() and not _LOCATIVE.search(_before(folded, hit.start))
            if not doubtful and not (left and left[1] not in _FUNCTION_WORDS | known.state_words() and right):
                yield _Found(hit.start, hit.end, "area", spot.candidates)


def _is_verb(folded: str, suffix: re.Match[str]) -> bool:
    """Whether the word after a name is no part of it, as in "Texas state law"; "Kyiv region" is one."""
    if suffix[0].strip() in _SUFFIX_OR_WORD:
        return _PHRASE_ENDS.match(folded, suffix.end()) is None
    return suffix[0].islower() and folded.startswith((" of ", "s "), suffix.end())


def _kind_of(suffix: re.Match[str]) -> PlaceKind:
    if suffix["region"]:
        return "region"
    return "facility" if suffix["facility"] else "area"


def _country(folded: str, hit: Hit[str], spot: atlas.Spot) -> Iterator[_Found]:
    border = _BORDER.match(folded, hit.end)
    direction = _DIRECTION.search(_before(folded, hit.start))
    if border:
        both = fold(border["other"]) in known.state_names()
        yield _Found(hit.start, border.end(), "area", () if both else spot.candidates)
    elif direction and folded[hit.start : hit.end] not in {"Africa", "America"}:
        yield _Found(hit.start - len(direction[0]), hit.end, "area", spot.candidates)
    else:
        yield _Found(hit.start, hit.end, "country", spot.candidates)


def _names_an_actor(name: str) -> bool:
    """Whether a capitalised phrase holds an organisation or a person: "State Department"."""
    return any(hit.value.kind not in {"state", "capital"} for hit in known.actors().find(name))


def _suffixed(folded: str) -> Iterator[_Found]:
    """Yield places that we do not know, named by their kind: "Kholodnohirskyi District"."""
    for word in islice(_SUFFIX_WORD.finditer(folded), _MOST):
        suffix = _SUFFIX.match(folded, word.start() - 1)
        name = _NAME_BEFORE.search(_before(folded, word.start()))
        if not suffix or not name:
            continue
        parts = name[0].split()
        owner = max((n for n, part in enumerate(parts) if part.endswith("'s")), default=-1)
        parts = parts[owner + 1 :]
        while parts and (
            _IS_ADJECTIVE.fullmatch(parts[0])
            or parts[0] in _FUNCTION_WORDS
            or (not parts[0][0].isupper() and "-" not in parts[0])
        ):
            parts.pop(0)
        if (
            parts
            and not _names_an_actor(" ".join((*parts, suffix[0].strip())))
            and not all(part in known.state_words() for part in parts)
            and parts[0] not in _NO_REGION
        ):
            yield _Found(word.start() - len(" ".join(parts)) - 1, suffix.end(), _kind_of(suffix), (), known=False)


def _chained(folded: str, found: list[_Found]) -> Iterator[_Found]:
    """Yield names that we do not know before one that we know: "in Bekkersdal, South Africa"."""
    ends = {place.end for place in found}
    for place in found:
        if place.start - 2 in ends:
            continue
        unknown = _UNKNOWN_BEFORE_COMMA.search(_before(folded, place.start))
        if unknown and place.kind != "facility" and _may_be_a_place(unknown["name"]):
            offset = place.start - len(_before(folded, place.start))
            yield _Found(offset + unknown.start("name"), offset + unknown.end("name"), "city", (), known=False)


def _introduced(folded: str) -> Iterator[_Found]:
    """Yield single capitalised words after "in" or "near" that nothing else explains: "derailed in Adamuz,"."""
    for found in islice(_INTRODUCED.finditer(folded), _MOST):
        if _may_be_a_place(found["name"]):
            yield _Found(found.start("name"), found.end("name"), "city", (), known=False)


def _may_be_a_place(name: str) -> bool:
    is_described = _IS_ADJECTIVE.match(name) is not None  # "Russian-controlled"
    return not is_described and not atlas.is_no_place(name) and not _names_an_actor(name)


def _without_overlaps(places: list[_Found]) -> list[_Found]:
    kept: list[_Found] = []
    for place in sorted(places, key=lambda place: (place.start, -place.end, not place.known)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def _settled(folded: str, places: list[_Found]) -> Iterator[tuple[_Found, str | None]]:
    """Yield each place with its country: that of the chain it stands in, one that the text names, or the likeliest."""
    named = _states_in(folded)
    home = _home(places, named)
    after: tuple[_Found, str | None] | None = None
    settled: list[tuple[_Found, str | None]] = []
    for place in reversed(places):
        country = (after[1] if after and _lies_in(folded, place, *after) else None) or _likeliest(place, named, home)
        after = (place, country)
        settled.append(after)
    yield from reversed(settled)


def _lies_in(folded: str, place: _Found, larger: _Found, country: str | None) -> bool:
    """Whether a place lies in the one that follows it: "Trujillo, Peru", but not "London, Paris" or "Kyiv, Iran's"."""
    if not _CHAIN.fullmatch(folded, place.end, larger.start) or folded.startswith("'s", larger.end):
        return False
    if any(code == country for code, _ in place.candidates) or not place.known:
        return True
    is_elsewhere = bool(place.candidates) and place.candidates[0][1] >= _BIG
    return larger.kind != "city" and place.kind not in {"area", "country"} and not is_elsewhere


def _states_in(folded: str) -> set[str]:
    return {hit.value.code for hit in known.actors().find(folded) if hit.value.kind in {"state", "organ"}}


def _home(places: list[_Found], named: set[str]) -> str | None:
    """The one state in which all well-known cities of the text lie, where the text names no other."""
    found = {
        next((code for code, _ in place.candidates if code in named), place.candidates[0][0])
        for place in places
        if place.kind == "city" and place.candidates and place.candidates[0][1] >= _KNOWN_TO_ALL
    }
    return next(iter(found)) if len(found) == 1 and named <= found else None


def _likeliest(place: _Found, named: set[str], home: str | None) -> str | None:
    if place.kind == "city" and home and (not place.candidates or place.candidates[0][1] < _KNOWN_TO_ALL):
        return home  # the small town of that name that the text means need not be one that we know
    if not place.known:
        return next(iter(named)) if len(named) == 1 else None
    if not place.candidates:
        return None
    most = place.candidates[0][1]
    for code, people in place.candidates:
        if code in named and people * 50 >= most:
            return code
    return place.candidates[0][0]


def find_places(text: str) -> tuple[Place, ...]:
    """Return the places, in order, without overlaps; the longest name wins."""
    folded = fold(text)
    listed = _without_overlaps([*_known_places(folded), *_suffixed(folded), *_introduced(folded)])
    found = _without_overlaps([*listed, *_chained(folded, listed)])
    return tuple(
        Place(place.start, place.end, text[place.start : place.end], country, place.kind)
        for place, country in _settled(folded, found)
    )
