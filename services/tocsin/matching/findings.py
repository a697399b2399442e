"""Condition x Facts -> which of its keys are met, by which words, and how near the others were.

This is the meaning of a rule. The index only saves asking it of rules that cannot ring.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tocsin.domain.event import ROLES, Event, Role, Status
from tocsin.matching.condition import Condition, Counts, Keywords, Sources
from tocsin.matching.countries import country_names
from tocsin.matching.facts import Facts, actors_in
from tocsin.matching.phrases import folded, stands_in
from tocsin.matching.tallies import Tally

_ROLE_WORDS: dict[Role, str] = {"by": "done by", "to": "done to", "with": "a party is", "via": "arranged by"}
_MOST_SHOWN = 4  # of a list, before "and 12 more"


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one key of a condition.

    ``said`` tells what met it, or what is there instead of what it asks for: ``drones 95, needs 100``. It is empty
    where a key is met and that is not worth a word. ``inside`` holds the findings of nested conditions, ``values`` what
    of the event met it: actors, a country, what is counted, phrases. ``near`` tells of a number that does not reach its
    threshold which share of it is there, 0 to 1; of all else that is not met, 0.
    """

    key: str
    met: bool
    said: str
    inside: tuple["Finding", ...] = ()
    values: tuple[str, ...] = ()
    near: float = 0.0

    def unmet(self) -> Iterator["Finding"]:
        """Yield the innermost findings that keep this one from being met."""
        lacking = [one for one in self.inside if not one.met]
        if self.met:
            return
        if not lacking:
            yield self
        for one in lacking:
            yield from one.unmet()

    def innermost(self) -> Iterator["Finding"]:
        """Yield the findings that have none inside."""
        if not self.inside:
            yield self
        for one in self.inside:
            yield from one.innermost()


def holds(condition: Condition, facts: Facts) -> bool:
    """Is every key that is given met?"""
    return all(finding.met for finding in findings(condition, facts))


def reasons(condition: Condition, facts: Facts) -> tuple[str, ...] | None:
    """Return each condition with the words that met it, or None where one is not met."""
    said: list[str] = []
    for finding in findings(condition, facts):
        if not finding.met:
            return None
        said.append(finding.said)
    return tuple(reason for reason in said if reason)


def findings(condition: Condition, facts: Facts) -> Iterator[Finding]:
    """Yield what became of each key that is given, cheap ones first."""
    yield from _of_kind(condition, facts.event)
    yield from _of_parties(condition, facts)
    yield from _of_telling(condition, facts)
    yield from _nested(condition, facts)


def _of_kind(condition: Condition, event: Event) -> Iterator[Finding]:
    """What sort of event it is."""
    if condition.type:
        yield _one_of("type", event.type, condition.type)
    if condition.subtype:
        yield _one_of("subtype", event.subtype, condition.subtype)
    if condition.status:
        finding = _one_of("status", event.status, condition.status)
        usual = finding.met and condition.status == (Status.HAPPENED,)
        yield Finding("status", met=True, said="") if usual else finding
    if condition.background not in (None, "any"):
        yield _background(event.background, wanted=bool(condition.background))


def _of_parties(condition: Condition, facts: Facts) -> Iterator[Finding]:
    """Who, where and how many."""
    event = facts.event
    for role in ROLES:
        if wanted := condition.role(role):
            yield _actors(role, _ROLE_WORDS[role], wanted, actors_in(event, role), condition.written(role))
    if condition.actors:
        yield _actors("actors", "involved is", condition.anybody, event.actors, condition.actors)
    if condition.countries:
        yield _countries(condition, facts)
    if condition.places:
        yield _places(condition.places, facts)
    if condition.counts:
        yield _counts(condition.counts, facts.tallies)


def _of_telling(condition: Condition, facts: Facts) -> Iterator[Finding]:
    """How the article tells it, and who says so."""
    if condition.confidence is not None:
        yield _confidence(condition.confidence, facts.event.confidence)
    if condition.languages:
        yield _one_of("languages", facts.page.language, condition.languages)
    if condition.sources:
        yield _sources(condition.sources, facts)
    if condition.keywords:
        yield _keywords(condition.keywords, facts)


def _one_of(key: str, there: str | None, wanted: tuple[str, ...]) -> Finding:
    shown = (there or "not given").replace("_", " ")
    if there in wanted:
        return Finding(key, met=True, said=f"{key} is {shown}", values=(str(there),))
    return Finding(key, met=False, said=f"{key} is {shown}, needs {_either(wanted)}")


def _background(there: bool, *, wanted: bool) -> Finding:  # noqa: FBT001, RUF100  # the two are of one kind
    if there == wanted:
        return Finding("background", met=True, said="recalled from earlier" if there else "")
    return Finding("background", met=False, said="it is recalled from earlier" if there else "it is news")


def _actors(key: str, words: str, wanted: frozenset[str], there: tuple[str, ...], written: tuple[str, ...]) -> Finding:
    found = [actor for actor in there if folded(actor) in wanted]
    if found:
        return Finding(key, met=True, said=f"{words} {_either(found, 'and')}", values=tuple(found))
    return Finding(key, met=False, said=f"{words} {_either(there, 'and') or 'nobody'}, needs {_either(written)}")


def _countries(condition: Condition, facts: Facts) -> Finding:
    country = facts.event.country
    if country in condition.states:
        return Finding("countries", met=True, said=f"country is {_country_name(country)}", values=(str(country),))
    found = next(iter(sorted(condition.states & facts.countries)), None)
    if found:
        return Finding("countries", met=True, said=f"{_country_name(found)} is involved", values=(found,))
    has = _either(map(_country_name, sorted(facts.countries)), "and") or "none"
    return Finding("countries", met=False, said=f"countries {has}, needs {_either(condition.countries)}")


def _confidence(wanted: float, there: float) -> Finding:
    if there >= wanted:
        return Finding("confidence", met=True, said=f"confidence {there:.2f} is at least {wanted:.2f}")
    said = f"confidence {there:.2f}, needs {wanted:.2f}"
    return Finding("confidence", met=False, said=said, near=there / wanted)


def _sources(wanted: Sources, facts: Facts) -> Finding:
    publisher, claim = facts.page.reference.publisher, facts.event.source
    if wanted.publisher and facts.page.publisher not in map(folded, wanted.publisher):
        said = f"published by {publisher or 'nobody named'}, needs {_either(wanted.publisher)}"
        return Finding("sources", met=False, said=said)
    if wanted.claim and facts.claim not in wanted.claimants:
        return Finding("sources", met=False, said=f"says {claim or 'nobody named'}, needs {_either(wanted.claim)}")
    parts = ([f"published by {publisher}"] if wanted.publisher else []) + ([f"says {claim}"] if wanted.claim else [])
    return Finding("sources", met=True, said=", ".join(parts))


def _places(wanted: tuple[str, ...], facts: Facts) -> Finding:
    place = facts.event.place
    if any(stands_in(folded(one), facts.place) for one in wanted):
        return Finding("places", met=True, said=f"place is {place}", values=(str(place),))
    return Finding("places", met=False, said=f"place is {place or 'not given'}, needs {_either(wanted)}")


def _keywords(wanted: Keywords, facts: Facts) -> Finding:
    text = facts.evidence if wanted.in_ == "evidence" else facts.page.folded
    where = "the article says" if wanted.in_ == "evidence" else "somewhere the article says"
    refused = next((one for one in wanted.not_ if stands_in(folded(one), text)), None)
    if refused:
        return Finding("keywords", met=False, said=f'{where} "{refused}", which the rule refuses')
    lacking = next((one for one in wanted.all if not stands_in(folded(one), text)), None)
    if lacking:
        return Finding("keywords", met=False, said=f'nothing in the {wanted.in_} says "{lacking}"')
    found = next((one for one in wanted.any if stands_in(folded(one), text)), None)
    if wanted.any and found is None:
        return Finding("keywords", met=False, said=f"nothing in the {wanted.in_} says {_quoted(wanted.any)}")
    said = [*wanted.all, *([found] if found else [])]
    shown = f"{where} {_quoted(said, 'and')}" if said else ""
    return Finding("keywords", met=True, said=shown, values=tuple(said))


def _counts(wanted: tuple[Counts, ...], tallies: tuple[Tally, ...]) -> Finding:
    asked = [(one, tally) for one in wanted for tally in tallies if _is_about(one, tally)]
    met = next(((one, tally) for one, tally in asked if reaches(one, tally)), None)
    if met:
        return Finding("counts", met=True, said=_reached(*met), values=(met[1].what.value,))
    if not asked:
        return Finding("counts", met=False, said=f"counts none of these, needs {'; or '.join(map(_needed, wanted))}")
    one, tally = max(asked, key=lambda pair: _nearness(*pair))
    said = f"{_words(tally.what)} {tally.said}, needs {_limits(one)}"
    return Finding("counts", met=False, said=said, values=(tally.what.value,), near=min(1.0, _nearness(one, tally)))


def _is_about(wanted: Counts, tally: Tally) -> bool:
    if tally.what not in wanted.what or (wanted.unit and wanted.unit != tally.unit):
        return False
    return not wanted.of or (bool(tally.sides) and tally.sides <= wanted.sides)


def reaches(wanted: Counts, tally: Tally) -> bool:
    """Does the count, which is of what is wanted, lie inside the thresholds?"""
    best = tally.high if wanted.possible else tally.low
    if best is not None and best < wanted.min:
        return False
    return wanted.max is None or (tally.high is not None and tally.high <= wanted.max)


def _nearness(wanted: Counts, tally: Tally) -> float:
    if wanted.max is not None and tally.low > wanted.max:
        return wanted.max / tally.low
    return tally.low / wanted.min if wanted.min else 0.0


def _reached(wanted: Counts, tally: Tally) -> str:
    """Say ``killed 12 is at least 10``."""
    return f"{_words(tally.what)} {tally.said} is {_limits(wanted)}"


def _needed(wanted: Counts) -> str:
    return f"{_either(map(_words, wanted.what))} {_limits(wanted)}"


def _limits(wanted: Counts) -> str:
    if wanted.min and wanted.max is not None:
        return f"between {wanted.min:,} and {wanted.max:,}"
    if wanted.max is not None:
        return f"at most {wanted.max:,}"
    if wanted.min and wanted.possible:
        return f"possibly {wanted.min:,}"
    return f"at least {wanted.min:,}" if wanted.min else "given"


def _nested(condition: Condition, facts: Facts) -> Iterator[Finding]:
    for number, one in enumerate(condition.all, 1):
        inside = tuple(findings(one, facts))
        yield Finding(f"all {number}", all(part.met for part in inside), _said(inside), inside)
    if condition.any:
        tried = []
        for one in condition.any:
            tried.append(tuple(findings(one, facts)))
            if all(part.met for part in tried[-1]):
                yield Finding(f"any {len(tried)}", met=True, said=_said(tried[-1]), inside=tried[-1])
                break
        else:
            nearest = min(tried, key=lambda inside: sum(not part.met for part in inside))
            yield Finding("any", met=False, said=f"none of {len(tried)}; the nearest: {_said(nearest)}", inside=nearest)
    for number, one in enumerate(condition.not_, 1):
        inside = tuple(findings(one, facts))
        refused = all(part.met for part in inside)
        yield Finding(f"not {number}", met=not refused, said=f"refused: {_said(inside)}" if refused else "")


def _said(inside: Iterable[Finding]) -> str:
    """What is met, or where something is not, that."""
    parts = tuple(inside)
    return ", ".join(part.said for part in [part for part in parts if not part.met] or parts if part.said)


def _words(value: str) -> str:
    return value.replace("_", " ")


def _country_name(code: str | None) -> str:
    return country_names().get(code or "", code or "")


def _quoted(phrases: Iterable[str], last: str = "or") -> str:
    return _either((f'"{phrase}"' for phrase in phrases), last)


def _either(values: Iterable[str], last: str = "or") -> str:
    every = [str(value).replace("_", " ") for value in values]
    if len(every) > _MOST_SHOWN:
        return f"{', '.join(every[:_MOST_SHOWN])} {last} {len(every) - _MOST_SHOWN} more"
    return f" {last} ".join(filter(None, [", ".join(every[:-1]), *every[-1:]]))
