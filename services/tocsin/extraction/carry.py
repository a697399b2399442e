"""Draft and what was told before it -> draft that knows what an earlier one has already said.

An article names the parties once and then speaks of "a similar round", "the capital", "in the same hours".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from tocsin.domain.event import Count, EventType, Status
from tocsin.extraction.dates import When
from tocsin.extraction.drafts import Draft
from tocsin.extraction.facts import Sentence
from tocsin.extraction.gazetteer.known import is_state
from tocsin.extraction.homelands import states_in
from tocsin.extraction.persons_acted_on import points_to_a_person
from tocsin.extraction.roles import Who
from tocsin.extraction.when import Dated
from tocsin.extraction.where import Where

_OF_PARTIES = frozenset({EventType.TALKS, EventType.AGREEMENT, EventType.CEASEFIRE, EventType.PRISONER_EXCHANGE})
_POINTS_BACK = frozenset(
    "similar comparable another again separate they their them both sides delegations session three-way trilateral "
    "negotiators teams round the resume resumed continue".split()
)
_THREE = frozenset({"three-way", "trilateral"})
_REACH = 12  # sentences back to the draft that named the parties
_NEAR = 2  # sentences back to the attack that caused an outage


@dataclass(frozen=True, slots=True)
class Story:
    """What carrying needs of the article.

    ``silent_days`` are the days of sentences that tell no event, by number; ``day`` is that of the article. ``told``
    are the drafts kept so far: the list grows as the article is read.
    """

    sentences: Sequence[Sentence]
    silent_days: Mapping[int, When]
    day: date | None
    told: Sequence[Draft]


@dataclass(frozen=True, slots=True)
class Carried:
    """One thing that was carried: why, and the draft with it."""

    why: str
    draft: Draft


def carry(one: Draft, story: Story) -> tuple[Draft, tuple[Carried, ...]]:
    """Return the draft, completed from those told before it, and each step that completed something."""
    carried: tuple[Carried, ...] = ()
    for why, step in _STEPS:
        completed = step(one, story)
        if completed is not one:
            carried += (Carried(why, completed),)
            one = completed
    return one, carried


def _with_parties(one: Draft, story: Story) -> Draft:
    """Give talks and agreements without parties those of the last that had them, where words point back."""
    row = one.sentence.row
    if (
        one.type is EventType.DIPLOMACY
        and not one.who.all
        and {"line", "channel", "contacts", "ties", "relations"} & set(row)
    ):
        least = 2
    elif one.type in _OF_PARTIES and len(one.who.with_) < 2 and not _POINTS_BACK.isdisjoint(row):
        least = 3 if _speaks_of_three(row) else 2
    elif one.type in _OF_PARTIES and _speaks_of_three(row) and len(one.who.with_) < 3:
        least = 3
    else:
        return one
    known = [
        other for other in reversed(story.told) if least > 2 or one.sentence.number - other.sentences[-1] <= _REACH
    ]
    known = [other for other in known if len(other.who.with_) >= least and _includes(other.who, one.who.with_)]
    known = [other for other in known if other.type is one.type or one.type is not EventType.AGREEMENT]
    if not known:
        return one
    alike = [other for other in known if other.type is one.type and other.subtype == one.subtype] or known
    via = alike[0].who.via if alike[0].type is one.type else ()
    return replace(one, who=Who(with_=alike[0].who.with_, via=one.who.via or via))


def _includes(known: Who, parties: tuple[str, ...]) -> bool:
    return set(parties) <= {*known.with_, *known.via}


def _with_the_pair_before(one: Draft, story: Story) -> Draft:
    """Read "Their generals" as those of the two that the sentence before named together."""
    number = one.sentence.number
    if (
        one.type not in _OF_PARTIES
        or len(one.who.with_) > 1
        or number == 0
        or one.sentence.row[0] not in ("their", "they", "both")
    ):
        return one
    before = story.sentences[number - 1]
    for first, second in reversed(tuple(pairwise(before.actors))):
        between = before.row[before.word_at(first.end) : before.word_at(second.start)]
        if "and" in between and len(between) <= 2 and first.code != second.code:
            return replace(one, who=Who(with_=(first.code, second.code), via=one.who.via))
    return one


def _with_the_person_before(one: Draft, story: Story) -> Draft:
    """Read "He is later released" as said of the person whose arrest was told before."""
    unnamed = one.type in _OF_PERSONS and not one.who.to and points_to_a_person(one.trigger, one.sentence)
    for other in reversed(story.told if unnamed else ()):
        if one.sentence.number - other.sentences[-1] > _NEAR:
            break
        if other.type in _OF_PERSONS and other.who.to and not is_state(other.who.to[0]):
            return replace(one, who=replace(one.who, to=other.who.to[:1]))
    return one


_OF_PERSONS = frozenset({EventType.ARREST, EventType.VERDICT, EventType.RELEASE})


def _with_those_who_fight(one: Draft, story: Story) -> Draft:
    """Read "despite the ceasefire" as one between those who were just told to fight."""
    if one.type is not EventType.CEASEFIRE or len(one.who.with_) > 1:
        return one
    for other in reversed(story.told):
        if one.sentence.number - other.sentences[-1] > _NEAR:
            break
        parties = other.who.with_ or (*other.who.by, *other.who.to)
        if len(parties) > 1 and set(one.who.with_) <= set(parties) and other.type in _FIGHTING:
            return replace(one, who=Who(with_=parties[:2], via=one.who.via))
    return one


_FIGHTING = frozenset({EventType.ATTACK, EventType.CLASH, EventType.CEASEFIRE, EventType.TALKS})


def _with_earlier_figure(one: Draft, story: Story) -> Draft:
    """Read "the figure he gave was 46,000" as one of the same toll, told by the same source."""
    if one.type is not EventType.CASUALTIES or one.who.to:
        return one
    if (
        one.source
        and {"his", "her", "its", "our", "their"} & set(one.sentence.row)
        and "country" in " ".join(one.sentence.row)
    ):
        return replace(one, who=Who(by=one.who.by, to=(one.source,)), counts=_of_side(one, one.source))
    for other in reversed(story.told):
        if other.type is EventType.CASUALTIES and other.who.to and {"figure", "toll", "number"} & set(one.sentence.row):
            return replace(one, who=other.who, source=one.source or other.source, counts=_of_side(one, other.who.to[0]))
    return one


def _of_side(one: Draft, side: str) -> tuple[Count, ...]:
    return tuple(count if count.of else count.model_copy(update={"of": side}) for count in one.counts)


def _speaks_of_three(row: Sequence[str]) -> bool:
    """Whether the sentence says that there are three parties."""
    return not _THREE.isdisjoint(row) or any(
        pair in (("three", "delegations"), ("three", "sides"), ("three", "countries")) for pair in pairwise(row)
    )


def _with_cause(one: Draft, story: Story) -> Draft:
    """Give an outage right after an attack the attack's sides, place and day."""
    if one.type is not EventType.DISRUPTION or one.who.by:
        return one
    for other in reversed(story.told):
        if (
            other.type is EventType.ATTACK
            and one.sentence.number - other.sentences[-1] <= _NEAR
            and other.status is one.status
        ):
            return replace(
                one,
                who=other.who,
                where=one.where if one.where.place else other.where,
                when=one.when if one.when.first else other.when,
            )
    return one


def _on_the_same_day(one: Draft, story: Story) -> Draft:
    """Read "the same day" and "in the same hours"."""
    row = one.sentence.row
    same = any(
        pair[0] == "same" and pair[1] in ("day", "night", "hours", "time", "evening", "morning")
        for pair in pairwise(row)
    )
    if not same or one.when.first:
        return one
    for other in reversed(story.told):
        if other.when.first and one.sentence.number - other.sentences[-1] <= _REACH:
            return replace(one, when=Dated(other.when.first, other.when.last, other.when.background))
    return one


def _on_the_day_of_the_story(one: Draft, story: Story) -> Draft:
    """Give news without a day the day that its paragraph has set: "Shortly before noon on Friday they stopped."."""
    if one.when.first or one.background or one.status is not Status.HAPPENED or story.day is None:
        return one
    number = one.sentence.number
    while number >= 0 and story.sentences[number].paragraph == one.sentence.paragraph:
        if number in story.silent_days:
            when = story.silent_days[number]
            return replace(one, when=Dated(when.first, when.last, background=False))
        if one.type in _OF_THE_NIGHT and _NIGHT & set(story.sentences[number].row):
            return replace(one, when=Dated(story.day, story.day, background=False))
        number -= 1
    return one


_OF_THE_NIGHT = frozenset({EventType.ATTACK, EventType.DISRUPTION})
_NIGHT = frozenset({"night", "dawn", "overnight"})


def _in_the_country_of_the_story(one: Draft, story: Story) -> Draft:
    """Read "police had arrested three men" as an act in the state that the story so far speaks of."""
    unnamed = set(one.who.by) <= _NO_SIDE
    if one.type not in _AT_ONE_PLACE or one.where.country or not unnamed or one.background or states_in(one.sentence):
        return one
    country = _country_told(one, story) or _country_named(one, story)
    if country is None:
        return one
    where = Where(one.where.place, country)
    return replace(one, where=where, who=replace(one.who, by=(country,)) if one.type in _OF_A_COUNTRY else one.who)


def _country_told(one: Draft, story: Story) -> str | None:
    """The country of the last event, where it was told just before."""
    last = story.told[-1] if story.told else None
    return last.where.country if last and one.sentence.number - last.sentences[-1] <= _NEAR else None


def _country_named(one: Draft, story: Story) -> str | None:
    """The state that the sentence before names first."""
    before = states_in(story.sentences[one.sentence.number - 1]) if one.sentence.number else ()
    return before[0] if before else None


_AT_ONE_PLACE = frozenset(EventType) - frozenset(
    {
        EventType.AGREEMENT,
        EventType.AID,
        EventType.CEASEFIRE,
        EventType.DIPLOMACY,
        EventType.PRISONER_EXCHANGE,
        EventType.SANCTIONS,
        EventType.TALKS,
        EventType.THREAT,
    }
)
_OF_A_COUNTRY = frozenset({EventType.ARREST, EventType.RELEASE, EventType.PROTEST, EventType.LEADERSHIP})
_NO_SIDE = frozenset({"police", "authorities", "officials", "residents", "witnesses"})


def _in_the_capital(one: Draft, story: Story) -> Draft:
    """Read "the capital" as the capital that was named last."""
    row = one.sentence.row
    if one.where.place or "capital" not in row:
        return one
    for sentence in reversed(story.sentences[: one.sentence.number + 1]):
        for actor in reversed(sentence.actors):
            concerned = (*one.who.to, *one.who.with_, *filter(None, (one.where.country,)))
            if actor.kind == "capital" and (not concerned or actor.code in concerned):
                return replace(one, where=Where(actor.text, actor.code))
    return one


_STEPS: tuple[tuple[str, Callable[[Draft, Story], Draft]], ...] = (
    ("the sentence before names the two", _with_the_pair_before),
    ("its words point back to parties named earlier", _with_parties),
    ("it ends the fighting told before", _with_those_who_fight),
    ("its pronoun points to a person told before", _with_the_person_before),
    ("it speaks of a toll told earlier", _with_earlier_figure),
    ("it follows right after an attack", _with_cause),
    ('it says "the same day"', _on_the_same_day),
    ("its paragraph has set the day", _on_the_day_of_the_story),
    ("the story so far is set there", _in_the_country_of_the_story),
    ('it says "the capital"', _in_the_capital),
)
