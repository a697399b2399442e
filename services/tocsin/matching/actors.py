"""What a rule calls an actor -> the code or short name that events have, or the known one that is near."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from tocsin.matching.countries import country_names
from tocsin.matching.phrases import fold

_SHORTEST = 5  # letters; between shorter names one letter makes another name: Hama and Hamas


@dataclass(frozen=True, slots=True)
class _Names:
    """By folded spelling: the codes and short names that events have, and those for which another name stands."""

    own: dict[str, str]
    other: dict[str, str]


def known_actor(word: str) -> str | None:
    """Return the name of an actor as events have it, where the word is that name in any case.

    >>> known_actor("hamas"), known_actor("ukr"), known_actor("gunmen")
    ('Hamas', 'UKR', None)
    """
    return _names().own.get(fold(word))


def actor_meant(word: str) -> str | None:
    """Return the code or short name for which another name stands.

    >>> actor_meant("United Nations"), actor_meant("Kremlin"), actor_meant("Hamas")
    ('UN', 'RUS', None)
    """
    return _names().other.get(fold(word))


def near_actor(word: str) -> str | None:
    """Return the code or short name of the known name that is one letter away from a word that is none, or None.

    One letter too many, too few, another one, or two that changed places; one lookup a letter, however many are known.

    >>> near_actor("Hamass"), near_actor("Russsia"), near_actor("gunmen")
    ('Hamas', 'RUS', None)
    """
    folded = fold(word)
    if len(folded) < _SHORTEST:
        return None
    return next((name for lacking in _lacking_one(folded) if (name := _by_lacking_one().get(lacking))), None)


def _lacking_one(word: str) -> Iterator[str]:
    yield word
    yield from (word[:place] + word[place + 1 :] for place in range(len(word)))


@cache
def _by_lacking_one() -> dict[str, str]:
    names = _names()
    return {
        lacking: code
        for spellings in (names.other, names.own)  # own names win
        for name, code in spellings.items()
        if len(name) >= _SHORTEST
        for lacking in _lacking_one(name)
    }


@cache
def _names() -> _Names:
    stored = (resources.files(__package__) / "groups" / "known_actors.yaml").read_bytes()
    listed: dict[str, list[str]] = yaml.load(stored, Loader=yaml.CSafeLoader)
    own = {fold(code): code for code in (*country_names(), *listed)}
    other = {fold(name): code for code, names in listed.items() for name in names}
    return _Names(own, {name: code for name, code in other.items() if name not in own})
