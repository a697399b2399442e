"""What was read in an article -> the detections that are published."""

from datetime import UTC, datetime

from prometheus_client import REGISTRY

from tests.builders import NOON, a_rung_rule, an_article
from tests.fake_reader import FakeRules, open_fake_reader
from tocsin.detector.reading import Read, Unreadable, Withheld
from tocsin.detector.ringing import Matched, Matcher
from tocsin.domain.detection import ArticleReference, Detection, RungRule
from tocsin.domain.event import Event
from tocsin.kafka.codec import decode, encode
from tocsin.matching.facts import Page
from tocsin.matching.rule import Rule
from tocsin.matching.rulebook import RuleBook


class Asked:
    """Rules that keep what they were asked, and ring while they are told to."""

    failures = 0

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.ring = True

    def rung_by(self, event: Event, page: Page) -> tuple[RungRule, ...]:
        self.pages.append(page)
        return (a_rung_rule(),) if self.ring else ()


class Failing:
    """Rules with a fault of ours in them."""

    failures = 0

    def rung_by(self, event: Event, page: Page) -> tuple[RungRule, ...]:
        raise ZeroDivisionError(page.text)


def read(body: str = "Words.") -> Read:
    outcome = open_fake_reader().outcome(encode(an_article(id="a", body=body)))
    assert isinstance(outcome, Read)
    return outcome


def test_a_detection_bears_its_event_its_article_and_its_rules_under_the_id_of_the_event() -> None:
    verdict = Matcher(FakeRules(), lambda: NOON).verdict(read())
    assert isinstance(verdict, Matched)
    (detection,) = verdict.detections
    (event,) = verdict.read.events
    assert detection.key.decode() == event.id
    assert detection.kind == "attack"
    reference = ArticleReference.of(an_article(id="a"))
    assert decode(detection.value, Detection) == Detection(event=event, article=reference, rules=(a_rung_rule(),))


def test_a_condition_that_fails_is_counted_and_the_article_goes_on() -> None:
    counted = REGISTRY.get_sample_value("tocsin_rule_condition_errors_total") or 0
    rule = Rule.model_validate(
        {"id": "fails", "title": "T", "severity": "low", "why": "W", "match": {"type": "attack"}}
        | {"when": 'event.counts["drones"] > 1'}
    )
    matcher = Matcher(RuleBook.from_rules([rule]), lambda: NOON)
    for _ in range(2):
        verdict = matcher.verdict(read())
        assert isinstance(verdict, Matched)
        assert not verdict.detections
    assert REGISTRY.get_sample_value("tocsin_rule_condition_errors_total") == counted + 2


def test_rules_are_asked_at_the_time_of_matching_with_the_text_as_it_came() -> None:
    rules = Asked()
    Matcher(rules, lambda: datetime(2027, 1, 1, tzinfo=UTC)).verdict(read())
    (page,) = rules.pages
    assert page.asked == datetime(2027, 1, 1, tzinfo=UTC)
    assert page.text == an_article(id="a", body="Words.").text.whole


def test_rules_that_change_count_for_the_next_article() -> None:
    rules = Asked()
    matcher = Matcher(rules, lambda: NOON)
    counts = []
    for rules.ring in (True, False, True):
        verdict = matcher.verdict(read())
        assert isinstance(verdict, Matched)
        counts.append(len(verdict.detections))
    assert counts == [1, 0, 1]


def test_a_fault_in_matching_gives_up_the_article_with_its_kind_and_not_the_text() -> None:
    matcher = Matcher(Failing(), lambda: NOON)
    assert matcher.verdict(read("Secret words.")) == Unreadable("matching failed: ZeroDivisionError")
    quiet = read("QUIET")
    assert matcher.verdict(quiet) == Matched(quiet, ())


def test_what_was_not_read_is_passed_on() -> None:
    matcher = Matcher(Failing(), lambda: NOON)
    for outcome in (Unreadable("empty"), Withheld("a")):
        assert matcher.verdict(outcome) == outcome
