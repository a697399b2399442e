"""Sentence -> the crowds in it that act and have no name: gunmen, a rebel group, local residents."""

from collections.abc import Iterator

from tocsin.extraction.facts import Sentence
from tocsin.extraction.name_runs import Run

CULPRITS = frozenset(
    "gunmen gunman assailants assailant attackers bandits militants insurgents rebels herders jihadists guerrillas "
    "pirates kidnappers hijackers extremists terrorists separatists mercenaries".split()
)
"""Crowds that are taken for those who attacked."""

_FIGHTERS = CULPRITS | frozenset(
    "militias gangs residents protesters demonstrators fighters villagers farmers tribesmen inmates locals smugglers "
    "traffickers clans poachers vigilantes cultists".split()
)
_BANDS = frozenset("men group groups gang gangs militia individuals faction factions tribe tribes clan".split())
"""Words for a crowd only where another word says that it fights: "armed men", "a rebel group"."""

_ARMED = frozenset("armed criminal rebel criminal militia militant rival ethnic islamist jihadist separatist".split())
_UNKNOWN = frozenset("unidentified unknown".split())
_KEPT = frozenset("local rival ethnic islamist jihadist separatist tribal".split())


def crowds_in(sentence: Sentence) -> Iterator[Run]:
    """Yield each crowd with the word that belongs to it, as the text writes them in lower case."""
    row = sentence.row
    for at, word in enumerate(row):
        before = row[at - 1] if at else ""
        if at and "<actor>" in sentence.kinds[at - 1]:
            continue  # "Taliban fighters" have a name
        if word in _FIGHTERS:
            unknown = before in _UNKNOWN and word in CULPRITS
            band = word == "gangs" and before in _ARMED
            yield _run(row, at, described=unknown or band or before in _KEPT)
        elif word in _BANDS and before in _ARMED:
            yield _run(row, at, described=True)


def _run(row: list[str], at: int, *, described: bool) -> Run:
    first = at - 1 if described else at
    return Run(first, at + 1, " ".join(row[first : at + 1]))
