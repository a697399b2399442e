"""History -> one JSON object, for scripts."""

from typing import Any

from tocsin.backtest.comparison import Comparison, RuleChange
from tocsin.backtest.history import History, Ring, RuleHistory


def as_json(history: History, comparison: Comparison | None = None) -> dict[str, Any]:
    """Return all that the report is drawn from, ready for ``json.dumps``; ``changes`` only where there is a comparison.

    A rule's ``by_day`` counts its rings; what is undated stands under "undated".
    """
    shown: dict[str, Any] = {
        "articles": history.articles,
        "articles_by_day": {_day(day): many for day, many in _sorted(history.articles_on)},
        "events": history.events,
        "other_languages": dict(sorted(history.other_languages.items())),
        "not_read": [{"place": one.place, "error": one.why} for one in history.not_read],
        "rules": [_rule(one) for one in history.rules],
        "never": [one.rule.id for one in history.never],
        "always": [{"rule": one.rule_id, "why": one.why} for one in history.always],
        "pairs": [
            {"rules": [one.one, one.other], "together": one.shared, "either": one.either} for one in history.pairs
        ],
    }
    if comparison is not None:
        shown["changes"] = [_change(change) for change in comparison.changes]
        shown["only_new"] = [one.rule.id for one in comparison.only_new]
        shown["only_old"] = [one.rule.id for one in comparison.only_old]
    return shown


def _rule(one: RuleHistory) -> dict[str, Any]:
    return {
        "id": one.rule.id,
        "articles": one.articles,
        "by_day": {_day(day): many for day, many in _sorted(one.by_day)},
        "rings": [_ring(ring) for ring in one.rings],
    }


def _change(change: RuleChange) -> dict[str, Any]:
    return {
        "rule": change.rule.id,
        "gained": [_ring(ring) for ring in change.gained],
        "lost": [_ring(ring) for ring in change.lost],
        "unchanged": change.unchanged,
    }


def _ring(ring: Ring) -> dict[str, Any]:
    return {
        "article": ring.article_id,
        "date": ring.day.isoformat() if ring.day else None,
        "event": ring.event.id,
        "because": list(ring.because),
        "evidence": list(ring.event.evidence),
    }


def _day(day: object) -> str:
    return "undated" if day is None else str(day)


def _sorted(by_day: Any) -> list[tuple[Any, int]]:
    return sorted(by_day.items(), key=lambda item: (item[0] is None, str(item[0])))
