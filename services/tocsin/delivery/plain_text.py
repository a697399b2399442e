"""Hostile text -> text that is safe to show: one line, no invisible characters, no longer than asked."""

import unicodedata
from collections.abc import Callable
from urllib.parse import quote, urlsplit

ELLIPSIS = "…"
LONGEST_LINK = 2_000  # characters; longer ones are tracking parameters or attacks, and Slack allows 3,000 a section

LONGEST_READ = 4_000  # characters; more than any text of ours shows

# Joiners shape Persian and Indic words and join emoji; every other format character can only hide or reorder text.
_JOINERS = frozenset("\u200c\u200d")
_UNWANTED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co"})
_KEPT_IN_LINKS = "!#$%&'()*+,-./:;=?@[]_~"

Cost = Callable[[str], int]


def clean(text: str) -> str:
    """Return ``text`` in one line, without control, bidirectional and invisible characters."""
    if text.isascii() and text.isprintable():  # nearly always, and ten times faster
        return " ".join(text.split())
    return " ".join("".join(filter(_is_wanted, text)).split())


def _is_wanted(character: str) -> bool:
    if character.isspace() or character in _JOINERS:
        return True
    return unicodedata.category(character) not in _UNWANTED_CATEGORIES


def one_each(_: str) -> int:
    """Every character costs one."""
    return 1


def shorten(text: str, limit: int, cost: Cost = one_each) -> str:
    """Return ``text``, or its beginning and an ellipsis, so that the characters cost at most ``limit`` together.

    Args:
        text: Cut at a space where there is one in the last fifth.
        limit: At least the cost of the ellipsis.
        cost: What one character costs, for instance in bytes.
    """
    spent, room = 0, limit - cost(ELLIPSIS)
    fits = 0
    for position, character in enumerate(text):
        spent += cost(character)
        if spent <= room:
            fits = position + 1
        if spent > limit:
            break
    else:
        return text
    cut = text[:fits]
    space = cut.rfind(" ")
    return (cut[:space] if space > fits * 4 // 5 else cut).rstrip() + ELLIPSIS


def brief(text: str, limit: int, cost: Cost = one_each) -> str:
    """Return ``clean(text)`` as ``shorten`` leaves it. What stands beyond 4,000 characters is not looked at."""
    beginning = clean(text[:LONGEST_READ])
    return shorten(beginning if len(text) <= LONGEST_READ else beginning + ELLIPSIS, limit, cost)


def safe_link(url: str) -> str | None:
    """Return ``url`` percent-encoded where it must be, or None if it is no web link or longer than 2,000 characters."""
    if len(url) > LONGEST_READ:
        return None
    cleaned = clean(url)
    try:
        parts = urlsplit(cleaned)
        host = parts.hostname
    except ValueError:  # no URL at all, for instance half an IPv6 address
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    encoded = quote(cleaned, safe=_KEPT_IN_LINKS)
    return encoded if len(encoded) <= LONGEST_LINK else None


def host_of(link: str) -> str:
    """Return the host of what ``safe_link`` returned: the part of a link that says where it leads."""
    return urlsplit(link).hostname or ""
