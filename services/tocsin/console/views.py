"""Domain values -> what the page's templates show. Plain strings: the templates escape them."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tocsin.delivery.rate_wording import held_text
from tocsin.delivery.wording import headline
from tocsin.domain.alert import Alert
from tocsin.domain.article import Article
from tocsin.domain.delivery import DeliveryState
from tocsin.domain.detection import Severity
from tocsin.domain.event import Event
from tocsin.storage.values import DeliverySummary

_LOUDNESS = {severity: number for number, severity in enumerate(Severity)}
_STATE_TEXT = {
    DeliveryState.PENDING: "waiting",
    DeliveryState.LEASED: "sending",
    DeliveryState.RETRY: "will retry",
    DeliveryState.DELIVERED: "delivered",
    DeliveryState.GIVEN_UP: "given up",
    DeliveryState.GONE: "receiver gone",
}


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One line in the list of articles."""

    key: str
    time: str
    headline: str
    publisher: str | None


@dataclass(frozen=True, slots=True)
class EventView:
    """One line in the list of events; ``is_news`` is false for what the article only recalls."""

    key: str
    line: str
    is_news: bool


@dataclass(frozen=True, slots=True)
class AlertView:
    """A card: what rang, who and how many and where, the sentence that proves it.

    ``evidence`` holds, for each sentence, what stands before the trigger, the trigger, and what stands after it.
    ``held`` says which rules hold it and until when; "" for most.
    """

    key: str
    severity: str
    title: str
    line: str
    evidence: tuple[tuple[str, str, str], ...]
    because: str
    time: str
    headline: str
    link: str | None
    publisher: str | None
    held: str


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One line in the list of deliveries. ``receiver`` is the subscription's name, never its URL."""

    key: str
    state: str
    state_text: str
    receiver: str
    title: str
    reason: str


def article_view(article: Article) -> ArticleView:
    """Show an article by its headline."""
    publisher = article.publisher
    return ArticleView(
        key=article.id,
        time=_clock(article.date_published or article.date_fetched),
        headline=article.headline,
        publisher=(publisher.name or publisher.domain) if publisher else None,
    )


def event_view(event: Event) -> EventView:
    """Show an event in one line of plain English."""
    return EventView(key=event.id, line=headline(event), is_news=not event.background)


def alert_view(alert: Alert) -> AlertView:
    """Show an alert under the title of its loudest rule."""
    loudest = max(alert.rules, key=lambda rule: _LOUDNESS[rule.severity])
    article = alert.articles[0]
    return AlertView(
        key=alert.id,
        severity=loudest.severity.value,
        title=" · ".join(rule.title for rule in alert.rules),
        line=headline(alert.event),
        evidence=tuple(_around(sentence, alert.event.trigger) for sentence in alert.event.evidence[:3]),
        because="; ".join(f"{rule.id}: {', '.join(rule.because)}" for rule in alert.rules),
        time=_clock(alert.raised_at),
        headline=article.headline,
        link=article.url if urlsplit(article.url).scheme in {"http", "https"} else None,
        publisher=article.publisher,
        held="; ".join(f"{reached.rule} {held_text(reached)}" for reached in alert.held_by),
    )


def delivery_view(delivery: DeliverySummary) -> DeliveryView:
    """Show a delivery by its state and its receiver's name."""
    return DeliveryView(
        key=delivery.id,
        state=delivery.state.value,
        state_text=_STATE_TEXT[delivery.state],
        receiver=delivery.receiver,
        title=delivery.title,
        reason=delivery.reason or "",
    )


def _around(sentence: str, trigger: str) -> tuple[str, str, str]:
    before, found, after = sentence.partition(trigger)
    return before, found, after


def _clock(moment: datetime) -> str:
    return moment.strftime("%d %b %H:%M %Z").removesuffix(" UTC")
