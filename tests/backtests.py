"""Rules, articles and readings for tests of the back-test."""

from datetime import date, timedelta
from typing import Any

from tests.builders import an_event
from tocsin.backtest.reading import ReadArticle, Told
from tocsin.domain.article import ArticleText
from tocsin.domain.event import EventType, Span, event_id
from tocsin.matching.rule import Rule
from tocsin.matching.rulebook import RuleBook

FIRST_DAY = date(2026, 2, 1)


def a_rule(rule_id: str = "any-attack", **given: Any) -> Rule:
    """A rule that an attack with at least ten killed rings."""
    values: dict[str, Any] = {
        "id": rule_id,
        "title": rule_id.replace("-", " ").capitalize(),
        "severity": "high",
        "why": "Somebody is shooting.",
        "match": {"type": "attack", "counts": {"what": "killed", "min": 10}},
    }
    return Rule.model_validate(values | given)


def killed_at_least(least: int, rule_id: str = "any-attack") -> Rule:
    """A rule that an attack with so many killed rings."""
    return a_rule(rule_id, match={"type": "attack", "counts": {"what": "killed", "min": least}})


def a_book(*rules: Rule) -> RuleBook:
    """The book of these rules, or of ``a_rule()``."""
    return RuleBook.from_rules(rules or (a_rule(),))


def read(article_id: str, *killed: int, day: int | None = 0, headline: str | None = None, **told: Any) -> ReadArticle:
    """An article with one attack for each number of killed, so many days after ``FIRST_DAY``."""
    article = ArticleText(
        id=article_id,
        headline=headline,
        body="A strike.",
        day=None if day is None else FIRST_DAY + timedelta(day),
        publisher=told.pop("publisher", None),
    )
    events = tuple(
        an_event(
            id=event_id(article_id, EventType.ATTACK, Span(start=number, end=number + 1)),
            article_id=article_id,
            counts=[{"what": "killed", "n": many, "of": "UKR"}],
            **told.get("event", {}),
        )
        for number, many in enumerate(killed)
    )
    return ReadArticle(article, Told(events, told.get("language", "en")))
