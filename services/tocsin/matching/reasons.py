"""Rule x Event -> why the rule rings, or that it does not."""

from collections.abc import Iterator
from functools import lru_cache

from tocsin.domain.event import ROLES, Role
from tocsin.matching.countries import country_names
from tocsin.matching.facts import Facts
from tocsin.matching.phrases import fold, stands_in
from tocsin.matching.rule import Match, Quantity
from tocsin.matching.tallies import Tally

_folded = lru_cache(maxsize=65_536)(fold)  # the same few words of the rules, again for each event
_ROLE_WORDS: dict[Role, str] = {"by": "done by", "to": "done to", "with": "a party is", "via": "arranged by"}


def reasons(match: Match, facts: Facts) -> tuple[str, ...] | None:
    """Return each condition with the value that met it, or None where one is not met.

    This is the meaning of a rule; the index only saves asking it of rules that cannot ring.
    """
    met: list[str] = []
    for _, answer in _answers(match, facts):
        if answer is None:
            return None
        met.append(answer)
    return tuple(reason for reason in met if reason)


def unmet(match: Match, facts: Facts) -> tuple[str, ...]:
    """Return the keys of ``match:`` that the event does not meet: why a rule stays silent."""
    return tuple(key for key, answer in _answers(match, facts) if answer is None)


def _answers(match: Match, facts: Facts) -> Iterator[tuple[str, str | None]]:
    """Yield for each key what met it, None if nothing did, "" if it is met and not worth a word."""
    event = facts.event
    if match.type:
        yield "type", f"type is {_words(event.type)}" if event.type in match.type else None
    if match.subtype:
        yield "subtype", f"subtype is {_words(event.subtype)}" if event.subtype in match.subtype else None
    yield "status", _status(match, facts)
    yield "background", _background(match, facts)
    if match.countries:
        yield "countries", _country(match.countries, facts)
    yield from _actors(match, facts)
    if match.places:
        yield "places", _place(match.places, facts)
    if match.keywords:
        yield "keywords", _keyword(match.keywords, facts)
    if match.quantity:
        yield "quantity", _quantity(match.quantity, facts)


def _words(value: str | None) -> str:
    return (value or "").replace("_", " ")


def _status(match: Match, facts: Facts) -> str | None:
    status = facts.event.status
    if status not in match.statuses:
        return None
    return f"status is {status}" if match.status or match.status_not else ""


def _background(match: Match, facts: Facts) -> str | None:
    if not facts.event.background:
        return ""
    return "recalled from earlier" if match.background else None


def _actors(match: Match, facts: Facts) -> Iterator[tuple[str, str | None]]:
    if match.actors:
        found = _first_in(match.actors, facts.actors)
        yield "actors", f"{found} is involved" if found else None
    for role in ROLES:
        wanted: tuple[str, ...] = match.with_ if role == "with" else getattr(match, role)
        if wanted:
            found = _first_in(wanted, facts.roles[role])
            yield role, f"{_ROLE_WORDS[role]} {found}" if found else None


def _first_in(wanted: tuple[str, ...], there: frozenset[str]) -> str | None:
    return next((actor for actor in wanted if _folded(actor) in there), None)


def _country(wanted: tuple[str, ...], facts: Facts) -> str | None:
    found = next((code for code in wanted if code in facts.countries), None)
    if found is None:
        return None
    name = country_names().get(found, found)
    return f"country is {name}" if found == facts.event.country else f"{name} is involved"


def _place(wanted: tuple[str, ...], facts: Facts) -> str | None:
    found = any(stands_in(_folded(place), facts.place) for place in wanted)
    return f"place is {facts.event.place}" if found else None


def _keyword(wanted: tuple[str, ...], facts: Facts) -> str | None:
    found = next((phrase for phrase in wanted if stands_in(_folded(phrase), facts.evidence)), None)
    return f'the article says "{found}"' if found else None


def _quantity(wanted: tuple[Quantity, ...], facts: Facts) -> str | None:
    return next(
        (
            _met(quantity, tally)
            for quantity in wanted
            for tally in facts.tallies
            if tally.what in quantity.what and _meets(quantity, tally)
        ),
        None,
    )


def _meets(quantity: Quantity, tally: Tally) -> bool:
    if quantity.unit and quantity.unit != tally.unit:
        return False
    if tally.low < quantity.min:
        return False
    return quantity.max is None or (tally.high is not None and tally.high <= quantity.max)


def _met(quantity: Quantity, tally: Tally) -> str:
    """Say ``killed 12 is at least 10``."""
    counted = f"{_words(tally.what)} {tally.said}"
    if quantity.min and quantity.max is not None:
        return f"{counted} is between {quantity.min:,} and {quantity.max:,}"
    if quantity.max is not None:
        return f"{counted} is at most {quantity.max:,}"
    return f"{counted} is at least {quantity.min:,}" if quantity.min else f"{counted} is given"
