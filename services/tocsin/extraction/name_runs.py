"""Sentence -> names in it that no list of actors or places knows: parties, firms, gangs, persons on trial."""

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.extraction.facts import Sentence

_INSIDE = frozenset("of de la del al el bin von van der for and the – -".split())
_INSIDE_A_PERSON = _INSIDE - {"of", "for", "and", "the", "–", "-"}
_NO_NAMES = frozenset(
    "the a an in on at after before while as two three four five six seven eight nine ten several dozens hundreds "
    "thousands "
    "president prime minister former police at least monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december it he she they this these his her "
    "its their more over about nearly around officials authorities".split()
)
_TITLES = frozenset(
    "attorney general president vice prime minister senator sen justice judge mayor governor king queen prince "
    "princess sheikh ayatollah pope archbishop bishop cardinal captain major colonel lieutenant commander admiral "
    "marshal sergeant chief speaker secretary chancellor ambassador envoy mr mrs ms dr professor sir lord lady dame "
    "congressman congresswoman rep representative reverend imam rabbi deputy first foreign defence defense interior "
    "premier leader ex-president ex-minister former opposition rapper actor singer activist activists "
    "journalist journalists businessman businessmen businesswoman lawyer lawyers blogger tycoon politician politicians "
    "lawmaker lawmakers cleric priest pastor teacher fugitive suspect suspects brothers sisters couple rebel "
    "comedian footballer whistleblower author writer scientist".split()
)
_PART_OF_THE_NAME = frozenset({"sheikh", "king", "queen", "prince", "princess", "pope"})
_ALSO_NAMES = frozenset({"she", "he", "an", "may", "in", "on", "as"})
_BODIES = frozenset(
    "party union court ministry university institute association federation group company corporation bank agency "
    "commission committee council army force forces front movement brigade police organisation organization club "
    "school church hospital airport prison street act law treaty convention inc ltd airlines news times post "
    "department office prosecutor service bureau court day war games cup league platform coalition alliance "
    "authority".split()
)
_LONGEST = 7  # words
_LONGEST_PERSON = 5


@dataclass(frozen=True, slots=True)
class Run:
    """A name: its words ``first`` to ``last`` (exclusive) and how the text writes it."""

    first: int
    last: int
    text: str


def unlisted_names(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Yield ``(first word, last word + 1, name)`` of each run of capitalised words outside known actors and places."""
    if sentence.is_title_case:
        return
    at = 0
    while at < len(sentence.row):
        if not _begins(sentence, at):
            at += 1
            continue
        last = _end_of(sentence, at, _INSIDE, _LONGEST)
        if at > 0 or last > 1 or not sentence.row[0].endswith(("s", "men")):  # "Gunmen attack ..." opens with no name
            yield at, last, _written(sentence, at, last)
        at = last


def person_at(sentence: Sentence, at: int) -> Run | None:
    """Return the person whose name or title begins at word ``at``: two capitalised words or more, no body's name.

    A town may be a given name ("Santos Cerdán"), and an office held once hides no name ("President Joseph Kabila").
    """
    if not _is_part(sentence, at):
        return None
    last = _end_of_person(sentence, at)
    first = max((word + 1 for word in range(at, last) if sentence.row[word].strip(".") in _TITLES), default=at)
    if first == last - 1 and first > at and sentence.row[first - 1] in _PART_OF_THE_NAME:
        first -= 1
    if last - first < 2 or not _BODIES.isdisjoint(sentence.row[first:last]):
        return None
    if "<actor>" in sentence.kinds[first] or _is_one_place(sentence, first, last):
        return None
    start = sentence.starts[first]
    for name in sentence.names:
        if name.start < start < name.end:  # "K. P. Sharma Oli": initials are words of their own
            return Run(sentence.word_at(name.start), last, name.text)
    return Run(first, last, _written(sentence, first, last))


def _end_of_person(sentence: Sentence, at: int) -> int:
    last = at + 1
    while last < len(sentence.row) and last - at < _LONGEST_PERSON + 2:
        if _is_part(sentence, last):
            last += 1
        elif sentence.row[last] in _INSIDE_A_PERSON and last + 1 < len(sentence.row) and _is_part(sentence, last + 1):
            last += 2
        else:
            break
    return last


def _is_part(sentence: Sentence, at: int) -> bool:
    """Whether a word may be part of a person's name or title: capitalised, in no state's name and no number's."""
    word, kinds = sentence.row[at], sentence.kinds[at]
    if not sentence.is_capitalised(at) or "<number>" in kinds or not word[0].isalpha():
        return False
    if word in _TITLES:
        return True
    return "<actor>" not in kinds and (word not in _NO_NAMES or (at > 0 and word in _ALSO_NAMES))


def _is_one_place(sentence: Sentence, first: int, last: int) -> bool:
    return all("<place>" in sentence.kinds[at] for at in range(first, last))


def _end_of(sentence: Sentence, at: int, inside: frozenset[str], longest: int) -> int:
    last = at + 1
    while last < len(sentence.row) and last - at < longest:
        if _begins(sentence, last):
            last += 1
        elif sentence.row[last] in inside and last + 1 < len(sentence.row) and _begins(sentence, last + 1):
            last += 2
        else:
            break
    return last


def _written(sentence: Sentence, first: int, last: int) -> str:
    return sentence.text[sentence.starts[first] - sentence.start : sentence.ends[last - 1] - sentence.start]


def _begins(sentence: Sentence, at: int) -> bool:
    word, kinds = sentence.row[at], sentence.kinds[at]
    return (
        sentence.is_capitalised(at)
        and len(word) > 1
        and word.lower() not in _NO_NAMES
        and "<actor>" not in kinds
        and "<place>" not in kinds
        and "<number>" not in kinds
    )
