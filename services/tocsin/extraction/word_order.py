"""Trigger and the actors around it -> its subject, what modifies it and who is held by "by"."""

from tocsin.extraction.around import Around, Seen, with_joined
from tocsin.extraction.clauses import clause_around
from tocsin.extraction.facts import Sentence
from tocsin.extraction.triggers import Trigger

BE = frozenset("is are was were be been being gets get got".split())
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_CLOSE_BY = 8  # words
_FARTHEST_BY = 15  # words


def window(trigger: Trigger, sentence: Sentence) -> tuple[int, int]:
    """Return the words in which the sides stand: the clause, or all before it where its subject is told there."""
    row = sentence.row
    clause = clause_around(trigger, sentence)
    opens = row[clause.first - 1] if clause.first else ""
    starts = row[trigger.first].endswith("ing") or row[clause.first : clause.first + 1] in (["being"], ["having"])
    if opens in _RELATIVES or (starts and trigger.first - clause.first <= 2):
        return 0, clause.last
    return clause.first, clause.last


def by_phrase(trigger: Trigger, seen: Around, sentence: Sentence) -> list[Seen]:
    """Return the actors that "by" holds, or that it is "attributed to" or "blamed on"."""
    return [
        one
        for one in (*seen.after, *seen.before)
        if abs(one.first - trigger.last) < _FARTHEST_BY and (one.preposition == "by" or _is_blamed(one, sentence))
    ]


def doers(trigger: Trigger, near: Around, sentence: Sentence, subjects: list[Seen]) -> list[Seen]:
    """Return who "by" holds close by, else the subject, else who "by" holds further off."""
    held = by_phrase(trigger, near, sentence)
    close = [one for one in held if one.first - trigger.last < _CLOSE_BY]
    return close or subjects or held


def _is_blamed(one: Seen, sentence: Sentence) -> bool:
    words = sentence.row[max(0, one.first - 5) : one.first]
    return one.preposition in ("to", "on") and ("attributed" in words or "blamed" in words)


def near_actors(trigger: Trigger, seen: Around, sentence: Sentence) -> Around:
    """Return the actors in the window of a trigger."""
    first, last = window(trigger, sentence)
    return Around(
        before=[one for one in seen.before if one.first >= first], after=[one for one in seen.after if one.first < last]
    )


def subjects_of(trigger: Trigger, seen: Around, sentence: Sentence) -> list[Seen]:
    """Return the nearest actor before the trigger that no preposition holds, with those joined to it by "and".

    Of a second verb of the sentence ("..., and seizes") and after "it", it is the first one.
    """
    free = [one for one in seen.before if one.preposition is None]
    held = [one for one in seen.before if one.preposition in ("of", "from")]
    goes_on = sentence.row[trigger.first - 1 : trigger.first] == ["and"] or (
        bool(free) and not _STANDS_FOR_THE_FIRST.isdisjoint(sentence.row[free[-1].last : trigger.first])
    )
    if goes_on:
        opening = _end_of_opening(sentence, trigger.first)
        free = [one for one in free if one.first > opening][:1] or free[:1]
    chosen = free[-1:] or held[-1:]
    return with_joined(chosen, seen.before, sentence)


def _end_of_opening(sentence: Sentence, before: int) -> int:
    """Return the comma after an opening such as "Following Pakistani airstrikes, "; -1 where the sentence has none."""
    if sentence.row[0] not in _OPENINGS or "," not in sentence.row[:before]:
        return -1
    return sentence.row.index(",")


_OPENINGS = frozenset("following after amid despite in as since during under on with".split())
_STANDS_FOR_THE_FIRST = frozenset({"it", "they"})


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
            and between[:1] not in (["and"], ["or"])
        ):
            return with_joined([one], seen.before, sentence)
    return []


def is_passive(trigger: Trigger, sentence: Sentence) -> bool:
    """Whether the trigger is a participle whose subject suffers it: "was shot", "struck by"."""
    row = sentence.row
    word = row[trigger.first]
    if word in BE:
        return True
    if not (word.endswith("ed") or word in _PARTICIPLES):
        return False
    for at in range(trigger.first - 1, max(-1, trigger.first - 5), -1):
        if row[at] in BE:
            return True
        if row[at] not in _ADVERBS and not row[at].endswith("ly"):
            break
    after = row[trigger.last : trigger.last + 1]
    if after == ["by"]:
        return True
    if row[trigger.first - 1 : trigger.first] in (["has"], ["have"], ["had"]):
        return False
    whom = "whom" in row[max(0, trigger.first - 6) : trigger.first]  # "whom Donald Trump pardoned."
    return word in _TRANSITIVE and not whom and (not after or after[0] in _AFTER_A_PARTICIPLE)


_TRANSITIVE = frozenset(
    "arrested detained charged sentenced convicted freed pardoned kidnapped abducted killed shot jailed imprisoned "
    "indicted extradited deported seized captured injured wounded executed released".split()
)
_AFTER_A_PARTICIPLE = frozenset("in at after on for from during under over since as last yesterday with , .".split())
_PARTICIPLES = frozenset("shot struck hit taken overthrown sworn held sent freed shut cut withdrawn captured".split())
_ADVERBS = frozenset("also not now since reportedly then later again and injured killed wounded re-".split())
