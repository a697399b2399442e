"""What receivers get, to the letter: these files are what others build on.

``UPDATE_GOLDEN=1 pytest tests/golden`` writes them anew; the difference is then for a reviewer to read.
"""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_flood, a_rung_rule, an_alert, an_article, an_event
from tocsin.delivery import message, slack
from tocsin.domain.alert import Alert, RateReached
from tocsin.domain.detection import ArticleReference, Severity

FOLDER = Path(__file__).with_name("delivery")


def an_exchange() -> Alert:
    event = an_event(
        type="prisoner_exchange",
        subtype="prisoners",
        by=[],
        to=[],
        via=["ARE", "USA"],
        counts=[{"what": "exchanged", "n": 157, "of": "RUS"}, {"what": "exchanged", "n": 150, "of": "UKR"}],
        place=None,
        country=None,
        date="2026-02-06",
        source="RUS",
        evidence=["Russia and Ukraine exchanged 157 prisoners for 150 on Friday, the Defence Ministry in Moscow said."],
        **{"with": ["RUS", "UKR"]},
    )
    rule = a_rung_rule(id="exchange", title="Prisoner exchange", severity=Severity.MEDIUM, because=["type is exchange"])
    return an_alert(event=event, rules=(rule,))


def an_update() -> Alert:
    articles = [
        ArticleReference.of(an_article(id=f"article-{number}", publisher={"name": f"Paper {number}"}))
        for number in (1, 2)
    ]
    event = an_event(counts=[{"what": "killed", "n": (14, None), "of": "UKR"}, {"what": "injured", "n": 40}])
    changed = ("killed: 12 → at least 14", "injured: 40 is new")
    return an_alert(event=event, type="alert.updated", revision=2, articles=articles, changed=changed)


def a_last_one() -> Alert:
    """Raised by two rules: it is the last for a while of one; a third rule is held."""
    rules = (
        a_rung_rule(rate=10),
        a_rung_rule(id="war", title="War", because=["type is attack"]),
        a_rung_rule(id="any"),
    )
    until = NOON + timedelta(minutes=32)
    last = RateReached(rule="large-attack", rate=10, until=until)
    return an_alert(rules=rules, last_of=(last,), held_by=(RateReached(rule="any", rate=50, until=until),))


def a_hostile_article() -> Alert:
    words = "<!channel> \u202eevil\u202c <https://evil.example|bank> &c. \x00"
    article = an_article(headline=words, url="javascript:alert(1)", publisher={"name": words})
    event = an_event(by=[words], place=words, evidence=[words, "word " * 500])
    return an_alert(event=event, articles=(ArticleReference.of(article),))


ALERTS = {
    "raised": an_alert(),
    "exchange": an_exchange(),
    "update": an_update(),
    "hostile": a_hostile_article(),
    "many-articles": an_alert(articles=[ArticleReference.of(an_article(id=f"article-{n}")) for n in range(22)]),
    "last-of-an-hour": a_last_one(),
}
FLOODS = {"flooding": a_flood(held=212)}


@pytest.mark.parametrize("name", ALERTS)
@pytest.mark.parametrize("kind", ["webhook", "slack"])
def test_receivers_get_what_the_golden_file_says(name: str, kind: str) -> None:
    compare(name, kind, message.body(ALERTS[name]) if kind == "webhook" else slack.body(ALERTS[name]))


@pytest.mark.parametrize("name", FLOODS)
@pytest.mark.parametrize("kind", ["webhook", "slack"])
def test_receivers_get_what_the_golden_file_says_about_a_flood(name: str, kind: str) -> None:
    compare(name, kind, message.flood_body(FLOODS[name]) if kind == "webhook" else slack.flood_body(FLOODS[name]))


def compare(name: str, kind: str, written: bytes) -> None:
    shown = pretty(json.loads(written))
    file = FOLDER / f"{name}.{kind}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")
    assert written.decode() == json.dumps(json.loads(written), ensure_ascii=False, separators=(",", ":"))


def test_no_golden_file_is_left_over() -> None:
    assert {file.name.partition(".")[0] for file in FOLDER.iterdir()} == {*ALERTS, *FLOODS}


def pretty(value: Any) -> str:
    """JSON for people, keys in the order of sending."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
