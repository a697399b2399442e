import pytest
from structlog.testing import capture_logs

from tests.builders import an_article, an_event
from tocsin.domain.detection import ArticleReference
from tocsin.matching.cel import BoundEvent, Condition, compile_condition
from tocsin.matching.cel_faults import ConditionFault

ARTICLE = ArticleReference.of(an_article())


def a_condition(text: str) -> Condition:
    condition = compile_condition(text)
    assert isinstance(condition, Condition), condition
    return condition


@pytest.mark.parametrize(
    "text",
    [
        'event.type == "attack" && event.subtype == "missile"',
        'event.status == "happened" && !event.background',
        '"RUS" in event.by && "UKR" in event.to && event.with.size() == 0 && event.via.size() == 0',
        '"RUS" in event.actors && event.names.size() == 0',
        'event.place == "Kharkiv" && event.country == "UKR" && event.source == "UKR"',
        '"killed" in event.counts && event.counts["killed"] >= 10',
        'event.evidence.exists(sentence, sentence.contains("missile")) && event.trigger == "missile strike"',
        'article.headline.startsWith("Twelve") && article.publisher == ""',
        'article.published > timestamp("2026-02-06T00:00:00Z")',
    ],
)
def test_a_condition_sees_every_part_of_an_event(text: str) -> None:
    assert a_condition(text).holds(BoundEvent(an_event(), ARTICLE))


def test_a_condition_that_is_false_does_not_hold() -> None:
    assert not a_condition("event.background").holds(BoundEvent(an_event(), ARTICLE))


def test_a_condition_can_ask_how_sure_an_event_is() -> None:
    condition = a_condition("event.confidence > 0.9")
    assert condition.holds(BoundEvent(an_event(confidence=0.95), ARTICLE))
    assert not condition.holds(BoundEvent(an_event(confidence=0.85), ARTICLE))


def test_a_condition_on_a_count_that_is_not_there_does_not_hold_and_is_logged_once() -> None:
    condition = a_condition('event.counts["drones"] > 3')
    with capture_logs() as logs:
        assert not condition.holds(BoundEvent(an_event(), ARTICLE))
        assert not condition.holds(BoundEvent(an_event(), ARTICLE))
    assert [entry["problem"] for entry in logs] == ["NOT_FOUND"]


LOOP_IN_LOOP = "event.names.all(a, event.names.all(b, event.names.all(c, a != '')))"
COPIES = "event.names.map(a, event.names.map(b, event.names.map(c, a + b + c))).size() > 0"


@pytest.mark.parametrize(
    "text",
    [
        LOOP_IN_LOOP,
        COPIES,
        'event.counts["killed"] / event.counts["injured"] > 1',
        'event.counts["killed"] % event.counts["injured"] == 1',
        'event.counts["drones"] > 3',
        "event.by[1] == 'UKR'",
        "event.counts['killed'] + 9223372036854775807 > 0",
        '"a".matches(event.trigger)',
        "timestamp(event.trigger) < article.published",
    ],
)
def test_a_condition_that_fails_while_it_runs_is_not_met_and_each_failure_is_counted(text: str) -> None:
    condition = compiled_as_it_is(text)
    counts = [{"what": "killed", "n": 12}, {"what": "injured", "n": 0}]
    bound = BoundEvent(an_event(names=["x"] * 2000, trigger="secret (", counts=counts), ARTICLE)
    with capture_logs() as logs:
        assert not condition.holds(bound)
        assert not condition.holds(bound)
    assert condition.failures == 2
    assert len(logs) == 1
    assert "secret" not in str(logs)


def compiled_as_it_is(text: str) -> Condition:
    """Compile what is only found to fail on a certain event, and what fails on the trial event as well."""
    checked = compile_condition(f"event.place == 'Kharkiv' && ({text})")
    assert isinstance(checked, Condition), checked
    return checked


def test_a_failure_that_the_rest_makes_no_matter_is_none() -> None:
    condition = a_condition('event.background || event.place == "Kharkiv" || event.counts["drones"] > 3')
    assert condition.holds(BoundEvent(an_event(), ARTICLE))
    assert condition.failures == 0


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)*$", "(.*)*x", "(a?){50}a{50}"])
def test_a_pattern_that_explodes_elsewhere_is_answered(pattern: str) -> None:
    bound = BoundEvent(an_event(trigger="a" * 50_000 + "!"), ARTICLE)
    assert not a_condition(f'event.trigger.matches("^{pattern}$")').holds(bound)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("1 / 0 == 1", 1, "fails on an ordinary event: INVALID_ARGUMENT: divide by zero"),
        ('event.counts["killd"] > 1', 15, "no count 'killd'; did you mean killed?"),
        ('"killd" in event.counts', 2, "no count 'killd'; did you mean killed?"),
        ('event.type == "atack"', 16, "no type 'atack'; did you mean attack?"),
        ("event.subtype != 'drones'", 19, "no subtype 'drones'; did you mean drone?"),
        ('event.country == "UA"', 19, "no country 'UA'; write an alpha-3 code such as UKR"),
        ("event.killed > 1", 6, 'unknown name event.killed; write event.counts["killed"]'),
        ('event["type"] == "a"', 1, "event alone is nothing; write event. and a part of it, without brackets"),
        ('event.type.startswith("a")', 22, "unknown name startswith; did you mean startsWith?"),
        ('event.type = "attack"', 12, "write ==, not ="),
        ('event.background and event.place == "and"', 18, "write &&, not and"),
        (
            "event.confidence > 1",
            18,
            "a whole number and a decimal do not go with >; write 1.0 for 1, or double(...)",
        ),
        ("event.type == 3", 12, "== does not take string, int"),
        ("(" * 100 + "true" + ")" * 100, 1, "is nested too deeply; 32 levels are the limit"),
        (f'event.place == "{"a" * 100_000}"', 1, "is too long; 100,000 characters are the limit"),
        ('event.place.matches("(?=a)b")', 21, "invalid regular expression: invalid perl operator: (?="),
        (
            'event.place.matches("((a{100}){100}){100}")',
            21,
            "invalid regular expression: invalid repetition size: {100}",
        ),
    ],
)
def test_what_can_never_run_or_hold_is_a_fault_with_what_would_be_right(text: str, column: int, message: str) -> None:
    assert compile_condition(text) == (ConditionFault(1, column, message),)


def test_a_number_beyond_what_cel_counts_is_the_highest_it_counts() -> None:
    event = an_event(counts=[{"what": "people", "n": 10**30}])
    assert a_condition('event.counts["people"] > 1000000').holds(BoundEvent(event, ARTICLE))


def test_missing_values_are_empty_texts() -> None:
    event = an_event(subtype=None, place=None, country=None, source=None)
    text = 'event.subtype == "" && event.place == "" && event.country == "" && event.source == ""'
    assert a_condition(text).holds(BoundEvent(event, ARTICLE))
