"""Text -> the states, organisations, groups and persons in it, with their codes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal

from tocsin.extraction.gazetteer import known
from tocsin.extraction.gazetteer.known import Known
from tocsin.extraction.gazetteer.matcher import Hit, fold, longest_first
from tocsin.extraction.offices import NAME, no_longer, person_of

Kind = Literal["state", "organisation", "group", "person", "capital"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One actor in the text, at ``[start, end)`` in code points.

    ``code`` is the ISO 3166 alpha-3 code of a state or the short canonical name of an organisation or group.
    ``kind`` "capital" is a capital or a seat of government: an actor ("Moscow says") or only a place ("in Moscow").
    ``name`` is the person, organisation or group as the ``names`` of an event give it; None for states.
    """

    start: int
    end: int
    text: str
    code: str
    kind: Kind
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a person, at ``[start, end)`` in code points."""

    start: int
    end: int
    text: str


_TITLES = frozenset(
    "President Minister Premier Chancellor Secretary Envoy Ambassador Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. General Gen. Gen"
    " Admiral Adm. Col. Colonel Lt. Maj. Sen. Senator Rep. Governor Gov. King Queen Prince Princess Sheikh Ayatollah"
    " Pope Spokesman Spokeswoman Spokesperson Chief Commander Speaker Leader Adviser Negotiator Marshal Chairman"
    " The A An In On At After Before When While But And For From With By As If That Meanwhile However Since Although"
    " Then Now Here There Also Today Yesterday Tonight Still Even Only Once Until Though Unlike Among Former Earlier"
    " Later Despite Foreign Prime Defence Defense Special Vice Deputy Under During Against To Of Or Not Why How What"
    " Like Yet So Because"
    " Monday Tuesday Wednesday Thursday Friday Saturday Sunday Then-President Vice-President Trump's Putin's".split()
)
_GIVEN_NAMES_TOO = frozenset({"Jordan", "Chad", "Georgia", "Kenya", "India", "Malta", "Cyprus"})
_AMERICAN_CONTEXT = re.compile(
    r"\b(?:Atlanta|Florida|Alabama|Carolina|Tennessee|Savannah|Republican|Democrat|Hyundai|ICE|FBI|U\.S\. state)\b"
)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w.'-]*) $")
_WORD = re.compile(r"[\w'-]+")
_CAUCASIAN_CONTEXT = re.compile(r"\b(?:Tbilisi|Georgian|Abkhazia|South Ossetia)\b")
_LONGEST_WORD = 40
_MOST_WORDS = 4
_MOST = 5_000
"""Names that are read of one text; the longest articles have some hundreds, so more is noise or an attack."""
_PERSON_BY_SPEECH = re.compile(
    rf"\b(?P<name>{NAME}) (?:said|says|told|warned|announced|added|is|was|has|had|who)\b|"
    rf"\b(?P<aged>{NAME}), (?:aged )?\d{{1,2}}\b"
)


def _word_before(folded: str, start: int) -> str:
    before = _WORD_BEFORE.search(folded[max(0, start - _LONGEST_WORD) : start])
    return before[1] if before else ""


def _is_given_name(word: str) -> bool:
    """Whether the word before a surname reads as another person's given name: "Eric" in "Eric Trump"."""
    return bool(word) and word[0].isupper() and not word.isupper() and word not in _TITLES and word.isalpha()


def _means_the_state(folded: str, hit: Hit[Known]) -> bool:
    """Refuse "US$", "Jordan Bardella", "Atlanta, Georgia"."""
    name, after = folded[hit.start : hit.end], folded[hit.end : hit.end + 2]
    if after[:1] == "$":
        return False
    if name in _GIVEN_NAMES_TOO and after[:1] == " " and after[1:].isupper():
        follower = _WORD.match(folded, hit.end + 1)
        return follower is None or follower[0] in _TITLES
    if name == "Georgia":
        if _CAUCASIAN_CONTEXT.search(folded):
            return True
        return folded[max(0, hit.start - 2) : hit.start] != ", " and not _AMERICAN_CONTEXT.search(folded)
    return True


def _spare(folded: str, hits: list[Hit[Known]], places: dict[int, Hit[Known]]) -> Iterator[Hit[Known]]:
    """Yield the hits that are what the list says they are."""
    for hit in hits:
        word = _word_before(folded, hit.start)
        match hit.value.kind:
            case "decoy":
                continue
            case "state" if not _means_the_state(folded, hit):
                continue
            case "organ":
                owner = places.get(hit.start - 1) or places.get(hit.start - 3)
                if owner and owner.value.kind == "state" and owner.value.code != hit.value.code:
                    continue  # "the Russian National Guard" is not the American one
            case "surname" if _is_given_name(word) and word not in known.state_words():
                continue  # "Eric Trump"
        yield hit


def _by_office(folded: str, hits: list[Hit[Known]]) -> Iterator[Hit[Known] | None]:
    """Yield each hit, wider where it names a person in an office; None in place of those who held it once."""
    starts = {hit.start for hit in hits}
    owners = {hit.start: hit.value.code for hit in hits if hit.value.kind in {"person", "surname"}}
    for hit in hits:
        if hit.value.kind != "state":
            yield None if hit.value.kind in {"person", "surname"} and no_longer(folded, hit.start) else hit
            continue
        office = person_of(folded, hit.start, hit.end)
        if office is None or any(start in starts for start in range(hit.end, office.name_start)):
            yield hit  # no office, or that of another state
        elif any(owners.get(start, hit.value.code) != hit.value.code for start in range(office.name_start, office.end)):
            yield hit  # "on French television President Zelenskyy" makes him no Frenchman
        elif not no_longer(folded, hit.start):
            person = Known(hit.value.code, "person", folded[office.name_start : office.name_end])
            yield Hit(office.start, office.end, person)
        else:
            yield Hit(office.start, office.end, Known("", "decoy"))


def _remembered(folded: str, hits: Iterable[Hit[Known]]) -> Iterator[Hit[Known]]:
    """Yield the later mentions, by surname alone, of persons who were told in full before."""
    told: dict[str, tuple[int, Known]] = {}
    for hit in hits:
        if hit.value.kind == "person" and hit.value.name and " " in hit.value.name:
            told.setdefault(known.surname_of(fold(hit.value.name)), (hit.end, hit.value))
    names = [re.escape(surname) for surname in told if len(surname) > 2 and surname[-1].isalpha()]
    if not names:
        return
    for found in islice(re.finditer(rf"\b(?:{'|'.join(names)})\b", folded), _MOST):
        end_of_first, person = told[found[0]]
        if found.start() >= end_of_first and not _is_given_name(_word_before(folded, found.start())):
            yield Hit(found.start(), found.end(), Known(person.code, "surname", person.name))


def _kind(hit: Hit[Known]) -> Kind:
    match hit.value.kind:
        case "state" | "capital" | "organisation" | "group" | "person":
            return hit.value.kind
        case "organ":
            return "state"
        case "surname" | "decoy":
            return "person"


@lru_cache(maxsize=2)
def find_actors(text: str) -> tuple[Mention, ...]:
    """Return the actors with a known code, in order, without overlaps; the longest name wins."""
    folded = fold(text)
    hits = longest_first(known.actors().find(folded)[:_MOST])
    kept = list(_spare(folded, hits, {hit.end: hit for hit in hits}))
    offices = [hit for hit in _by_office(folded, kept) if hit is not None]
    found = longest_first((*offices, *_remembered(folded, offices)))
    return tuple(
        Mention(hit.start, hit.end, text[hit.start : hit.end], hit.value.code, _kind(hit), _name(text, hit))
        for hit in found
        if hit.value.code
    )


def _name(text: str, hit: Hit[Known]) -> str | None:
    """Return the person's or organisation's name, a person's as the text spells it where it stands in full."""
    if hit.value.kind == "person" and hit.value.name and fold(text[hit.start : hit.end]).endswith(fold(hit.value.name)):
        return text[hit.end - len(hit.value.name) : hit.end]
    return hit.value.name if hit.value.kind not in {"state", "capital"} else None


def find_names(text: str) -> tuple[Name, ...]:
    """Return the names of persons, whoever they act for, in order, without overlaps."""
    folded = fold(text)
    persons = [
        Hit(mention.end - len(mention.name), mention.end, mention.name)
        for mention in find_actors(text)
        if mention.kind == "person" and mention.name and mention.text.endswith(mention.name)
    ]
    for found in islice(_PERSON_BY_SPEECH.finditer(folded), _MOST):
        group = "name" if found["name"] else "aged"
        words = found[group].split(" ")
        plain = 1 < len(words) <= _MOST_WORDS and not _TITLES.intersection(words)
        if plain and not known.actors().find(found[group]):
            persons.append(Hit(found.start(group), found.end(group), found[group]))
    return tuple(Name(hit.start, hit.end, text[hit.start : hit.end]) for hit in longest_first(persons))
