"""Phrase of the lexicon -> the places in a row of words where it stands.

A phrase is a row of parts, separated by spaces::

    ~sign (an) .. deal|pact      "signed an interim peace deal"

``word`` stands for itself, ``a|b`` for either, ``~verb`` for all forms of a verb, and ``(part)`` may be missing.
``..`` is a gap of up to three words and ``...`` of up to seven, neither of which crosses the end of a clause; ``.`` is
any one word. ``<number>``, ``<actor>`` and ``<place>`` stand for a word of such a mention.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = Sequence[str]
"""The words of one sentence in lower case. What a word is a mention of stands in a parallel row of kinds."""

_GAPS = {"..": 3, "...": 7}
_KINDS = frozenset({"<number>", "<actor>", "<place>", "<date>"})
_CLAUSE_ENDS = frozenset({".", ";", ":", "!", "?", "—", "–", "(", ")"})
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a set of words or kinds that may stand there, or a gap of up to ``gap`` words."""

    words: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    optional: bool = False
    any_word: bool = False
    gap: int = 0

    def fits(self, word: str, kinds: frozenset[str]) -> bool:
        """Whether ``word`` may stand here."""
        if word in self.words or bool(self.kinds & kinds):
            return True
        return self.any_word and word not in _CLAUSE_ENDS


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed phrase. ``written`` is what the lexicon says.

    ``needed`` are words of which one must follow the first wherever the phrase stands; empty where no part demands it.
    """

    written: str
    parts: tuple[Part, ...]
    needed: frozenset[str] = frozenset()

    @property
    def first_words(self) -> frozenset[str]:
        """The words that the phrase can begin with. A phrase begins with a word, not with a gap or a kind."""
        words: set[str] = set()
        for part in self.parts:
            words |= part.words
            if not part.optional:
                break
        return frozenset(words)

    def match(self, row: Row, kinds: Sequence[frozenset[str]], at: int) -> int | None:
        """Return where the phrase ends (exclusive) if it begins at word ``at``; the shortest fit, or None."""
        return _match(self.parts, 0, row, kinds, at)


def _match(parts: tuple[Part, ...], part_at: int, row: Row, kinds: Sequence[frozenset[str]], at: int) -> int | None:
    if part_at == len(parts):
        return at
    part = parts[part_at]
    if part.gap:
        return _match_after_gap(part.gap, parts, part_at + 1, row, kinds, at)
    if at < len(row) and part.fits(row[at], kinds[at]):
        end = _match(parts, part_at + 1, row, kinds, at + 1)
        if end is not None:
            return end
    if part.optional:
        return _match(parts, part_at + 1, row, kinds, at)
    return None


def _match_after_gap(
    gap: int, parts: tuple[Part, ...], part_at: int, row: Row, kinds: Sequence[frozenset[str]], at: int
) -> int | None:
    for skipped in range(gap + 1):
        end = _match(parts, part_at, row, kinds, at + skipped)
        if end is not None:
            return end
        if at + skipped >= len(row) or row[at + skipped] in _CLAUSE_ENDS:
            break
    return None


def parse(written: str, irregular: Mapping[str, Sequence[str]]) -> Phrase:
    """Return the phrase that ``written`` describes.

    ``irregular`` maps a verb to its forms beyond the regular ones. Raises ValueError where ``written`` does not begin
    with a word.
    """
    parts = tuple(_part(text, irregular) for text in written.split())
    phrase = Phrase(written, parts, _needed(parts))
    if not phrase.first_words:
        message = f"phrase {written!r} must begin with a word"
        raise ValueError(message)
    return phrase


def _needed(parts: Sequence[Part]) -> frozenset[str]:
    """The smallest choice of words among the parts after the first that may not be missing."""
    first = next((at for at, part in enumerate(parts) if not part.optional), len(parts))
    choices = [part.words for part in parts[first + 1 :] if part.words and not (part.optional or part.kinds)]
    return min(choices, key=len, default=frozenset())


def _part(text: str, irregular: Mapping[str, Sequence[str]]) -> Part:
    if text in _GAPS:
        return Part(gap=_GAPS[text])
    optional = text.startswith("(") and text.endswith(")")
    words: set[str] = set()
    kinds: set[str] = set()
    choices = text.strip("()").split("|")
    for choice in choices:
        if choice.startswith("~"):
            words |= verb_forms(choice[1:], irregular)
        elif choice in _KINDS:
            kinds.add(choice)
        else:
            words.add(choice)
    return Part(frozenset(words), frozenset(kinds), optional, any_word=choices == ["."])


def verb_forms(verb: str, irregular: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the forms of a verb: ``meet`` -> meet, meets, meeting, met."""
    forms = {verb, _third_person(verb), _joined(verb, "ing")}
    forms |= set(irregular.get(verb, (_joined(verb, "ed"),)))
    return frozenset(forms)


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _joined(verb: str, ending: str) -> str:
    if verb.endswith("ie") and ending == "ing":
        return verb[:-2] + "ying"
    if verb.endswith("e") and (ending == "ed" or not verb.endswith("ee")):
        return verb[:-1] + ending
    if verb.endswith("y") and ending == "ed" and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    if _doubles_its_last_letter(verb):
        return verb + verb[-1] + ending
    return verb + ending


def _doubles_its_last_letter(verb: str) -> bool:
    """One syllable that ends in one vowel and one consonant; longer verbs by list."""
    if verb in {"expel", "refer", "repel", "commit", "permit", "admit", "compel", "transfer", "cancel"}:
        return True
    return re.fullmatch(r"[^aeiou]*(?:qu)?[aeiou][^aeiouwxy]", verb) is not None
