"""Trigger and the actors around it -> who did it, to whom, with whom, through whom."""

from dataclasses import dataclass

from tocsin.domain.event import EventType
from tocsin.extraction.around import (
    OTHER_WORDS,
    TARGET_WORDS,
    Around,
    Seen,
    codes_of,
    is_locative,
    look_around,
    with_joined,
)
from tocsin.extraction.facts import Sentence
from tocsin.extraction.source import Source
from tocsin.extraction.triggers import Trigger

__all__ = ["Who", "is_locative", "roles_of"]

_BE = frozenset("is are was were be been being gets get got".split())
_MEDIATED = frozenset(
    "mediated mediation brokered hosted facilitated auspices mediators mediator mediating brokering".split()
)


@dataclass(frozen=True, slots=True)
class Who:
    """The actors of an event by role, as codes."""

    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    via: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Everybody, each once."""
        return tuple(dict.fromkeys((*self.by, *self.to, *self.with_, *self.via)))


def roles_of(trigger: Trigger, sentence: Sentence, source: Source) -> Who:
    """Return the roles around a trigger. Who only reports has no role, unless "it" or "they" stands for him."""
    seen = look_around(trigger, sentence, source.words)
    match trigger.entry.roles:
        case "none":
            return Who()
        case "parties":
            return _parties(trigger, seen, sentence)
        case "agent":
            who = _agent(trigger, seen, sentence)
            if not who.by and source.code and source.words and _says_it_of_itself(trigger, sentence):
                who = Who(by=(source.code,), to=tuple(code for code in who.to if code != source.code))
            return who
        case "patient":
            return _patient(trigger, seen, sentence)
        case "downed":
            return _downed(trigger, seen, sentence)


def _says_it_of_itself(trigger: Trigger, sentence: Sentence) -> bool:
    """Whether a pronoun is the subject: "the ministry says it will reopen"."""
    return not _PRONOUNS.isdisjoint(sentence.row[max(0, trigger.first - 6) : trigger.first])


_PRONOUNS = frozenset({"it", "they", "he", "she", "its", "their"})


def _agent(trigger: Trigger, seen: Around, sentence: Sentence) -> Who:
    by_phrase = [
        one for one in (*seen.after, *seen.before) if one.preposition == "by" and abs(one.first - trigger.last) < 15
    ]
    targets = [one for one in seen.after if one.preposition in TARGET_WORDS or one.preposition in ("of", "for")]
    objects = [one for one in seen.after if one.preposition is None and one.first - trigger.last < 7]
    subjects = _subjects(trigger, seen, sentence)
    if _is_passive(trigger, sentence):
        by = by_phrase
        to = subjects or [one for one in objects if one.first < trigger.last]
    else:
        by = _modifiers(trigger, seen, sentence) or by_phrase or subjects
        inside = [one for one in seen.after if one.first < trigger.last and one not in by]
        to = inside or [one for one in objects if one not in by][:1] or targets[:1]
        to = with_joined(to, seen.after, sentence)
    by_codes = codes_of(with_joined(by, (*seen.before, *seen.after), sentence))
    to_codes = tuple(
        code for code in codes_of(with_joined(to, (*seen.before, *seen.after), sentence)) if code not in by_codes
    )
    if trigger.entry.type is EventType.ATTACK and (claimant := _claimant(sentence)):
        by_codes, to_codes = (claimant,), tuple(code for code in to_codes if code != claimant)
    elif trigger.entry.type is EventType.ATTACK and not by_codes:
        by_codes = _unnamed_culprits(sentence)
    if trigger.entry.type in _OF_PERSONS and not (by_codes and to_codes):
        person = _person(trigger, sentence, passive=_is_passive(trigger, sentence))
        if person and to_codes:
            by_codes = to_codes  # "Nepal's former prime minister K. P. Oli is arrested": by Nepal
        to_codes = person or to_codes
    if not to_codes and trigger.entry.type is EventType.ATTACK and by_codes:
        victims = [
            one
            for one in (*seen.before, *seen.after)
            if one.code not in by_codes and one.preposition not in OTHER_WORDS
        ]
        to_codes = codes_of(victims[:1])
    return Who(by=by_codes, to=to_codes)


_OF_PERSONS = frozenset({EventType.ARREST, EventType.VERDICT, EventType.RELEASE})
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


def _person(trigger: Trigger, sentence: Sentence, *, passive: bool) -> tuple[str, ...]:
    """The named person nearest to the trigger on the side where its object stands."""
    for name in sentence.names[::-1] if passive else sentence.names:
        at = sentence.word_at(name.start)
        if (at < trigger.first) if passive else (trigger.first < at < trigger.last + 12):
            return (name.text,)
    return ()


def _subjects(trigger: Trigger, seen: Around, sentence: Sentence) -> list[Seen]:
    """The nearest actor before the trigger that no preposition holds, with those joined to it by "and"."""
    free = [one for one in seen.before if one.preposition is None]
    held = [one for one in seen.before if one.preposition in ("of", "from")]
    chosen = free[-1:] or held[-1:]
    return with_joined(chosen, seen.before, sentence)


def _modifiers(trigger: Trigger, seen: Around, sentence: Sentence) -> list[Seen]:
    """Actors right before the trigger: "Israeli airstrikes", "Russia's overnight drone attack"."""
    for one in reversed(seen.before):
        between = sentence.row[one.last : trigger.first]
        if (
            len(between) <= 4
            and all(word.isalpha() or word == "'s" or "-" in word for word in between)
            and not (
                {
                    "and",
                    "or",
                    "to",
                    "in",
                    "of",
                    "on",
                    "by",
                    "for",
                    "was",
                    "were",
                    "is",
                    "are",
                    "has",
                    "have",
                    "had",
                    "will",
                    "that",
                }
                & set(between)
            )
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


def _patient(trigger: Trigger, seen: Around, sentence: Sentence) -> Who:
    """The subject suffers it: "Russian forces lost access", "Kenya receives aid from France"."""
    to = codes_of(_modifiers(trigger, seen, sentence) or _subjects(trigger, seen, sentence))
    holds = ("by", "from", "to") if trigger.entry.type is EventType.TERRITORY else ("by", "from")  # "fell to the RSF"
    givers = [one for one in seen.after if one.preposition in holds]
    return Who(by=tuple(code for code in codes_of(givers[:1]) if code not in to), to=to)


def _downed(trigger: Trigger, seen: Around, sentence: Sentence) -> Who:
    """Who sent what was shot down did it; who shot it down is whom it was done to."""
    inside = [one for one in (*seen.before, *seen.after) if trigger.first - 3 <= one.first < trigger.last]
    shooters = [
        one for one in (*seen.after, *seen.before) if one not in inside and one.preposition in (None, "by", "over")
    ]
    by = codes_of(inside[-1:])
    return Who(by=by, to=tuple(code for code in codes_of(shooters[:1]) if code not in by))


def _parties(trigger: Trigger, seen: Around, sentence: Sentence) -> Who:
    """All sides near the trigger. Who mediates is no party, unless the sentence names him among them as well."""
    everyone = sorted((*seen.before, *seen.after), key=lambda one: abs(one.first - trigger.first))
    near = [one for one in everyone if abs(one.first - trigger.first) < _PARTY_REACH]
    mediators = [one for one in near if abs(one.first - trigger.first) < _MEDIATOR_REACH and _mediates(one, sentence)]
    parties = sorted((one for one in near if one not in mediators), key=lambda one: one.first)
    return Who(with_=codes_of(parties)[:_MOST_PARTIES], via=codes_of(mediators))


_PARTY_REACH = 25  # words
_MEDIATOR_REACH = 18
_MOST_PARTIES = 5


def _mediates(one: Seen, sentence: Sentence) -> bool:
    """Whether an actor is named as host, broker or mediator: "brokered by Qatar", "American-brokered"."""
    row = sentence.row
    before, after = row[max(0, one.first - 4) : one.first], row[one.last : one.last + 3]
    if "by" in before[-2:] and _MEDIATED & set(before):
        return True
    if any(word.endswith(("-brokered", "-mediated", "-hosted", "-led")) for word in row[one.first : one.last + 1]):
        return True
    if _joins_mediators(row[one.last : one.last + 4]):
        return True
    if "mediators" in row[one.last : one.last + 10] and "with" in row[max(0, one.first - 8) : one.first]:
        return True
    return bool(after) and after[0].strip("-") in _MEDIATED


def _joins_mediators(after: list[str]) -> bool:
    """Whether "mediators" closes a list that the actor opens: "by Saudi and American mediators"."""
    at = next((at for at, word in enumerate(after) if word in ("mediators", "mediation", "brokers")), None)
    return at is not None and at > 0 and after[0] in ("and", ",")
