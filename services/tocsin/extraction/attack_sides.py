"""Trigger of an attack and the actors around it -> who attacked and who was hit, also where only victims are told."""

from tocsin.extraction.around import OTHER_WORDS, TARGET_WORDS, Around, Seen, codes_of, with_joined
from tocsin.extraction.crowds import CULPRITS, crowds_in
from tocsin.extraction.facts import Sentence
from tocsin.extraction.persons_acted_on import persons_after, persons_before
from tocsin.extraction.triggers import Trigger
from tocsin.extraction.word_order import BE, by_phrase, doers, modifiers_of, near_actors, subjects_of, window

_HARMED = frozenset("killed injured wounded dead die dies died hurt slain".split())
_HARM = frozenset("kill kills injure injures wound wounds killing injuring wounding".split())
_AFTER_A_PASSIVE = frozenset("in by after during when as following at and amid".split())
_ON_A_PERSON = frozenset(
    "abducted kidnapped assassinated murdered shot stabbed beaten abducts kidnaps assassinates kidnap abduct "
    "assassinate assassination kidnapping abduction abducting kidnapping murder".split()
)
"""Words of an attack whose victim, where he is named, is told by name."""

_BOUND = TARGET_WORDS | {"of", "for"}
_OBJECT_REACH = 7  # words

Codes = tuple[str, ...]


def attack_sides(trigger: Trigger, seen: Around, sentence: Sentence, *, passive: bool) -> tuple[Codes, Codes]:
    """Return the codes of who attacked and of who was hit; culprits without a code as the text calls them."""
    first, _ = window(trigger, sentence)
    near = near_actors(trigger, seen, sentence)
    harm = _harm_before(trigger, sentence, first)
    if passive:
        by, to = _when_passive(trigger, near, sentence)
    elif harm is not None:
        by, to = _when_victims_first(trigger, near, sentence, harm)
    else:
        by, to = _when_active(trigger, near, sentence)
    everyone = (*seen.before, *seen.after)
    by_codes = codes_of(with_joined(by, everyone, sentence))
    to_codes = _without(codes_of(with_joined(to, everyone, sentence)), by_codes)
    if claimant := _claimant(sentence):
        by_codes, to_codes = (claimant,), _without(to_codes, (claimant,))
    by_codes = by_codes or _unnamed_culprits(sentence)
    if named := _named_victims(trigger, sentence, first, passive=passive):
        return by_codes, named
    if by_codes and not to_codes:
        to_codes = _without(_unnamed_victims(sentence), by_codes)
    if by_codes and not to_codes:
        victims = [one for one in (*near.before, *near.after) if one.preposition not in OTHER_WORDS]
        to_codes = _without(codes_of(victims), by_codes)[:1]
    return by_codes, to_codes


def _harm_before(trigger: Trigger, sentence: Sentence, first: int) -> int | None:
    """Return the word before the trigger that tells a toll: "are killed in raids"; None where there is none."""
    for at in range(trigger.first - 1, first - 1, -1):
        if sentence.row[at] in _HARMED or sentence.row[at] in _HARM:
            return at
    return None


def _when_passive(trigger: Trigger, near: Around, sentence: Sentence) -> tuple[list[Seen], list[Seen]]:
    objects = [one for one in near.after if one.preposition is None and one.first < trigger.last]
    return by_phrase(trigger, near, sentence), subjects_of(trigger, near, sentence) or objects


def _when_victims_first(trigger: Trigger, near: Around, sentence: Sentence, harm: int) -> tuple[list[Seen], list[Seen]]:
    """Read "Thirteen Taliban fighters are killed in a raid" and "Police kill four gang members in a raid"."""
    before = [one for one in near.before if one.first < harm and one.preposition in (None, "of")]
    between = [one for one in near.before if one.first > harm]
    modifiers = [one for one in modifiers_of(trigger, near, sentence) if one.first > harm]
    if _is_suffered(sentence, harm):
        by = modifiers or by_phrase(trigger, near, sentence)
        targets = [one for one in near.after if one.preposition in _BOUND and one not in by]
        return by, before[:1] or targets[:1]
    return modifiers or before[-1:], [one for one in between if one not in modifiers][:1]


def _is_suffered(sentence: Sentence, harm: int) -> bool:
    """Whether the subject is killed rather than kills."""
    row = sentence.row
    if row[harm] in _HARM:
        return False
    if row[harm] != "killed" or not BE.isdisjoint(row[max(0, harm - 4) : harm]):
        return True
    return row[harm + 1 : harm + 2] == [] or row[harm + 1] in _AFTER_A_PASSIVE


def _when_active(trigger: Trigger, near: Around, sentence: Sentence) -> tuple[list[Seen], list[Seen]]:
    modifiers = modifiers_of(trigger, near, sentence)
    if sentence.row[trigger.first] == "targets" and modifiers:  # a noun: "carry out airstrikes on Cambodian targets"
        earlier = Around(before=[one for one in near.before if one not in modifiers], after=near.after)
        return subjects_of(trigger, earlier, sentence), modifiers
    by = _accused(trigger, near, sentence) or modifiers
    by = by or doers(trigger, near, sentence, subjects_of(trigger, near, sentence))
    objects = [one for one in near.after if one.preposition is None and one.first - trigger.last < _OBJECT_REACH]
    inside = [one for one in near.after if one.first < trigger.last and one not in by]
    targets = [one for one in near.after if one.preposition in _BOUND and one not in by]
    to = inside or [one for one in objects if one not in by][:1] or targets[:1]
    return by, with_joined(to, near.after, sentence)


def _accused(trigger: Trigger, near: Around, sentence: Sentence) -> list[Seen]:
    """Return who is accused: "Cambodia accuses Thailand of bombing Poipet"."""
    row = sentence.row
    if "of" not in row[max(0, trigger.first - 3) : trigger.first]:
        return []
    for one in reversed(near.before):
        if row[one.last : one.last + 1] == ["of"] and any(
            word.startswith("accus") for word in row[max(0, one.first - 3) : one.first]
        ):
            return [one]
    return []


def _named_victims(trigger: Trigger, sentence: Sentence, first: int, *, passive: bool) -> Codes:
    """Return the names of those who are abducted, shot or murdered."""
    if _ON_A_PERSON.isdisjoint(sentence.row[trigger.first : trigger.last]):
        return ()
    if any(actor.kind == "person" and sentence.word_at(actor.start) >= trigger.last for actor in sentence.actors):
        return ()
    persons = persons_before(trigger, sentence, first) if passive else persons_after(trigger, sentence)
    return tuple(person.text for person in persons)


def _without(codes: Codes, others: Codes) -> Codes:
    return tuple(code for code in codes if code not in others)


def _claimant(sentence: Sentence) -> str | None:
    """Who "claims responsibility", as a code."""
    row = sentence.row
    for at, word in enumerate(row[:-1]):
        if word in ("claim", "claims", "claimed", "claiming") and row[at + 1] == "responsibility":
            actors = [actor for actor in sentence.actors if sentence.word_at(actor.start) < at]
            near = actors and at - sentence.word_at(actors[-1].end - 1) < 5
            return actors[-1].code if near and not {"no", "nobody", "none"} & set(row[max(0, at - 12) : at]) else None
    return None


def _unnamed_culprits(sentence: Sentence) -> Codes:
    """Culprits that the text names by what they are: "gunmen", "armed men"; not those among the dead."""
    row = sentence.row
    for crowd in crowds_in(sentence):
        word = row[crowd.last - 1]
        if word not in CULPRITS and not {"armed", "criminal"} & set(row[crowd.first : crowd.last]):
            continue
        if (
            "killed" not in row[crowd.last : crowd.last + 3]
            and "including" not in row[max(0, crowd.first - 3) : crowd.first]
        ):
            return (crowd.text,)
    return ()


def _unnamed_victims(sentence: Sentence) -> Codes:
    """A crowd that is killed or hit: "eleven bandits are killed", "kill 41 insurgents"."""
    row = sentence.row
    for crowd in crowds_in(sentence):
        if row[crowd.last - 1] not in CULPRITS:
            continue
        suffers = not _HARMED.isdisjoint(row[crowd.last : crowd.last + 3])
        if suffers or not _HARM.isdisjoint(row[max(0, crowd.first - 3) : crowd.first]):
            return (crowd.text,)
    return ()
