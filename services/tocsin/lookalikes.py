"""A word -> the letters in it that look Latin and are not: they come with pasted text, and nobody sees them."""

import re
import unicodedata

_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеѕіјорсхуԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",  # Cyrillic, then Greek
    "ABESIJKMHOPCTXYaesijopcxydqwABEZHIKMNOPTYXo",
)
_WORD = re.compile(r"\w+")


def in_latin(word: str) -> str:
    """Return the word with each letter that looks Latin replaced by the Latin one."""
    return word if word.isascii() else word.translate(_LATIN)


def mixed_letter(text: str) -> str | None:
    """Return the first letter of another script in a word that else is Latin, or None."""
    if text.isascii():
        return None
    for hit in _WORD.finditer(text):
        word = hit[0]
        latin = in_latin(word)
        if latin != word and any(letter.isascii() and letter.isalpha() for letter in word):
            return next(one for one, plain in zip(word, latin, strict=True) if one != plain)
    return None


def named(letter: str) -> str:
    """Return ``'у' is CYRILLIC SMALL LETTER U`` of a letter."""
    return f"{letter!r} is {unicodedata.name(letter, 'without a name')}"
