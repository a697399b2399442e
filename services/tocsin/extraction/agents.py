"""Trigger and the actors around it -> who did it and to whom, where one side acts on another."""

from tocsin.domain.event import EventType
from tocsin.extraction.around import OTHER_WORDS, Around, Seen, codes_of, with_joined
from tocsin.extraction.clauses import clause_around
from tocsin.extraction.facts import Sentence
from tocsin.extraction.name_runs import Run
from tocsin.extraction.persons_acted_on import object_end, persons_after, persons_before
from tocsin.extraction.triggers import Trigger

_BE = frozenset("is are was were be been being gets get got".split())
_OF_PERSONS = frozenset({EventType.ARREST, EventType.VERDICT, EventType.RELEASE})
_ON_A_PERSON = frozenset(
    "abducted kidnapped assassinated murdered shot stabbed killed beaten abducts kidnaps assassinates kidnap abduct "
    "assassinate assassination kidnapping abduction".split()
)
"""Words of an attack whose victim, where he is named, is told by name."""

_BOUND = frozenset("on against at into toward towards targeting upon to of for".split())
_BOUND_BY_TYPE = {
    EventType.DIPLOMACY: _BOUND | {"with", "from"},
    EventType.DISRUPTION: _BOUND | {"with"},
    EventType.TERRITORY: _BOUND | {"from", "with"},
    EventType.AID: _BOUND - {"of"},
}

Codes = tuple[str, ...]


def agent_and_target(trigger: Trigger, seen: Around, sentence: Sentence) -> tuple[Codes, Codes]:
    """Return the codes of who did it and of whom it was done to."""
    passive = _is_passive(trigger, sentence)
    if trigger.entry.type in _OF_PERSONS:
        return _on_persons(trigger, seen, sentence, passive=passive)
    by, to = _sides(trigger, seen, sentence, passive=passive)
    everyone = (*seen.before, *seen.after)
    by_codes = codes_of(with_joined(by, everyone, sentence))
    to_codes = _without(codes_of(with_joined(to, everyone, sentence)), by_codes)
    if trigger.entry.type is EventType.ATTACK:
        return _of_attack(trigger, seen, sentence, by_codes, to_codes)
    return by_codes, to_codes


def _sides(trigger: Trigger, seen: Around, sentence: Sentence, *, passive: bool) -> tuple[list[Seen], list[Seen]]:
    """Return who acts and who suffers by the order of the words."""
    bound = _BOUND_BY_TYPE.get(trigger.entry.type, _BOUND)
    objects = [one for one in seen.after if one.preposition is None and one.first - trigger.last < 7]
    subjects = subjects_of(trigger, seen, sentence)
    if passive:
        return _by_phrase(trigger, seen), subjects or [one for one in objects if one.first < trigger.last]
    by = modifiers_of(trigger, seen, sentence) or _by_phrase(trigger, seen) or subjects
    inside = [one for one in seen.after if one.first < trigger.last and one not in by]
    targets = [one for one in seen.after if one.preposition in bound and one not in by]
    to = inside or [one for one in objects if one not in by][:1] or targets[:1]
    return by, with_joined(to, seen.after, sentence)


def _by_phrase(trigger: Trigger, seen: Around) -> list[Seen]:
    return [
        one for one in (*seen.after, *seen.before) if one.preposition == "by" and abs(one.first - trigger.last) < 15
    ]


def _on_persons(trigger: Trigger, seen: Around, sentence: Sentence, *, passive: bool) -> tuple[Codes, Codes]:
    """Who arrests, sentences or frees whom: a person by name, others by the state or group that the words give."""
    by_phrase = _by_phrase(trigger, seen)
    subjects = subjects_of(trigger, seen, sentence)
    first = clause_around(trigger, sentence).first
    if passive:
        by = codes_of(with_joined(by_phrase, seen.after, sentence))
        persons = persons_before(trigger, sentence, first)
        to = codes_of(subjects)
    else:
        inside = [one for one in seen.after if one.first < trigger.last]
        court = [one for one in inside if one.preposition == "of" or one.first == trigger.first]
        by = codes_of(court or modifiers_of(trigger, seen, sentence) or by_phrase or subjects)
        end = object_end(trigger, sentence)
        objects = [one for one in seen.after if one.first < end and one.preposition != "by" and one not in court]
        persons = persons_after(trigger, sentence)
        if trigger.entry.weak:  # "... to two years in prison"
            persons = persons or persons_before(trigger, sentence, first)
        to = codes_of(with_joined(objects[:1], seen.after, sentence))
    return by, _without(_names_of(persons) or to, by)


def _names_of(persons: tuple[Run, ...]) -> Codes:
    return tuple(person.text for person in persons)


def _without(codes: Codes, others: Codes) -> Codes:
    return tuple(code for code in codes if code not in others)


def _of_attack(trigger: Trigger, seen: Around, sentence: Sentence, by: Codes, to: Codes) -> tuple[Codes, Codes]:
    """Add what only attacks have: who claims it, culprits and victims without a code."""
    if claimant := _claimant(sentence):
        by, to = (claimant,), _without(to, (claimant,))
    elif not by:
        by = _unnamed_culprits(sentence)
    if not to and by:
        victims = [
            one for one in (*seen.before, *seen.after) if one.code not in by and one.preposition not in OTHER_WORDS
        ]
        to = codes_of(victims[:1])
    return by, to


_CULPRITS = frozenset("gunmen gunman assailants attackers bandits militants insurgents rebels".split())


def _claimant(sentence: Sentence) -> str | None:
    """Who "claims responsibility", as a code."""
    row = sentence.row
    for at, word in enumerate(row[:-1]):
        if word in ("claim", "claims", "claimed", "claiming") and row[at + 1] == "responsibility":
            actors = [actor for actor in sentence.actors if sentence.word_at(actor.start) < at]
            near = actors and at - sentence.word_at(actors[-1].end - 1) < 5
            return actors[-1].code if near and not {"no", "nobody", "none"} & set(row[max(0, at - 12) : at]) else None
    return None


def _unnamed_culprits(sentence: Sentence) -> tuple[str, ...]:
    """Culprits that the text names by what they are: "gunmen", "armed men"."""
    row = sentence.row
    for at, word in enumerate(row):
        armed = word in ("men", "gangs", "group") and row[at - 1 : at] == ["armed"]
        if (word in _CULPRITS and "killed" not in row[at + 1 : at + 4]) or armed:
            first = at - 1 if at and (armed or row[at - 1] in ("unknown", "unidentified", "suspected")) else at
            return (" ".join(row[first : at + 1]),)
    return ()


def subjects_of(trigger: Trigger, seen: Around, sentence: Sentence) -> list[Seen]:
    """Return the nearest actor before the trigger that no preposition holds, with those joined to it by "and"."""
    free = [one for one in seen.before if one.preposition is None]
    held = [one for one in seen.before if one.preposition in ("of", "from")]
    chosen = free[-1:] or held[-1:]
    return with_joined(chosen, seen.before, sentence)


_BETWEEN_ACTOR_AND_VERB = frozenset("and or to in of on by for was were is are has have had will that".split())
"""Words after which an actor modifies the trigger no more."""


def modifiers_of(trigger: Trigger, seen: Around, sentence: Sentence) -> list[Seen]:
    """Return actors right before the trigger: "Israeli airstrikes", "Russia's overnight drone attack"."""
    for one in reversed(seen.before):
        between = sentence.row[one.last : trigger.first]
        if (
            len(between) <= 4
            and all(word.isalpha() or word == "'s" or "-" in word for word in between)
            and _BETWEEN_ACTOR_AND_VERB.isdisjoint(between)
        ):
            return with_joined([one], seen.before, sentence)
    return []


def _is_passive(trigger: Trigger, sentence: Sentence) -> bool:
    row = sentence.row
    word = row[trigger.first]
    if word in _BE:
        return True
    if not (word.endswith("ed") or word in _PARTICIPLES):
        return False
    for at in range(trigger.first - 1, max(-1, trigger.first - 5), -1):
        if row[at] in _BE:
            return True
        if row[at] not in _ADVERBS and not row[at].endswith("ly"):
            break
    return row[trigger.last : trigger.last + 1] == ["by"]


_PARTICIPLES = frozenset("shot struck hit taken overthrown sworn held sent freed shut cut withdrawn captured".split())
_ADVERBS = frozenset("also not now since reportedly then later again and injured killed wounded re-".split())
