"""Alert or flood -> the body of a webhook: JSON of less than 20 kB, the same bytes for the same alert.

::

    {"type": "alert.raised", "timestamp": "2026-02-06T12:00:00Z", "data": {
       "alert_id", "story_id", "revision", "headline", "event", "evidence", "rules", "articles", "changed", "left_out"}}
    {"type": "rule.flooding", "timestamp", "data": {"rule", "began", "ended", "allowed", "held", "newest", "left_out"}}
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from tocsin.delivery.plain_text import LONGEST_READ, brief, clean, safe_link
from tocsin.delivery.rate_wording import flooding_text, last_text
from tocsin.delivery.wording import headline
from tocsin.domain.alert import Alert, RateReached
from tocsin.domain.detection import ArticleReference, RungRule
from tocsin.domain.event import Event
from tocsin.domain.flood import FLOODING, Flood

LARGEST_BODY = 20_000  # bytes, exclusive; what Standard Webhooks advises
_LARGEST_NUMBER = 2**53 - 1  # above it JSON readers disagree (RFC 7493)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _Limits:
    """How much of an alert goes into its message. ``text`` and ``sentence`` are bytes of JSON."""

    text: int
    sentence: int
    items: int
    articles: int


# Real alerts fit the first. The last is small enough for anything: at most 60 texts, 40 numbers and one link.
_LADDER = (
    _Limits(text=500, sentence=1_500, items=20, articles=20),
    _Limits(text=200, sentence=500, items=10, articles=5),
    _Limits(text=80, sentence=200, items=4, articles=1),
)


def body(alert: Alert) -> bytes:
    """Return what a webhook carries; ``left_out`` in it counts what did not fit.

    Texts lose control and bidirectional characters, links that are not http(s) become null.
    """
    for limits in _LADDER:
        written = json.dumps(_message(alert, limits), ensure_ascii=False, separators=(",", ":")).encode()
        if len(written) < LARGEST_BODY:
            return written
    message = f"alert {alert.id} makes a message of {len(written)} bytes within the smallest limits"
    raise AssertionError(message)  # the ladder's last step is too wide: a mistake in this module


def flood_body(flood: Flood) -> bytes:
    """Return what a webhook carries about a flood, made of texts and links as those of an alert are."""
    fit = _Fit(_LADDER[1])
    data = {
        "rule": {
            "id": fit.text(flood.rule.id),
            "title": fit.text(flood.rule.title),
            "severity": flood.rule.severity.value,
        },
        "summary": flooding_text(flood),
        "began": _time(flood.began),
        "ended": _time(flood.ended),
        "allowed": flood.rate,
        "held": flood.held,
        "newest": fit.items("newest", flood.newest, lambda alert: _held(alert, fit)),
    }
    message = {
        "type": FLOODING,
        "timestamp": _time(flood.ended),
        "data": data | {"left_out": dict(sorted(fit.left_out.items()))},
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _message(alert: Alert, limits: _Limits) -> dict[str, Any]:
    fit = _Fit(limits)
    data = {
        "alert_id": fit.text(alert.id),
        "story_id": fit.text(alert.story_id),
        "revision": alert.revision,
        "headline": brief(headline(alert.event), 2 * limits.sentence, _json_bytes),
        "event": _event(alert.event, fit),
        "evidence": fit.items("evidence", alert.event.evidence, fit.sentence),
        "rules": fit.items("rules", alert.ringing, lambda rule: _rule(rule, fit)),
        **_last_of(alert, fit),
        "articles": fit.items("articles", alert.articles, lambda article: _article(article, fit), limits.articles),
        "changed": fit.texts("changed", alert.changed),
    }
    return {
        "type": alert.type.value,
        "timestamp": _time(alert.raised_at),
        "data": data | {"left_out": dict(sorted(fit.left_out.items()))},
    }


def _event(event: Event, fit: "_Fit") -> dict[str, Any]:
    countable = [count for count in event.counts if _is_plain_number(count.n)]
    fit.leave_out("counts", len(event.counts) - len(countable))
    return {
        "id": fit.text(event.id),
        "type": event.type.value,
        "subtype": event.subtype,
        "status": event.status.value,
        "background": event.background,
        "by": fit.texts("by", event.by),
        "to": fit.texts("to", event.to),
        "with": fit.texts("with", event.with_),
        "via": fit.texts("via", event.via),
        "names": fit.texts("names", event.names),
        "counts": fit.items(
            "counts",
            countable,
            lambda count: {
                key: fit.text(value) if isinstance(value, str) else value for key, value in count.as_json().items()
            },
        ),
        "place": fit.text(event.place),
        "country": event.country,
        "date": event.date,
        "source": fit.text(event.source),
        **({"truncated": True} if event.truncated else {}),
    }


def _rule(rule: RungRule, fit: "_Fit") -> dict[str, Any]:
    return {
        "id": fit.text(rule.id),
        "title": fit.text(rule.title),
        "severity": rule.severity.value,
        "because": fit.texts("because", rule.because),
    }


def _last_of(alert: Alert, fit: "_Fit") -> dict[str, Any]:
    """Return nothing for most alerts: only the last one that a rule may raise in an hour says so."""
    if not alert.last_of:
        return {}
    return {"last_of": fit.items("last_of", alert.last_of, lambda reached: _reached(reached, fit))}


def _reached(reached: RateReached, fit: "_Fit") -> dict[str, Any]:
    return {
        "rule": fit.text(reached.rule),
        "allowed": reached.rate,
        "held_until": _time(reached.until),
        "summary": last_text(reached),
    }


def _held(alert: Alert, fit: "_Fit") -> dict[str, Any]:
    return {
        "alert_id": fit.text(alert.id),
        "headline": fit.sentence(headline(alert.event)),
        "url": fit.link(alert.articles[0].url),
    }


def _article(article: ArticleReference, fit: "_Fit") -> dict[str, Any]:
    return {
        "id": fit.text(article.id),
        "url": fit.link(article.url),
        "headline": fit.text(article.headline),
        "publisher": fit.text(article.publisher),
        "published": _time(article.published),
    }


@dataclass(slots=True)
class _Fit:
    """Cuts to the limits and counts what it cuts."""

    limits: _Limits
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, what: str, number: int) -> None:
        if number > 0:
            self.left_out[what] = self.left_out.get(what, 0) + number

    def text(self, text: str | None) -> str | None:
        return None if text is None else self._cut(text, self.limits.text)

    def sentence(self, text: str) -> str:
        return self._cut(text, self.limits.sentence)

    def link(self, url: str) -> str | None:
        link = safe_link(url)
        if link is not None and len(link) > 2 * self.limits.sentence:
            link = None  # half a link leads nowhere
        self.leave_out("links", int(link is None))
        return link

    def texts(self, what: str, texts: Iterable[str]) -> list[str]:
        return self.items(what, tuple(texts), lambda text: self._cut(text, self.limits.text))

    def items(
        self, what: str, items: Sequence[Item], show: Callable[[Item], Any], most: int | None = None
    ) -> list[Any]:
        shown = items[: most or self.limits.items]
        self.leave_out(what, len(items) - len(shown))
        return [show(item) for item in shown]

    def _cut(self, text: str, limit: int) -> str:
        short = brief(text, limit, _json_bytes)
        self.leave_out("text_ends", int(len(text) > LONGEST_READ or short != clean(text)))
        return short


def _json_bytes(character: str) -> int:
    return len(character.encode()) + (character in '"\\')


def _is_plain_number(number: int | tuple[int | None, int | None]) -> bool:
    bounds = number if isinstance(number, tuple) else (number,)
    return all(bound is None or abs(bound) <= _LARGEST_NUMBER for bound in bounds)


def _time(moment: datetime) -> str:
    try:
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:  # the first or last day of the calendar in another zone: a senseless date, shown as it came
        return moment.isoformat()
