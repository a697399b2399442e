"""Sentence -> persons whom a verb counts without a number: "killing the pilot", "X is arrested"."""

from collections.abc import Iterator

from tocsin.domain.event import Counted
from tocsin.extraction.counted_nouns import singular
from tocsin.extraction.counted_persons import GROUPS, may_be_persons
from tocsin.extraction.counts import Measure
from tocsin.extraction.facts import Sentence
from tocsin.extraction.name_runs import person_at
from tocsin.extraction.number_words import IRREGULAR, PERSONS, STOPS

_ACTIVE: dict[str, Counted] = {
    **dict.fromkeys(
        "kill kills killed killing assassinate assassinates assassinated assassinating murder murders murdered "
        "murdering".split(),
        Counted.KILLED,
    ),
    **dict.fromkeys("injure injures injured injuring wound wounds wounded wounding".split(), Counted.INJURED),
    **dict.fromkeys(
        "arrest arrests arrested arresting detain detains detained detaining indict indicts indicted extradite "
        "extradites extradited apprehend apprehends apprehended".split(),
        Counted.DETAINED,
    ),
    **dict.fromkeys("abduct abducts abducted abducting kidnap kidnaps kidnapped kidnapping".split(), Counted.CAPTURED),
    **dict.fromkeys(
        "release releases released releasing free frees freed freeing pardon pardons pardoned pardoning".split(),
        Counted.RELEASED,
    ),
    **dict.fromkeys("rescue rescues rescued rescuing".split(), Counted.RESCUED),
}
_OF_NOUN: dict[str, Counted] = {
    **dict.fromkeys(("death", "assassination", "killing", "murder"), Counted.KILLED),
    **dict.fromkeys(("arrest", "detention", "extradition", "indictment"), Counted.DETAINED),
    **dict.fromkeys(("abduction", "kidnapping"), Counted.CAPTURED),
    **dict.fromkeys(("body", "remains"), Counted.BODIES),
    "release": Counted.RELEASED,
}
_PASSIVE = frozenset(word for word in _ACTIVE if word.endswith("ed")) | {"free"}
_SHOOT = frozenset("shot shoots shooting stabbed stabs beaten".split())
_DETERMINERS = frozenset("the his her its their its' this another".split())
_SINGULAR = frozenset({"is", "was", "being", "been"})
_PLURAL = frozenset({"are", "were"})
_CLAUSE = frozenset("after when while as that because before since ; : — – ” “".split())
_ASIDE = frozenset({"who", "which", "whom", "whose"})
_REACH = 9  # words of one noun phrase
_UNDONE = frozenset("attempted failed foiled planned blocks blocked no not".split())
_MOST = 4  # names in a row
_NOT_A_PERSON = frozenset({"no", "nobody", "none", "dozens", "scores", "hundreds", "people", "any"})


def uncounted_victims(sentence: Sentence, counted: frozenset[Counted], triggers: frozenset[int]) -> tuple[Measure, ...]:
    """Return one person, or some by name, for each of the verbs that no number of the sentence counts.

    ``counted`` is what numbers of the sentence count already; a verb among the words of ``triggers`` tells an event of
    its own, which may have another victim than those.
    """
    known = set(counted)
    found: list[Measure] = []
    for at, what in _verbs(sentence.row):
        if (what in known and at not in triggers) or (at and _UNDONE & set(sentence.row[max(0, at - 2) : at])):
            continue
        n = _acted_on(sentence, at) or _subjects(sentence, at)
        if n:
            found.append(Measure(what, n, approx=False, unit=None, at=at, of=None))
            known.add(what)
    return tuple(found)


def _verbs(row: list[str]) -> Iterator[tuple[int, Counted]]:
    for at, word in enumerate(row):
        if word in _ACTIVE:
            yield at, _ACTIVE[word]
        elif word in _OF_NOUN and row[at + 1 : at + 2] == ["of"]:
            yield at, _OF_NOUN[word]
        elif row[at - 1 : at + 1] == ["shot", "dead"] or (word in _SHOOT and _is_deadly(row, at)):
            yield at, Counted.KILLED


def _is_deadly(row: list[str], at: int) -> bool:
    return row[at - 1 : at] == ["fatally"] or row[at + 1 : at + 3] == ["to", "death"]


def _acted_on(sentence: Sentence, verb: int) -> int:
    """How many persons the object of an active verb is: one or some by name; 0 where the text does not say."""
    row = sentence.row
    at = verb + 1
    if row[verb] in _OF_NOUN and row[at : at + 1] == ["of"]:
        at += 1
    elif row[verb] in _PASSIVE | _SHOOT and _auxiliary(row, verb) is not None:
        return 0
    if row[at : at + 1] == ["both"]:
        at += 1
    if at >= len(row):
        return 0
    named = _named(sentence, at, _phrase_end(sentence, at))
    if named:
        return named
    return int(_is_one(sentence, at))


def _phrase_end(sentence: Sentence, at: int) -> int:
    for end in range(at, min(len(sentence.row), at + 4 * _REACH)):
        word = sentence.row[end]
        if (word in STOPS and word not in ("and", "the", "a", "an", "his", "her")) or word in ";:—–().":
            return end
    return min(len(sentence.row), at + 4 * _REACH)


def _named(sentence: Sentence, first: int, end: int) -> int:
    """How many persons are named in a row from ``first`` on; 0 where a plural stands before the first name."""
    found, at = 0, first
    while at < end and found < _MOST:
        last = _person_end(sentence, at)
        if last is None:
            word = sentence.row[at]
            if "<number>" in sentence.kinds[at] or word in _NOT_A_PERSON or (not found and _is_plural(word)):
                return 0
            at += 1
            continue
        found += 1
        following = _next_person(sentence, last, end)
        if following is None:
            break
        at = following
    return found


def _next_person(sentence: Sentence, at: int, end: int) -> int | None:
    """Where the next of a row is named: "X and Basij commander Y"; None where the row is over."""
    if sentence.row[at : at + 1] not in (["and"], [","]):
        return None
    for word in range(at + 1, min(end, at + 1 + _REACH)):
        if _person_end(sentence, word) is not None:
            return word
        if sentence.row[word] == "," or "<number>" in sentence.kinds[word] or _is_plural(sentence.row[word]):
            return None
    return None


def _person_end(sentence: Sentence, at: int) -> int | None:
    """The word after the person who is named at word ``at``; None where none is."""
    if at >= len(sentence.row):
        return None
    for actor in sentence.actors:
        if actor.kind == "person" and sentence.word_at(actor.start) == at:
            return sentence.word_at(actor.end - 1) + 1
    run = person_at(sentence, at)
    return run.last if run else None


def _is_plural(word: str) -> bool:
    return word in IRREGULAR or (singular(word) in PERSONS)


def _is_one(sentence: Sentence, at: int) -> bool:
    """Whether a noun phrase with an article is of one person: "a village chief", "the driver"."""
    row = sentence.row
    article = row[at]
    if article not in ("a", "an") and article not in _DETERMINERS:
        return False
    head, last = "", at + 1
    while last < min(len(row), at + _REACH) and row[last] not in STOPS and (row[last][0].isalnum() or row[last] == "-"):
        if row[last].endswith(("ed", "ing")) and (head in PERSONS or head in GROUPS):
            break
        head = row[last]
        last += 1
    if not head or head in GROUPS or head in IRREGULAR:
        return False
    if article in ("a", "an"):
        return may_be_persons(head) and singular(head) is None
    return head in PERSONS


def _auxiliary(row: list[str], verb: int) -> int | None:
    """Where the "is" of "is later fatally shot" stands; None where the verb is not passive."""
    for at in range(verb - 1, max(-1, verb - 4), -1):
        if row[at] in _SINGULAR or row[at] in _PLURAL:
            return at
        if not (row[at].endswith("ly") or row[at] in ("later", "also", "then", "shot", "been", "first")):
            return None
    return None


def _subjects(sentence: Sentence, verb: int) -> int:
    """How many persons the subject of a passive verb is; 0 where the text does not say."""
    row = sentence.row
    at = _auxiliary(row, verb)
    if at is None:
        return 0
    if row[at] == "been":
        at -= 1
        if row[at : at + 1] != ["has"]:
            return 0
    if row[at - 1 : at] and row[at - 1] in _ASIDE:
        return int(row[at - 1] == "who" and row[at] != "were" and row[at] != "are")
    first = at
    while first > 0 and row[first - 1] not in _CLAUSE:
        first -= 1
    subject = row[first:at]
    if row[at] in _PLURAL:
        end = next((one for one in range(first, at) if row[one] in STOPS and row[one] != "and"), at)
        named = _named(sentence, first, end)
        return named if named > 1 else 0
    if not subject or not _NOT_A_PERSON.isdisjoint(subject) or subject[-1] in GROUPS:
        return 0
    return int(may_be_persons(subject[-1]))
