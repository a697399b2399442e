"""Trigger and the time words around it -> when it happened, and whether the article only recalls it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.domain.event import EventType, Status
from tocsin.extraction.clauses import Clause
from tocsin.extraction.dates import When, resolve
from tocsin.extraction.facts import Sentence
from tocsin.extraction.lexicon import Lexicon
from tocsin.extraction.triggers import Trigger

NEWS_DAYS = 3  # what happened earlier than that before the article is background


@dataclass(frozen=True, slots=True)
class Dated:
    """The days of an event, both included; ``background`` tells whether they lie before the news.

    ``told`` are the words of its own sentence that give them.
    """

    first: date | None
    last: date | None
    background: bool
    told: When | None = None


def when_of(
    trigger: Trigger, clause: Clause, sentence: Sentence, whens: Sequence[When], status: Status, day: date | None
) -> Dated:
    """Return the days of an event: those of the nearest time word that speaks of it."""
    told = [when for when in whens if _speaks_of(when, trigger, clause, sentence)]
    if day is None or not told:
        return Dated(None, None, background=False)
    nearest = min(told, key=lambda when: abs(sentence.word_at(when.start) - trigger.last))
    ahead = status is Status.PLANNED or sentence.row[sentence.word_at(nearest.start) - 1] in ("for", "until", "by")
    meant = resolve(nearest, day, future=ahead)
    first, end = meant.first, meant.last
    if first is not None and first == end:
        first -= timedelta(days=_days_before(trigger, sentence))
    earlier = end is not None and end < day - timedelta(days=NEWS_DAYS)
    return Dated(first, end, background=earlier and not is_news_verb(trigger, clause, sentence), told=nearest)


def _days_before(trigger: Trigger, sentence: Sentence) -> int:
    """How many days before its last the event began: "a second day of talks", "two days of bargaining"."""
    window = sentence.row[max(0, trigger.first - 6) : trigger.last]
    for at, word in enumerate(window):
        if word in _ORDINALS and window[at + 1 : at + 2] == ["day"]:
            return _ORDINALS[word] - 1
        if word in _NUMBERS and window[at + 1 : at + 2] == ["days"]:
            return _NUMBERS[word] - 1
    return 0


_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}


def _speaks_of(when: When, trigger: Trigger, clause: Clause, sentence: Sentence) -> bool:
    """Whether a time word stands in the clause of the trigger, and nothing between them opens another matter."""
    at = sentence.word_at(when.start)
    after = sentence.word_at(when.end - 1) + 1
    if sentence.row[after : after + 1] == ["'s"] and not 0 <= trigger.first - after <= 4:
        return False  # "this week's communiqués"
    if any(actor.start <= when.start < actor.end for actor in sentence.actors):
        return False
    if at >= clause.last and sentence.row[clause.last] == "when":
        return True  # "a toll that stood at 46,000 when he disclosed it in February"
    if not clause.first <= at < clause.last:
        return at < 4 and clause.first > at  # "On Monday, ..." speaks of the whole sentence
    between = (
        sentence.row[trigger.last : at]
        if at >= trigger.last
        else sentence.row[sentence.word_at(when.end - 1) + 1 : trigger.first]
    )
    if at >= trigger.last and "over" in between and not _is_above(between, sentence, trigger.last):
        return False
    return at < trigger.last or (len(between) <= _REACH and _OTHER_MATTERS.isdisjoint(between))


def _is_above(between: Sequence[str], sentence: Sentence, first: int) -> bool:
    """Whether "over" says where and not why: "shot down over Donbas"; ``first`` is the number of the first word."""
    after = first + list(between).index("over") + 1
    return after < len(sentence.row) and "<place>" in sentence.kinds[after]


_REACH = 12  # words
_OTHER_MATTERS = frozenset(
    "accused accusing citing linked marking charges suspected since until than compared following involving "
    "during alleged guilty including they who whom which".split()
)


def is_news_verb(trigger: Trigger, clause: Clause, sentence: Sentence) -> bool:
    """Return whether the trigger is the main verb, in the present tense: so headlines and chronicles tell news."""
    word = sentence.row[trigger.first]
    if clause.first > 0 or word.endswith(("ed", "ing")) or word in _PASTS:
        return False
    before = sentence.row[clause.first : trigger.first]
    # Also the word after it: what "Floods displaced" tells of is a noun, and over.
    if any(_is_past(sentence, at) for at in range(clause.first, min(trigger.last + 1, clause.last))):
        return False
    return (
        not _PAST_HELPERS.intersection(sentence.row[clause.first : clause.last])
        and "<actor>" not in sentence.kinds[trigger.first]
        and (word.endswith("s") or not {"the", "a", "an", "of", "in"} & set(before[-2:]))
    )


def _is_past(sentence: Sentence, at: int) -> bool:
    """Whether a word is a verb in the past on which its clause is built: "conducted its first test"."""
    row = sentence.row
    if row[at] in _PASTS:
        return True
    return len(row[at]) > 4 and row[at].endswith("ed") and row[at - 1 : at] not in (["the"], ["a"], ["an"], ["of"])


_PASTS = frozenset(
    "met struck shot hit fought held sent won took left began signed withdrew seized broke fell rose overthrew "
    "overran came went gave made became brought built bought caught drove drew fled flew found froze got grew "
    "hung kept knew laid led lent lost meant paid ran said saw sank sold shook slew sought spoke stole stood "
    "stuck swept swore told threw tore woke wrote blew beat bore bound bled dealt dug fed felt flung forbade "
    "forgave hid rang rode".split()
)
_PAST_HELPERS = frozenset({"was", "were", "had", "been", "did"})


def recalling_words(clause: Clause, sentence: Sentence, lexicon: Lexicon) -> range | None:
    """Return the words of a clause that recall what is earlier than the news: "previously", "since 2022"."""
    first, last = clause.first, clause.last
    for start, end, _ in lexicon.background.find(sentence.row[first:last], sentence.kinds[first:last]):
        return range(first + start, first + end)
    return None


def recalling_day(
    trigger: Trigger, clause: Clause, sentence: Sentence, whens: Sequence[When], day: date | None
) -> range | None:
    """Return the words of a clause that date it long before the news: "in November 1990", "the 2010 earthquake".

    None where the clause has a day of the news as well: "the ceasefire of 2024 collapsed on Friday".
    """
    if day is None or is_news_verb(trigger, clause, sentence):
        return None
    recalling = None
    for when in whens:
        at, end = sentence.word_at(when.start), sentence.word_at(when.end - 1) + 1
        if not clause.first <= at < clause.last or when.last is None:
            continue
        if when.last >= day - timedelta(days=NEWS_DAYS):
            return None
        if when.last < day - timedelta(days=_LONG_AGO) and _speaks_of(when, trigger, clause, sentence):
            before = sentence.row[max(0, at - 2) : at + 1]
            recalling = recalling or (range(at, end) if _NO_DAY_OF_IT.isdisjoint(before) else None)
    return recalling


_LONG_AGO = 60  # days; what is nearer may be the story that the article goes on with
_NO_DAY_OF_IT = frozenset("since until than from compared with under for to".split())


def recalling_act(trigger: Trigger, sentence: Sentence, others: Sequence[Trigger]) -> range | None:
    """Return the words of the act that answers this one: "sentenced for the bombing", "freed after his arrest"."""
    if not _NEXT.isdisjoint(sentence.row[max(0, trigger.first - 2) : trigger.first]):
        return None
    for other in others:
        if trigger.entry.type in _RECALLED_BY.get(other.entry.type, ()) and other.last <= trigger.first:
            return range(other.first, other.last)
    return None


_NEXT = frozenset({"later", "then", "again"})
_RECALLED_BY = {
    EventType.VERDICT: frozenset({EventType.ATTACK}),
    EventType.RELEASE: frozenset({EventType.ATTACK, EventType.ARREST}),
}


def is_plainly_dated(when: Dated, day: date | None, *, background: bool) -> bool:
    """Return whether a day in the sentence itself settles that it is news, or that it is recalled."""
    if day is None or when.told is None or when.last is None:
        return False
    if background:
        return when.last < day - timedelta(days=_LONG_AGO)
    return when.first == when.last and when.last >= day - timedelta(days=NEWS_DAYS)
