"""lexicon/*.yaml -> the phrases that say that something happened, indexed by their first word."""

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

import yaml
from pydantic import Field

from tocsin.domain.base import Handwritten
from tocsin.domain.event import SUBTYPES, EventType, Status
from tocsin.extraction.phrases import Phrase, parse

Need = Literal["toll", "actor", "two_actors", "number"]
Roles = Literal["agent", "patient", "downed", "parties", "none"]


class _Entry(Handwritten):
    """Triggers that mean the same. What each key does: docs/extraction.md."""

    phrases: tuple[str, ...] = Field(min_length=1)
    subtype: str | None = None
    status: Status | None = None
    roles: Roles | None = None
    weak: bool = False
    needs: tuple[Need, ...] = ()
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class _TypeFile(Handwritten):
    """One file of the lexicon."""

    type: EventType
    roles: Roles = "agent"
    never: tuple[str, ...] = ()
    triggers: tuple[_Entry, ...]


class _StatusFile(Handwritten):
    """lexicon/status.yaml: what makes an event planned, possible or denied."""

    before: Mapping[Status, tuple[str, ...]]
    after: Mapping[Status, tuple[str, ...]]


class _Elsewhere(Handwritten):
    """One entry of lexicon/elsewhere.yaml: what shows that a sentence speaks of stage, screen, page, pitch or shop."""

    phrases: tuple[str, ...]
    types: frozenset[EventType] = frozenset(EventType)
    spares: frozenset[EventType] = frozenset()


class _SettingsFile(Handwritten):
    """lexicon/settings.yaml: what makes a noun the setting of the news."""

    before: tuple[str, ...]
    types: frozenset[EventType]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a trigger means, and when it means it.

    ``needs`` are mentions that the sentence must hold, ``near`` phrases of which it must hold one, ``unless`` phrases
    of which it must hold none. A ``weak`` trigger counts only where no other trigger says what happened.
    """

    type: EventType
    subtype: str | None
    status: Status | None
    roles: Roles
    weak: bool
    needs: tuple[Need, ...]
    near: tuple[str, ...]
    unless: tuple[str, ...]


class PhraseIndex:
    """Phrases, each with what it stands for, by the words that they can begin with."""

    def __init__(self) -> None:
        self._by_first_word: dict[str, list[tuple[Phrase, Any]]] = defaultdict(list)

    def add(self, phrase: Phrase, meaning: object) -> None:
        """Add a phrase."""
        for word in phrase.first_words:
            self._by_first_word[word].append((phrase, meaning))

    def find(self, row: list[str], kinds: list[frozenset[str]]) -> Iterator[tuple[int, int, Any]]:
        """Yield ``(first word, last word + 1, meaning)`` of every phrase that stands in the row."""
        present = set(row)
        for at, word in enumerate(row):
            for phrase, meaning in self._by_first_word.get(word, ()):
                if phrase.needed and phrase.needed.isdisjoint(present):
                    continue  # most phrases fail here, for a tenth of the price
                end = phrase.match(row, kinds, at)
                if end is not None:
                    yield at, end, meaning

    def written(
        self, row: list[str], kinds: list[frozenset[str]], first: int, last: int, meaning: object
    ) -> str | None:
        """Return the phrase as the lexicon writes it by which the words ``first`` to ``last`` have this meaning."""
        for phrase, meant in self._by_first_word.get(row[first], ()):
            if meant is meaning and phrase.match(row, kinds, first) == last:
                return phrase.written
        return None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the rules know of words."""

    triggers: PhraseIndex
    conditions: PhraseIndex  # what stands in near and unless; a phrase stands for its own text
    never: PhraseIndex  # what looks like a trigger and is none; stands for the event type
    status_before: PhraseIndex
    status_after: PhraseIndex
    background: PhraseIndex  # what says that the article recalls it
    settings: PhraseIndex  # what before a noun makes it a setting
    setting_types: frozenset[EventType]
    elsewhere: PhraseIndex  # what shows that the sentence tells none of these types; stands for the types


@functools.cache
def load_lexicon() -> Lexicon:
    """Return the lexicon that the package carries; read once in a process.

    Raises pydantic.ValidationError or ValueError where a file of it is wrong, which a test rules out.
    """
    verbs: Mapping[str, list[str]] = _read("verbs.yaml")
    triggers, conditions, never = PhraseIndex(), PhraseIndex(), PhraseIndex()
    known_conditions: set[str] = set()
    for event_type in EventType:
        file = _TypeFile.model_validate(_read(f"{event_type.value}.yaml"))
        for written in file.never:
            never.add(parse(written, verbs), file.type)
        for item in file.triggers:
            entry = _entry(file, item)
            for written in item.phrases:
                triggers.add(parse(written, verbs), entry)
            known_conditions.update(item.near, item.unless)
    for written in known_conditions:
        conditions.add(parse(written, verbs), written)
    status = _StatusFile.model_validate(_read("status.yaml"))
    background = PhraseIndex()
    for written in _read("background.yaml"):
        background.add(parse(written, verbs), True)
    settings_file = _SettingsFile.model_validate(_read("settings.yaml"))
    settings = PhraseIndex()
    for written in settings_file.before:
        settings.add(parse(written, verbs), True)
    return Lexicon(
        triggers=triggers,
        conditions=conditions,
        never=never,
        status_before=_by_status(status.before, verbs),
        status_after=_by_status(status.after, verbs),
        background=background,
        settings=settings,
        setting_types=settings_file.types,
        elsewhere=_elsewhere(verbs),
    )


def _elsewhere(verbs: Mapping[str, list[str]]) -> PhraseIndex:
    index = PhraseIndex()
    for one in map(_Elsewhere.model_validate, _read("elsewhere.yaml")):
        for written in one.phrases:
            index.add(parse(written, verbs), one.types - one.spares)
    return index


def _entry(file: _TypeFile, item: _Entry) -> Entry:
    if item.subtype is not None and item.subtype not in SUBTYPES.get(file.type, frozenset()):
        message = f"lexicon/{file.type.value}.yaml: {item.subtype!r} is no subtype of {file.type.value}"
        raise ValueError(message)
    return Entry(
        type=file.type,
        subtype=item.subtype,
        status=item.status,
        roles=item.roles or file.roles,
        weak=item.weak,
        needs=item.needs,
        near=item.near,
        unless=item.unless,
    )


def _by_status(phrases: Mapping[Status, tuple[str, ...]], verbs: Mapping[str, list[str]]) -> PhraseIndex:
    index = PhraseIndex()
    for status, written in phrases.items():
        for phrase in written:
            index.add(parse(phrase, verbs), status)
    return index


def _read(name: str) -> Any:
    return yaml.load((resources.files(__package__) / "lexicon" / name).read_bytes(), Loader=yaml.CSafeLoader)
