"""Valid values by default: a test says only what matters to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tocsin.domain.alert import Alert, AlertType, alert_id, story_id
from tocsin.domain.article import Article
from tocsin.domain.detection import ArticleReference, Detection, RungRule, Severity
from tocsin.domain.event import Event, EventType, Span, event_id
from tocsin.domain.flood import Flood, flood_id
from tocsin.domain.subscription import Kind, Subscription
from tocsin.matching.facts import Page

NOON = datetime(2026, 2, 6, 12, 0, tzinfo=UTC)


def an_article(**given: Any) -> Article:
    """An article of 6 February 2026; keys as in Python (``date_fetched``)."""
    values: dict[str, Any] = {
        "id": "article-1",
        "url": "https://news.example/2026/02/06/strike",
        "headline": "Twelve killed in strike on Kharkiv",
        "body": "A Russian missile strike killed 12 people in Kharkiv on Thursday, Ukrainian officials said.",
        "date_published": NOON,
        "date_fetched": NOON,
        "source": {"id": "test"},
    }
    return Article.model_validate(values | given)


def a_page(text: str | None = None, **given: Any) -> Page:
    """What rules see of ``an_article()``, asked a minute after it was fetched."""
    article = an_article(**given)
    reference = ArticleReference.of(article)
    return Page(reference, reference.fetched + timedelta(minutes=1), article.text.whole if text is None else text)


def an_event(**given: Any) -> Event:
    """A missile strike on Kharkiv with twelve dead; ``type`` and the rest can be given."""
    trigger = Span.model_validate(given.pop("trigger_span", {"start": 37, "end": 51}))
    values: dict[str, Any] = {
        "article_id": "article-1",
        "type": EventType.ATTACK,
        "subtype": "missile",
        "status": "happened",
        "background": False,
        "by": ["RUS"],
        "to": ["UKR"],
        "counts": [{"what": "killed", "n": 12, "of": "UKR"}],
        "place": "Kharkiv",
        "country": "UKR",
        "date": "2026-02-05",
        "source": "UKR",
        "trigger": "missile strike",
        "evidence": ["A Russian missile strike killed 12 people in Kharkiv on Thursday, Ukrainian officials said."],
    }
    if "type" in given and "subtype" not in given:
        values["subtype"] = None
    values |= given
    values.setdefault("id", event_id(values["article_id"], EventType(values["type"]), trigger))
    return Event.model_validate(values | {"trigger_span": trigger})


def a_rung_rule(**given: Any) -> RungRule:
    """The rule large-attack, rung by twelve dead."""
    values: dict[str, Any] = {
        "id": "large-attack",
        "title": "Large attack",
        "severity": Severity.HIGH,
        "because": ["killed 12 is at least 10"],
    }
    return RungRule.model_validate(values | given)


def a_detection(**given: Any) -> Detection:
    """The event of ``an_event`` in the article of ``an_article``, with the rule that it rang."""
    values: dict[str, Any] = {
        "event": an_event(),
        "article": ArticleReference.of(an_article()),
        "rules": (a_rung_rule(),),
    }
    return Detection.model_validate(values | given)


def an_alert(**given: Any) -> Alert:
    """The first revision of the story of ``an_event``."""
    event = given.pop("event", None) or an_event()
    story = story_id(event)
    values: dict[str, Any] = {
        "id": alert_id(story, given.get("revision", 1)),
        "story_id": story,
        "revision": 1,
        "type": AlertType.RAISED,
        "raised_at": NOON,
        "event": event,
        "rules": (a_rung_rule(),),
        "articles": (ArticleReference.of(an_article()),),
    }
    return Alert.model_validate(values | given)


def a_flood(**given: Any) -> Flood:
    """A rule of ten alerts an hour that held two."""
    values: dict[str, Any] = {
        "id": flood_id("large-attack", NOON),
        "rule": a_rung_rule(because=(), rate=10),
        "began": NOON,
        "ended": NOON + timedelta(hours=1),
        "rate": 10,
        "held": 2,
        "newest": (an_alert(), an_alert(event=an_event(place="Poltava", counts=[]))),
    }
    return Flood(**values | given)


SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the one of the examples of Standard Webhooks


def a_subscription(**given: Any) -> Subscription:
    """A webhook that wants everything."""
    values: dict[str, Any] = {
        "id": "subscription-1",
        "name": "desk",
        "kind": Kind.WEBHOOK,
        "url": "https://receiver.example/alerts",
        "secret": SECRET,
    }
    return Subscription.model_validate(values | given)
