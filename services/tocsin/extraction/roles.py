"""Trigger and the actors around it -> who did it, to whom, with whom, through whom."""

from dataclasses import dataclass

from tocsin.domain.event import EventType
from tocsin.extraction.agents import agent_and_target
from tocsin.extraction.around import Around, Seen, codes_of, is_locative, look_around, with_joined
from tocsin.extraction.facts import Sentence
from tocsin.extraction.gazetteer.known import is_state
from tocsin.extraction.parties import parties_around
from tocsin.extraction.source import Source
from tocsin.extraction.triggers import Trigger
from tocsin.extraction.word_order import modifiers_of, subjects_of

__all__ = ["Who", "is_locative", "roles_of"]


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
            parties, mediators = parties_around(trigger, seen, sentence)
            return Who(with_=parties, via=mediators)
        case "agent":
            by, to = agent_and_target(trigger, seen, sentence)
            who = Who(by=by, to=to)
            told_by_who_acts = trigger.entry.type in _TOLD_BY_WHO_ACTS and is_state(source.code or "")
            speaks_of_itself = _says_it_of_itself(trigger, sentence) or told_by_who_acts
            if not who.by and source.code and source.words and speaks_of_itself:
                who = Who(by=(source.code,), to=tuple(code for code in who.to if code != source.code))
            return who
        case "patient":
            return _patient(trigger, seen, sentence)
        case "downed":
            who = _downed(trigger, seen, sentence)
            if not who.to and source.code and source.code not in who.by and _says_it_of_itself(trigger, sentence):
                who = Who(by=who.by, to=(source.code,))
            return who


def _says_it_of_itself(trigger: Trigger, sentence: Sentence) -> bool:
    """Whether a pronoun is the subject: "the ministry says it will reopen"."""
    return not _PRONOUNS.isdisjoint(sentence.row[max(0, trigger.first - 6) : trigger.first])


_TOLD_BY_WHO_ACTS = frozenset({EventType.DEPLOYMENT, EventType.SANCTIONS, EventType.AID})
"""Types that are told by those who do them: "US officials say that marines will deploy"."""

_PRONOUNS = frozenset({"it", "they", "he", "she", "its", "their"})


def _patient(trigger: Trigger, seen: Around, sentence: Sentence) -> Who:
    """The subject suffers it: "Russian forces lost access", "Kenya receives aid from France"."""
    to = codes_of(modifiers_of(trigger, seen, sentence) or subjects_of(trigger, seen, sentence))
    holds = ("by", "from", "to") if trigger.entry.type is EventType.TERRITORY else ("by", "from")  # "fell to the RSF"
    givers = [one for one in seen.after if one.preposition in holds][:1]
    if trigger.entry.type is EventType.CASUALTIES:
        givers = givers or [one for one in seen.after if _is_attacker(one, sentence)][:1]
    by = codes_of(with_joined(givers, seen.after, sentence))
    return Who(by=tuple(code for code in by if code not in to), to=to)


def _is_attacker(one: Seen, sentence: Sentence) -> bool:
    """Whether an actor stands right before the word for an attack: "killed in Israeli and American strikes"."""
    return not _ATTACKS.isdisjoint(sentence.row[one.last : one.last + 5])


_ATTACKS = frozenset(
    "attack attacks strike strikes airstrike airstrikes bombardment campaign offensive shelling fire raids raid "
    "bombing bombings invasion forces troops".split()
)


def _downed(trigger: Trigger, seen: Around, sentence: Sentence) -> Who:
    """Who sent what was shot down did it; who shot it down is whom it was done to."""
    inside = [one for one in (*seen.before, *seen.after) if trigger.first - 3 <= one.first < trigger.last]
    shooters = [
        one for one in (*seen.after, *seen.before) if one not in inside and one.preposition in (None, "by", "over")
    ]
    by = codes_of(inside[-1:])
    return Who(by=by, to=tuple(code for code in codes_of(shooters[:1]) if code not in by))
