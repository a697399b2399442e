"""The words around a state -> the person who acts for it: "Turkish foreign minister Hakan Fidan"."""

import re
from typing import NamedTuple

_PARTICLE = r"(?:al|el|bin|ibn|ben|de|da|dos|del|della|van|von|der|den|di|la|le|ul|abu)"
_WORD = r"(?:[A-Z]\.(?: ?[A-Z]\.)?|[A-Z][\w'-]{0,30}|(?:al|el|an|as|ash|at|ul)-[A-Z][\w'-]{0,30})"
NAME = rf"{_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_WORD}){{0,3}}(?: Jr\.)?"

_OFFICE_NOUN = (
    r"(?:vice[- ])?president|prime minister|premier|chancellor|king|queen|crown prince|prince|emir|sultan|"
    r"minister|secretary(?: of (?:state|defen[cs]e|war|the treasury|commerce|energy))?|ambassador|envoy|negotiator|"
    r"spokes(?:man|woman|person)|general|gen\.|"
    r"admiral|colonel|col\.|commander|chief(?: of staff)?|governor|senator|sen\.|"
    r"rep\.|congress(?:man|woman)|leader|official|diplomat|representative|adviser|advisor|delegate|taoiseach|"
    r"president-elect|speaker"
)
# What stands between state and office holds no verb ("Israel kills commander ...") and no one who acts against it.
_NOT_BETWEEN = (
    r"(?:opposition|rebel|former|ex|separatist|exiled|businessman|and|to|as|of|are|is|was|were|be|that|in|for|on|with|"
    r"have|had|will|who|"
    r"(?!armed|united|affairs|forces|emergencies|sports)\w+(?:s|ed))\b"
)
_FILL = rf"(?:(?!{_NOT_BETWEEN})[\w&'-]{{1,20}} ){{0,4}}?"
_TITLE_AFTER = re.compile(
    rf"(?:'s|')? {_FILL}(?:{_OFFICE_NOUN})"
    r"(?: (?:for|of) (?:the )?(?:[A-Z]?[\w-]{1,20} ){0,3}?[\w-]{1,20}(?: (?:and|affairs)(?: \w{1,15})?)?)?,? "
    rf"(?P<name>{NAME})",
    re.IGNORECASE,
)
_TITLE_ONLY_AFTER = re.compile(rf"(?:'s|')? {_FILL}(?:{_OFFICE_NOUN})\b", re.IGNORECASE)
_NAME_BEFORE = re.compile(rf"(?P<name>{NAME}), (?:the |an? )?$")
_OFFICE_BEFORE = re.compile(rf"\b(?:{_OFFICE_NOUN}) of (?:the )?$", re.IGNORECASE)
_NAME_AFTER = re.compile(rf",? (?P<name>{NAME})")
_NO_LONGER = re.compile(
    r"\b(?:former|ex-|then-|late|ousted|deposed|jailed|exiled|imprisoned)[\s-]*"
    rf"(?:(?:the|prime|vice|deputy|foreign|defen[cs]e|{_OFFICE_NOUN})\s){{0,4}}$",
    re.IGNORECASE,
)
_EXACT_NAME = re.compile(NAME)
_WINDOW = 80
_NO_NAME = frozenset(
    "The A An In On At After Before When While But And For From With By As It He She They This That His Her Their"
    " Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December Meanwhile However Also"
    " Interior Foreign Defence Defense Justice Health Finance Affairs State War Security Energy Trade Labour".split()
)


class Office(NamedTuple):
    """A person found by the words around a state: offsets of the whole phrase and of the name in it."""

    start: int
    end: int
    name_start: int
    name_end: int


def no_longer(folded: str, start: int) -> bool:
    """Whether the words before ``start`` say that who follows holds the office no more ("former")."""
    return _NO_LONGER.search(folded[max(0, start - _WINDOW) : start]) is not None


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the name really ends: capitalised words only, without a possessive or a word that opens a clause."""
    words = folded[start:end].split(" ")
    kept: list[str] = []
    for word in words:
        if word in _NO_NAME or word.isdigit():
            break
        kept.append(word)
    while kept and not any(character.isupper() for character in kept[-1]):
        kept.pop()
    name = " ".join(kept)
    name = name.removesuffix("'s").rstrip(".'")
    return (start, start + len(name)) if kept and kept[0][:1].isalpha() and len(name) > 1 else None


def person_of(folded: str, start: int, end: int) -> Office | None:
    """Return the person whose office is told around the state at ``[start, end)`` of a folded text."""
    after = _TITLE_AFTER.match(folded, end, min(len(folded), end + 2 * _WINDOW))
    if after and (after["name"][0].isupper() or after["name"].startswith(("al-", "el-"))):
        name = _trimmed(folded, *_capitalised(folded, after.start("name"), after.end("name")))
        if name:
            return Office(start, name[1], *name)
    window = max(0, start - _WINDOW)
    if _TITLE_ONLY_AFTER.match(folded, end, min(len(folded), end + _WINDOW)):
        before = _NAME_BEFORE.search(folded[window:start])
        if before and " " in before["name"]:
            first = window + before.start("name")
            return Office(first, end, first, window + before.end("name"))
    office = _OFFICE_BEFORE.search(folded[window:start])
    follower = _NAME_AFTER.match(folded, end, min(len(folded), end + _WINDOW)) if office else None
    if follower and " " in follower["name"]:
        name = _trimmed(folded, follower.start("name"), follower.end("name"))
        if name:
            return Office(start, name[1], *name)
    return None


def _capitalised(folded: str, start: int, end: int) -> tuple[int, int]:
    """Return the longest run of capitalised words from ``start``: the pattern of titles ignores case, names do not."""
    exact = _EXACT_NAME.match(folded, start, end)
    return (start, exact.end()) if exact else (start, start)
