"""Alert or flood -> a Slack message of Block Kit, readable at a glance and within Slack's limits.

A section takes 3,000 characters, a header 150, all blocks together about 13,000 (Slack does not document the last).
The limits below add up to less than 11,000, whatever an article holds.
"""

import json
from datetime import UTC, datetime
from typing import Any

from tocsin.delivery.plain_text import LONGEST_LINK, brief, host_of, safe_link
from tocsin.delivery.rate_wording import flooding_text, last_text
from tocsin.delivery.wording import SEPARATOR, actor_name, day_text, headline
from tocsin.domain.alert import Alert, AlertType
from tocsin.domain.detection import ArticleReference, RungRule, Severity
from tocsin.domain.flood import Flood

HEADER_LIMIT = 150
TEXT_LIMIT = 1_000  # of the fallback; it is what a telephone's notification shows
_LINE_LIMIT = 1_200
_QUOTE_LIMIT = 700
_MOST_QUOTES = 3
_REASON_LIMIT = 300
_MOST_RULES = 4
_MOST_REASONS = 3
_TITLE_LIMIT = 300
_CONTEXT_LIMIT = 500

_SIGNS: dict[Severity, str] = {
    Severity.LOW: "🔵",
    Severity.MEDIUM: "🟡",
    Severity.HIGH: "🟠",
    Severity.CRITICAL: "🔴",
}
_LOUDNESS: tuple[Severity, ...] = tuple(_SIGNS)
_BEFORE_THE_TITLE: dict[AlertType, str] = {
    AlertType.RAISED: "",
    AlertType.UPDATED: "Update: ",
    AlertType.RETRACTED: "Retracted: ",
    AlertType.TEST: "Test: ",
}


def body(alert: Alert) -> bytes:
    """Return the JSON that an incoming webhook of Slack takes; the same bytes for the same alert."""
    return _json(message(alert))


def flood_body(flood: Flood) -> bytes:
    """Return the same for a flood."""
    return _json(flood_message(flood))


def message(alert: Alert) -> dict[str, Any]:
    """Return the message: blocks, and the same in one line for notifications and screen readers."""
    title, line = _title(alert), headline(alert.event)
    blocks = [
        # No emoji codes: a title from a rule or an article must not turn into pictures.
        {
            "type": "header",
            "text": {"type": "plain_text", "text": brief(title, HEADER_LIMIT, _utf16), "emoji": False},
        },
        _section(_escaped(line, _LINE_LIMIT)),
        *_changes(alert),
        _section(
            "\n".join(f"> {_escaped(sentence, _QUOTE_LIMIT)}" for sentence in alert.event.evidence[:_MOST_QUOTES])
        ),
        *_reasons(alert),
        *_rates_reached(alert),
        _section(_link(alert.articles[0]) + _other_articles(alert)),
        {"type": "context", "elements": [_mrkdwn(_context(alert))]},
    ]
    return _message(f"{title}: {line}", blocks)


def flood_message(flood: Flood) -> dict[str, Any]:
    """Return the notice of a flood: one line, and the newest alerts that were held."""
    title, said = flood.rule.title, flooding_text(flood)
    source = f"{_time_text(flood.ended)}{SEPARATOR}rule {flood.rule.id}"
    blocks = [
        _section(f"{_SIGNS[flood.rule.severity]} *{_escaped(title, _TITLE_LIMIT)}* is {said}. The newest of them:"),
        *(  # a section each: three long links would not fit into one
            _section(f"• {_escaped(headline(alert.event), _REASON_LIMIT)}\n{_link(alert.articles[0])}")
            for alert in flood.newest
        ),
        {"type": "context", "elements": [_mrkdwn(_escaped(source, _CONTEXT_LIMIT))]},
    ]
    return _message(f"{title} is {said}", blocks)


def _message(text: str, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    # Whatever Slack would make of a link or a name in an article's words is switched off.
    return {"text": _escaped(text, TEXT_LIMIT), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def _json(sent: dict[str, Any]) -> bytes:
    return json.dumps(sent, ensure_ascii=False, separators=(",", ":")).encode()


def escape(character: str) -> str:
    """Return a character as Slack's mrkdwn wants it; ``<!channel>`` and ``<@U1>`` become harmless by it."""
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(character, character)


def _title(alert: Alert) -> str:
    before = _BEFORE_THE_TITLE[alert.type]
    if not alert.ringing:
        return f"{before}Tocsin"
    loudest = max(alert.ringing, key=lambda rule: _LOUDNESS.index(rule.severity))
    return f"{_SIGNS[loudest.severity]} {before}{loudest.title}"


def _changes(alert: Alert) -> list[dict[str, Any]]:
    if not alert.changed:
        return []
    return [_section(f"*What is new:* {_escaped('; '.join(alert.changed), _LINE_LIMIT)}")]


def _reasons(alert: Alert) -> list[dict[str, Any]]:
    if not alert.ringing:
        return []
    lines = [_reason(rule) for rule in alert.ringing[:_MOST_RULES]]
    left = len(alert.ringing) - len(lines)
    return [_section("\n".join(["*Why it rang*", *lines, *([f"and {left} more rules"] if left else [])]))]


def _rates_reached(alert: Alert) -> list[dict[str, Any]]:
    titles = {rule.id: rule.title for rule in alert.rules}
    lines = [
        f"*{_escaped(titles.get(reached.rule, reached.rule), HEADER_LIMIT)}*: {last_text(reached)}"
        for reached in alert.last_of[:_MOST_RULES]
    ]
    return [_section("\n".join(lines))] if lines else []


def _reason(rule: RungRule) -> str:
    because = "; ".join(rule.because[:_MOST_REASONS])
    return f"• {_escaped(f'{rule.title}: {because}' if because else rule.title, _REASON_LIMIT)}"


def _link(article: ArticleReference) -> str:
    title = _escaped(article.headline, _TITLE_LIMIT) or "Article without a headline"
    link = safe_link(article.url)
    escaped = "".join(map(escape, link)) if link else ""
    if not link or len(escaped) > LONGEST_LINK:
        return title
    # A bar or a bracket would end the link early; safe_link has percent-encoded both.
    return f"<{escaped}|{title}> ({_escaped(host_of(link), _TITLE_LIMIT)})"


def _other_articles(alert: Alert) -> str:
    others = len(alert.articles) - 1
    return f"\nand {others} more {'article' if others == 1 else 'articles'}" if others else ""


def _context(alert: Alert) -> str:
    article, source = alert.articles[0], alert.event.source
    parts = (
        article.publisher,
        _time_text(article.published),
        f"according to {actor_name(source)}" if source else None,
        f"revision {alert.revision}",
    )
    return _escaped(SEPARATOR.join(part for part in parts if part), _CONTEXT_LIMIT)


def _time_text(moment: datetime) -> str:
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:  # the first or last day of the calendar in another zone: no date worth showing
        return ""
    return f"{day_text(utc.date())}, {utc:%H:%M} UTC"


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str) -> dict[str, Any]:
    # verbatim: Slack must not make links of what looks like one in an article's words.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _escaped(text: str, limit: int) -> str:
    """Return ``text`` cleaned, shortened and escaped: at most ``limit`` UTF-16 units, never half an escape."""
    return "".join(map(escape, brief(text, limit, _escaped_utf16)))


def _escaped_utf16(character: str) -> int:
    return _utf16(character) + len(escape(character)) - 1


def _utf16(character: str) -> int:
    return 1 + (ord(character) > 0xFFFF)
