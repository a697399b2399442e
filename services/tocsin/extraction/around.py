"""Sentence -> the actors in it as a trigger sees them: before or after it, held by a preposition, in a list."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tocsin.extraction.actors import Mention
from tocsin.extraction.facts import Sentence
from tocsin.extraction.triggers import Trigger

PLACE_WORDS = frozenset("in at near across throughout inside within off outside around over through".split())
TARGET_WORDS = frozenset("on against at into toward towards targeting upon to".split())
OTHER_WORDS = frozenset("of from with for between than about as like under after before since versus via".split())
_SKIPPED = frozenset(
    "the a an its their his her southern northern eastern western central neighbouring neighboring occupied "
    "then former state both".split()
)
_SIDES = frozenset("forces troops army military police officials government authorities soldiers navies".split())
_JOINING = frozenset({"and", ",", "&", "the", "or", "well", "as"})


@dataclass(slots=True)
class Around:
    """The actors of a sentence as a trigger sees them: those before it and after it, each with its words."""

    before: list["Seen"] = field(default_factory=list)
    after: list["Seen"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Seen:
    """One actor: its words ``first`` to ``last`` (exclusive) and the preposition that holds it, if any."""

    mention: Mention
    first: int
    last: int
    preposition: str | None

    @property
    def code(self) -> str:
        """Its code."""
        return self.mention.code


def is_locative(sentence: Sentence, first: int, mention: Mention) -> bool:
    """Whether the name of a state or capital is only where it was: "in Doha, Qatar", but not "in Qatari mediation"."""
    row, kinds = sentence.row, sentence.kinds
    if mention.kind not in ("state", "capital") or "<place>" not in kinds[first]:
        return False
    if _is_adjective(sentence, first, mention):
        return False
    at = first - 1
    while at > 0 and row[at] in _SKIPPED:
        at -= 1
    if at < 0:
        return False
    return row[at] in PLACE_WORDS or (
        row[at] == "," and at > 0 and "<place>" in kinds[at - 1] and _is_held(sentence, at)
    )


def _is_adjective(sentence: Sentence, first: int, mention: Mention) -> bool:
    """Whether the name of a state only tells whose: "in a U.S. missile strike", "in UK waters"."""
    if sentence.row[first - 1 : first] in (["a"], ["an"]):
        return True
    after = sentence.row[sentence.word_at(mention.end - 1) + 1 :][:1]
    return mention.text in _ABBREVIATED and bool(after) and after[0].isalpha() and after[0] not in _AFTER_A_PLACE


_ABBREVIATED = frozenset({"US", "U.S.", "UK", "U.K.", "UAE"})
_AFTER_A_PLACE = frozenset(
    "and or on after for as to is was are were has have had with by from that which who when while during in at of "
    "before amid since where until over under following because but if through without he she it they said says "
    "will would could may might should must".split()
)


def _is_held(sentence: Sentence, comma: int) -> bool:
    """Whether a preposition holds the place before a comma: "near Hatra, Iraq", but not "Iran, Iraq and Syria"."""
    at = comma - 1
    while at > 0 and (
        "<place>" in sentence.kinds[at] or sentence.is_capitalised(at) or sentence.row[at] in _SKIPPED | {","}
    ):
        at -= 1
    return sentence.row[at] in PLACE_WORDS or sentence.row[at] in ("from", "of", "to")


def look_around(trigger: Trigger, sentence: Sentence, source_words: frozenset[int]) -> Around:
    """Return the actors of the sentence, without those that only report or only say where."""
    around = Around()
    before: Seen | None = None
    for mention in sentence.actors:
        first, last = sentence.word_at(mention.start), sentence.word_at(mention.end - 1) + 1
        if why_no_actor(mention, sentence, source_words) is not None:
            continue
        seen = Seen(mention, first, last, preposition_before(sentence, first) or _inherited(before, first, sentence))
        before = seen
        if first < trigger.first:
            around.before.append(seen)
        else:
            around.after.append(seen)
    return around


def _inherited(before: Seen | None, first: int, sentence: Sentence) -> str | None:
    """The preposition of the first of two: "ambassador to Iraq and Jordan"."""
    between = sentence.row[before.last : first] if before else []
    return before.preposition if before and between in (["and"], ["and", "the"]) else None


def why_no_actor(mention: Mention, sentence: Sentence, source_words: frozenset[int]) -> str | None:
    """Return why a mention acts in nothing that its sentence tells; None where it may."""
    first = sentence.word_at(mention.start)
    if first in source_words:
        return "only reports"
    if is_locative(sentence, first, mention):
        return "only says where"
    if _is_of_a_shore(mention, first, sentence):
        return "only says where"
    if _names_the_venue(mention, sentence.word_at(mention.end - 1) + 1, sentence):
        return "only names the venue"
    return None


def _is_of_a_shore(mention: Mention, first: int, sentence: Sentence) -> bool:
    """Whether a state only tells which coast or border it was: "off the coast of Venezuela", "the Venezuelan coast"."""
    row = sentence.row
    if mention.kind != "state":
        return False
    after = row[sentence.word_at(mention.end - 1) + 1 :][:1]
    held = row[first - 2 : first - 1] if row[first - 1 : first] == ["of"] else after
    return bool(held) and held[0] in _SHORES and not PLACE_WORDS.isdisjoint(row[max(0, first - 5) : first])


_SHORES = frozenset("coast coasts coastline shore shores waters border borders airspace".split())


def _names_the_venue(mention: Mention, last: int, sentence: Sentence) -> bool:
    """Whether a capital only tells talks apart: "after the Abu Dhabi talks"."""
    return mention.kind == "capital" and sentence.row[last : last + 1] in (
        ["talks"],
        ["summit"],
        ["negotiations"],
        ["conference"],
    )


def preposition_before(sentence: Sentence, first: int) -> str | None:
    """Return the preposition before word ``first``, over articles and adjectives in lower case."""
    for at in range(first - 1, max(-1, first - 4), -1):
        word = sentence.row[at]
        if word in PLACE_WORDS or word in TARGET_WORDS or word in OTHER_WORDS or word == "by":
            return word
        if word not in _SKIPPED:
            return None
    return None


def with_joined(chosen: list[Seen], pool: Iterable[Seen], sentence: Sentence) -> list[Seen]:
    """Return ``chosen`` and whoever is listed with it: "Australia, Canada, and the United Kingdom"."""
    if not chosen:
        return chosen
    row = sentence.row
    ordered = sorted({one.first: one for one in (*pool, *chosen)}.values(), key=lambda one: one.first)
    wanted = {one.first for one in chosen}
    joined: list[Seen] = []
    group: list[Seen] = []
    linked = False
    for one in ordered:
        between = set(row[group[-1].last : one.first]) - _SIDES if group else set()
        if group and between and len(between) <= 4 and between <= _JOINING:
            linked = linked or "and" in between
            group.append(one)
            continue
        joined.extend(_members(group, wanted, linked=linked))
        group, linked = [one], False
    joined.extend(_members(group, wanted, linked=linked))
    return joined


def _members(group: list[Seen], wanted: set[int], *, linked: bool) -> list[Seen]:
    """All of a list that holds a wanted actor; of actors that only commas part, the wanted ones."""
    if linked and any(one.first in wanted for one in group):
        return group
    return [one for one in group if one.first in wanted]


def codes_of(seen: Iterable[Seen]) -> tuple[str, ...]:
    """Return the codes, each once."""
    return tuple(dict.fromkeys(one.code for one in seen))
