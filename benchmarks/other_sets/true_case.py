"""Text in capitals -> text in the case in which a newspaper would print it, by the names that the extraction knows."""

import re

from tocsin.extraction.actors import find_actors
from tocsin.extraction.lexicon import load_lexicon
from tocsin.extraction.places import find_places

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FIRST_WORD = re.compile(r"(?:[.!?][\"'”)]*\s+|(?:^|\n\s*\n\s*)(?:\[[^\]]+\]\s+)*)[\"'“(]*([^\W\d_])")
_INITIALS = re.compile(r"\[(\w{2,8}(?:-\w+)?)\]|\((\w{2,5}(?:-\w+)?)\)")  # "Liberation Front [FMLN]"
_BEFORE_NAME = re.compile(r"\b(?:Of|To|From) (?:The )?")
_LOWER_IN_NAMES = frozenset("of the and de del la las los y el in for".split())
_ALWAYS_CAPITALISED = frozenset(
    "i monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december president general colonel".split()
)


def true_case(text: str) -> str:
    """Return the text in lower case, of the same length, with capitals at the beginnings of sentences and in names.

    Names are those that the gazetteer finds when every word has a capital, initials in brackets and what has no vowel.
    Words that can begin a trigger stay small: "ATTACK" is rather an attack than the town of that name.
    """
    titled = _WORD.sub(lambda word: word[0][0].upper() + word[0][1:].lower(), text)
    initials = {found[1] or found[2] for found in _INITIALS.finditer(text)}
    letters = list(_WORD.sub(lambda word: word[0] if _is_initials(word[0], initials) else word[0].lower(), text))
    lexicon = load_lexicon()
    names: list[tuple[int, int]] = [(name.start, name.end) for name in find_actors(titled)]
    names += [(name.start, name.end) for name in find_places(titled)]
    for first, last in names:
        # "Murder Of Antioquia Department": what stands before a preposition is seldom a part of the name.
        start = max((found.end() for found in _BEFORE_NAME.finditer(titled, first, last)), default=first)
        for word in _WORD.finditer(titled, start, last):
            lower = word[0].lower()
            is_trigger = next(lexicon.triggers.find([lower], [frozenset()]), None) is not None
            if not is_trigger and (lower not in _LOWER_IN_NAMES or word.start() == start):
                letters[word.start()] = letters[word.start()].upper()
    for word in _WORD.finditer(titled):
        if word[0].lower() in _ALWAYS_CAPITALISED:
            letters[word.start()] = letters[word.start()].upper()
    for found in _FIRST_WORD.finditer(text):
        letters[found.start(1)] = letters[found.start(1)].upper()
    return "".join(letters)


def _is_initials(word: str, initials: set[str]) -> bool:
    return word in initials or (len(word) > 1 and not set(word) & set("AEIOUY"))
