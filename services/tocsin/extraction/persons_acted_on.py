"""Trigger of an arrest, a verdict, a release or an abduction -> the persons to whom it was done, by name or state."""

from tocsin.extraction.facts import Sentence
from tocsin.extraction.name_runs import Run, person_at
from tocsin.extraction.triggers import Trigger

_ENDS_OBJECT = frozenset(
    "to for on in at after before who which whom whose following from over amid during because when while with "
    "as including near under has have had will must should is are was were ; : . ( ) — – having that's since "
    "until upon citing without despite saying off outside inside around across between".split()
)
"""Words that end what a verb is done to: "sentences former minister Alejandro Gil to life imprisonment"."""

_PERSONS = frozenset(
    "people persons men women man woman suspects suspect protesters protester demonstrators prisoners prisoner "
    "detainees hostages individuals members supporters students children officials others passengers migrants "
    "foreigners fighters militants terrorists soldiers journalists activists citizens nationals lawyers politicians "
    "leaders executives pupils staff employees workers crew sailors seamen nuns priests captives boys girls teenagers "
    "youths brothers sisters spies agents criminals traffickers gunmen smugglers engineers doctors pilots".split()
)
_LONGEST_OBJECT = 22  # words
_LONGEST_DESCRIPTION = 6
_RELATIVES = frozenset({"who", "whom"})
_HOLD = frozenset("in at of by for from with to on against after before near under over as between and".split())


def object_end(trigger: Trigger, sentence: Sentence) -> int:
    """Return the word after the object of an active verb, or after what "arrest of" and "warrant for" hold."""
    row = sentence.row
    for at in range(trigger.last, min(len(row), trigger.last + _LONGEST_OBJECT)):
        if row[at] in ("for", "that", "to") and at <= trigger.last + 1:
            continue  # "rules that", "amnesty to"
        if row[at] == "for" and row[at - 1] in ("warrant", "warrants"):
            continue
        if row[at] in _ENDS_OBJECT or row[at] == ",":
            return at
    return min(len(row), trigger.last + _LONGEST_OBJECT)


def persons_after(trigger: Trigger, sentence: Sentence) -> tuple[Run, ...]:
    """Return the named persons that are the object of a verb; none where their number is told instead, or a ship."""
    end = object_end(trigger, sentence)
    if not SHIPS.isdisjoint(sentence.row[trigger.first : end]):
        return ()
    for at in range(trigger.last, end):
        if _counts_persons(sentence, at):
            return ()
        found = person_at(sentence, at)
        if found and _is_head(sentence, found):
            return (found, *_listed_after(sentence, found))
    return ()


def person_meant(trigger: Trigger, sentence: Sentence) -> tuple[Run, ...]:
    """Return the person told before to whom a pronoun at the trigger points: "after he was captured"."""
    if not points_to_a_person(trigger, sentence):
        return ()
    for at in range(trigger.first):
        found = person_at(sentence, at)
        if found and found.last <= trigger.first:
            return (found,)
    return ()


def points_to_a_person(trigger: Trigger, sentence: Sentence) -> bool:
    """Whether "he", "her" or "whom" stands at the trigger, or "being" that has its subject further before."""
    row = sentence.row
    around = row[max(0, trigger.first - 4) : trigger.first], row[trigger.first : trigger.last + 1]
    return not _SINGULAR.isdisjoint(around[0]) or not _SINGULAR.isdisjoint(around[1]) or row[trigger.first] == "being"


_SINGULAR = frozenset("he she him her his whom being".split())
SHIPS = frozenset("boat boats vessel vessels ship ships tanker tankers speedboat speedboats flotilla".split())


def persons_before(trigger: Trigger, sentence: Sentence, first: int) -> tuple[Run, ...]:
    """Return the named persons that are the subject of a passive verb; the clause begins at word ``first``."""
    row = sentence.row
    relative = next((at for at in range(trigger.first - 1, first - 1, -1) if row[at] in _RELATIVES), None)
    if relative is None and row[first - 1 : first] and row[first - 1] in _RELATIVES:
        relative = first - 1
    if relative is not None and (described := _last_before(sentence, relative)):
        return described
    at = first if relative is None else 0
    while at < trigger.first:
        found = person_at(sentence, at)
        if found and found.last <= trigger.first:
            if not _is_held(sentence, at) and (relative is None or row[found.last] == ","):
                return (found, *_listed_after(sentence, found))
            at = found.last
        at += 1
    return ()


def _last_before(sentence: Sentence, end: int) -> tuple[Run, ...]:
    """Return the person right before "who": "hostage Alon Ohel, who was kidnapped"."""
    for at in range(max(0, end - 8), end):
        found = person_at(sentence, at)
        if found and found.last >= end - 1:
            return (found,)
    return ()


def _listed_after(sentence: Sentence, found: Run) -> tuple[Run, ...]:
    """Return the persons that "and" joins to one, also in a list: "Raúl Gorrín and Alex Saab"."""
    row = sentence.row
    listed: list[Run] = []
    last = found.last
    while last + 1 < len(row) and row[last] in ("and", ","):
        following = _next_head(sentence, last + 1 + (row[last + 1] == "and"))
        if following is None:
            break
        listed.append(following)
        last = following.last
    joined = bool(listed) and "and" in row[found.last : listed[-1].first]
    return tuple(listed) if joined else ()


def _next_head(sentence: Sentence, first: int) -> Run | None:
    """Return the person that begins at a word or after what describes him: "former home minister Asaduzzaman Khan"."""
    for at in range(first, min(len(sentence.row), first + _LONGEST_DESCRIPTION)):
        found = person_at(sentence, at)
        if found:
            return found
        if sentence.row[at] in _ENDS_OBJECT or not sentence.row[at].isalpha() or sentence.is_capitalised(at):
            return None
    return None


def _is_head(sentence: Sentence, found: Run) -> bool:
    """Whether a name ends its phrase; in "National Salvation Front member Chaima Issa" the first name does not."""
    following = sentence.row[found.last : found.last + 1]
    if not following or not following[0][0].isalpha():
        return following != ["'s"]
    return (
        following[0] in _ENDS_OBJECT or following[0] in ("and", "or", "that", "of", "in") or following[0].endswith("ly")
    )


def _is_held(sentence: Sentence, first: int) -> bool:
    """Whether a preposition holds the name at word ``first``, over words that describe: "of former minister"."""
    for at in range(first - 1, max(-1, first - 6), -1):
        if sentence.row[at] in _HOLD:
            return sentence.row[at] != "and"
        if sentence.row[at].endswith("ing"):
            return True
        if sentence.row[at] in (",", ";", ":") or sentence.row[at] in _ENDS_OBJECT:
            return False
    return False


def _counts_persons(sentence: Sentence, at: int) -> bool:
    """Whether a number of persons begins here: "two former ministers and", "dozens of people"."""
    if "<number>" not in sentence.kinds[at]:
        return False
    return not _PERSONS.isdisjoint(sentence.row[at + 1 : at + 5])
