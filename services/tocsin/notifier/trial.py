"""Subscription -> one test message, sent at once past the outbox, and what came back."""

from datetime import datetime, timedelta

from tocsin.delivery.request import Sender, body_for, prepare
from tocsin.delivery.retry import judge
from tocsin.domain.alert import Alert, AlertType, alert_id
from tocsin.domain.delivery import Outcome, Verdict
from tocsin.domain.detection import ArticleReference, RungRule, Severity
from tocsin.domain.event import Event, EventType, Span, Status, event_id
from tocsin.domain.ids import make_id
from tocsin.domain.subscription import Subscription

_SENTENCE = "This is a test: nothing has happened."
_TRIGGER = Span(start=10, end=14)
_NOT_AFTER = timedelta(hours=1)  # a test is not tried again; ``judge`` wants to know until when it could be


def trial_alert(now: datetime) -> Alert:
    """Return an alert that says of itself that it is a test."""
    article = ArticleReference(
        id=f"test-{now:%Y%m%d%H%M%S}",
        url="https://tocsin.example/test",
        headline="Test of a Tocsin subscription",
        publisher="Tocsin",
        published=now,
        fetched=now,
    )
    event = Event(
        id=event_id(article.id, EventType.DIPLOMACY, _TRIGGER),
        article_id=article.id,
        type=EventType.DIPLOMACY,
        status=Status.POSSIBLE,
        background=False,
        trigger="test",
        trigger_span=_TRIGGER,
        evidence=(_SENTENCE,),
    )
    rule = RungRule(id="test", title="Test", severity=Severity.LOW, because=("you asked for a test message",))
    story = make_id("sty", "test", article.id)
    return Alert(
        id=alert_id(story, 1),
        story_id=story,
        revision=1,
        type=AlertType.TEST,
        raised_at=now,
        event=event,
        rules=(rule,),
        articles=(article,),
    )


async def send_test(subscription: Subscription, sender: Sender, *, now: datetime) -> tuple[Outcome, Verdict]:
    """Send a test message once; return what came and what the notifier would make of it.

    Raises:
        ValueError: The subscription's secret is missing or wrong.
    """
    alert = trial_alert(now)
    request = prepare(
        body_for(alert, subscription),
        subscription,
        delivery_id=make_id("msg", alert.id, subscription.id),
        now=now,
    )
    outcome = await sender.send(request)
    verdict = judge(outcome, kind=subscription.kind, attempts_made=1, now=now, jitter=0.5, not_after=now + _NOT_AFTER)
    return outcome, verdict
