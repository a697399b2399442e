"""The index finds exactly the rules that a plain reading of each rule finds."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from tests.builders import a_page, an_event
from tocsin.domain.event import SUBTYPES, Counted, Event, EventType, Status
from tocsin.matching.condition import Match
from tocsin.matching.facts import Facts
from tocsin.matching.findings import holds as evaluated
from tocsin.matching.rule import Rule
from tocsin.matching.rulebook import RuleBook
from tocsin.matching.tallies import tallies

PAGE = a_page("Drones came over Iran.\nF-16 jets were up.", publisher={"name": "The Gazette"})
# Few values each, so that rules and events meet often.
TYPES = [EventType.ATTACK, EventType.CEASEFIRE]
ACTORS = ["RUS", "UKR", "Hamas", "gunmen"]
PLACES = ["Kyiv", "New York", "York", "southern Lebanon", "Lebanon"]
WORDS = ["drone", "drones", "drone attack", "F-16", "Iran", "pro-Iran", "up from", "café"]
COUNTED = [Counted.KILLED, Counted.DRONES, Counted.INJURED]
NUMBERS = st.integers(0, 12)


def some(values: list[str], at_most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=at_most, unique=True)


@composite
def thresholds(draw: DrawFn) -> dict[str, object]:
    wanted: dict[str, object] = {"what": draw(some([what.value for what in COUNTED]))}
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    if draw(st.booleans()):
        wanted["min"] = low
    if draw(st.booleans()):
        wanted["max"] = high
    return wanted


@composite
def matches(draw: DrawFn) -> dict[str, object]:
    event_type = draw(st.sampled_from(TYPES))
    asked: dict[str, object] = {"type": [event_type.value]}
    subtypes = sorted(SUBTYPES.get(event_type, ()))
    optional: dict[str, st.SearchStrategy[object]] = {
        "status": some([status.value for status in Status]),
        "background": st.sampled_from([True, False, "any"]),
        "countries": some(["RUS", "UKR", "ISR"]),
        "actors": some(ACTORS),
        "by": some(ACTORS),
        "to": some(ACTORS),
        "with": some(ACTORS),
        "via": some(ACTORS),
        "places": some(PLACES),
        "keywords": some([word.upper() for word in WORDS]),
        "counts": st.lists(thresholds(), min_size=1, max_size=2),
    }
    if subtypes:
        optional["subtype"] = some(subtypes, at_most=3)
    for key in draw(st.lists(st.sampled_from(sorted(optional)), max_size=2, unique=True)):
        asked[key] = draw(optional[key])
    asks_without_type = bool(set(asked) - {"type", "status", "background"})
    if asks_without_type and draw(st.booleans()):
        del asked["type"]
    return asked


@composite
def counts(draw: DrawFn) -> dict[str, object]:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    number = draw(st.sampled_from([low, (low, high), (low, None), (None, high)]))
    what = draw(st.sampled_from(COUNTED))
    return {"what": what.value, "n": number, "of": draw(st.sampled_from([None, "RUS", "UKR"]))}


@composite
def events(draw: DrawFn) -> Event:
    event_type = draw(st.sampled_from(TYPES))
    actors = st.lists(st.sampled_from(ACTORS), max_size=2, unique=True)
    sentence = st.lists(st.sampled_from([*WORDS, "hydrone", "dronesque", "up", "from"]), min_size=1, max_size=3).map(
        " ".join
    )
    return an_event(
        type=event_type,
        subtype=draw(st.sampled_from([None, *sorted(SUBTYPES.get(event_type, ()))])),
        status=draw(st.sampled_from([Status.HAPPENED, Status.HAPPENED, *Status])),
        background=draw(st.sampled_from([False, False, True])),
        by=draw(actors),
        to=draw(actors),
        via=draw(actors),
        **{"with": draw(actors)},
        counts=draw(st.lists(counts(), max_size=3)),
        place=draw(st.sampled_from([None, *PLACES])),
        country=draw(st.sampled_from([None, "RUS", "UKR", "ISR"])),
        evidence=draw(st.lists(sentence, min_size=1, max_size=3)),
        confidence=draw(st.sampled_from([0.3, 0.6, 1.0])),
        source=draw(st.sampled_from([None, *ACTORS])),
    )


def holds(match: Match, event: Event) -> bool:
    """What docs/rules.md says, key by key, without any index."""
    roles = {"by": event.by, "to": event.to, "with_": event.with_, "via": event.via}
    everybody = {actor for actors in roles.values() for actor in actors}
    return (
        (not match.type or event.type in match.type)
        and (not match.subtype or event.subtype in match.subtype)
        and event.status in match.status
        and match.background in (event.background, "any")
        and (not match.countries or bool({event.country, *everybody} & set(match.countries)))
        and (not match.actors or bool(everybody & set(match.actors)))
        and all(not getattr(match, role) or set(actors) & set(getattr(match, role)) for role, actors in roles.items())
        and (not match.places or any(is_said(place, event.place or "") for place in match.places))
        and (not match.keywords or any(is_said(word, line) for word in match.keywords.any for line in event.evidence))
        and (not match.counts or any(reaches(match, event)))
    )


def is_said(phrase: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE) is not None


def reaches(match: Match, event: Event) -> list[bool]:
    return [
        wanted.min <= tally.low and (wanted.max is None or (tally.high is not None and tally.high <= wanted.max))
        for wanted in match.counts
        for tally in tallies(event)
        if tally.what in wanted.what
    ]


def a_rule(number: int, match: dict[str, object]) -> Rule:
    return Rule.model_validate(
        {
            "id": f"rule-{number:03}",
            "title": "A rule",
            "severity": "low",
            "why": "To see which ring.",
            "match": match,
            "examples": {"raises": ["Something happened."], "silent": ["Nothing did."]},
        }
    )


@settings(max_examples=120, deadline=None)
@given(st.lists(matches(), min_size=5, max_size=30), st.lists(events(), min_size=1, max_size=5))
def test_the_index_agrees_with_reading_every_rule(asked: list[dict[str, object]], happened: list[Event]) -> None:
    rules = [a_rule(number, match) for number, match in enumerate(asked)]
    book = RuleBook.from_rules(rules)
    for event in happened:
        expected = [rule.id for rule in rules if holds(rule.match, event)]
        assert [rung.id for rung in book.rung_by(event, PAGE)] == expected


@composite
def telling(draw: DrawFn) -> dict[str, object]:
    """A rule that also asks how the article tells it: who says so, in which words, how surely, of which side."""
    asked = draw(matches())
    words = st.fixed_dictionaries(
        {"in": st.sampled_from(["evidence", "article"])},
        optional={"any": some(WORDS[:4]), "all": some(WORDS[:4]), "not": some(WORDS[4:])},
    ).filter(lambda keywords: len(keywords) > 1)
    possible = st.fixed_dictionaries(
        {"what": some([what.value for what in COUNTED]), "min": st.integers(1, 12), "possible": st.booleans()},
        optional={"of": some(["RUS", "UKR"]), "max": st.integers(12, 14)},
    )
    optional: dict[str, st.SearchStrategy[object]] = {
        "keywords": words,
        "sources": st.fixed_dictionaries(
            {"publisher": some(["The Gazette", "The Herald"])}, optional={"claim": some(ACTORS)}
        ),
        "languages": some(["en", "fr"]),
        "confidence": st.sampled_from([0.2, 0.5, 0.9]),
        "counts": st.lists(possible, min_size=1, max_size=2),
    }
    for key in draw(st.lists(st.sampled_from(sorted(optional)), min_size=1, max_size=2, unique=True)):
        asked[key] = draw(optional[key])
    return asked


@composite
def nested(draw: DrawFn) -> dict[str, object]:
    """A rule with conditions inside, some of them two deep."""
    asked = draw(matches())
    for key in draw(st.lists(st.sampled_from(["all", "any", "not"]), min_size=1, max_size=2, unique=True)):
        inside = draw(st.lists(st.one_of(matches(), telling()), min_size=1, max_size=2))
        asked[key] = [{"any": inside}] if draw(st.booleans()) else inside
    return asked


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.one_of(matches(), telling(), nested()), min_size=5, max_size=20),
    st.lists(events(), min_size=1, max_size=5),
)
def test_the_index_agrees_with_the_plain_evaluator_where_rules_nest(
    asked: list[dict[str, object]], happened: list[Event]
) -> None:
    rules = [a_rule(number, match) for number, match in enumerate(asked)]
    book = RuleBook.from_rules(rules)
    for event in happened:
        facts = Facts.of(event, PAGE)
        expected = [rule.id for rule in rules if evaluated(rule.match, facts)]
        assert [rung.id for rung in book.rung_by(event, PAGE)] == expected


@settings(max_examples=50, deadline=None)
@given(matches(), events())
def test_a_rule_that_rings_gives_a_reason(asked: dict[str, object], event: Event) -> None:
    for rung in RuleBook.from_rules([a_rule(1, asked)]).rung_by(event, PAGE):
        assert rung.because
        assert all(reason.strip() == reason and reason for reason in rung.because)
