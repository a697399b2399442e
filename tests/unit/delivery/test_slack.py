import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.builders import a_rung_rule, an_alert, an_article, an_event
from tocsin.delivery.slack import HEADER_LIMIT, TEXT_LIMIT, body, message
from tocsin.domain.alert import Alert
from tocsin.domain.detection import ArticleReference, Severity


def texts_of(alert: Alert) -> list[str]:
    """The texts of all blocks, from top to bottom."""
    blocks = message(alert)["blocks"]
    return [text["text"] for block in blocks for text in ([block["text"]] if "text" in block else block["elements"])]


def an_alert_about(**article: Any) -> Alert:
    return an_alert(articles=(ArticleReference.of(an_article(**article)),))


def test_an_alert_reads_from_top_to_bottom() -> None:
    alert = an_alert_about(publisher={"name": "Example News"})
    assert texts_of(alert) == [
        "🟠 Large attack",
        "Attack (missile) · Russia → Ukraine · 12 killed · Kharkiv, Ukraine · 5 Feb 2026",
        "> A Russian missile strike killed 12 people in Kharkiv on Thursday, Ukrainian officials said.",
        "*Why it rang*\n• Large attack: killed 12 is at least 10",
        "<https://news.example/2026/02/06/strike|Twelve killed in strike on Kharkiv> (news.example)",
        "Example News · 6 Feb 2026, 12:00 UTC · according to Ukraine · revision 1",
    ]


def test_the_fallback_says_it_in_one_line() -> None:
    line = "Attack (missile) · Russia → Ukraine · 12 killed · Kharkiv, Ukraine · 5 Feb 2026"
    assert message(an_alert())["text"] == f"🟠 Large attack: {line}"


def test_links_are_not_unfolded_and_words_not_made_into_links() -> None:
    sent = message(an_alert())
    assert sent["unfurl_links"] is False
    assert sent["unfurl_media"] is False
    marked = [block["text"] for block in sent["blocks"] if block["type"] == "section"]
    assert all(text["verbatim"] is True for text in marked)


@pytest.mark.parametrize(
    ("given", "header"),
    [
        ({"type": "alert.updated"}, "🟠 Update: Large attack"),
        ({"type": "alert.retracted"}, "🟠 Retracted: Large attack"),
        ({"type": "alert.test"}, "🟠 Test: Large attack"),
        ({"type": "alert.test", "rules": ()}, "Test: Tocsin"),
    ],
)
def test_the_header_says_what_kind_of_message_it_is(given: dict[str, Any], header: str) -> None:
    assert texts_of(an_alert(**given))[0] == header


def test_the_loudest_rule_gives_the_title_and_all_give_their_reasons() -> None:
    quiet = a_rung_rule(id="a", title="Quiet", severity=Severity.LOW, because=["one"])
    loud = a_rung_rule(id="b", title="Loud", severity=Severity.CRITICAL, because=["two", "three"])
    texts = texts_of(an_alert(rules=(quiet, loud)))
    assert texts[0] == "🔴 Loud"
    assert "*Why it rang*\n• Quiet: one\n• Loud: two; three" in texts


def test_what_changed_is_told() -> None:
    assert "*What is new:* killed 3 → 12; a &lt;b&gt;" in texts_of(an_alert(changed=("killed 3 → 12", "a <b>")))


@pytest.mark.parametrize(("others", "said"), [(1, "\nand 1 more article"), (3, "\nand 3 more articles")])
def test_further_articles_are_counted(others: int, said: str) -> None:
    alert = an_alert(articles=(ArticleReference.of(an_article()),) * (1 + others))
    assert texts_of(alert)[-2].endswith(said)


HOSTILE = "<!channel> <@U1> <https://evil.example|bank> &amp; \u202e`x`\n> y"


def test_no_word_of_an_article_calls_the_channel_or_makes_a_link() -> None:
    event = an_event(by=[HOSTILE], names=[HOSTILE], place=HOSTILE, source=HOSTILE, evidence=[HOSTILE])
    article = ArticleReference.of(an_article(headline=HOSTILE, publisher={"name": HOSTILE}))
    alert = an_alert(
        event=event, articles=(article,), rules=(a_rung_rule(title=HOSTILE, because=[HOSTILE]),), changed=[HOSTILE]
    )
    header, *texts = texts_of(alert)
    assert header.startswith("🟠 <!channel>"), "a header is plain text, in which Slack reads no brackets"
    for text in [*texts, message(alert)["text"]]:
        # The one link of ours may stay.
        assert "<" not in text.replace("<https://news.example/2026/02/06/strike|", "", 1)
        assert "\u202e" not in text
    assert "> &lt;!channel&gt; &lt;@U1&gt;" in texts[2]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("javascript:alert(1)", "Headline"),
        ("https://news.example/a|b>c", "<https://news.example/a%7Cb%3Ec|Headline> (news.example)"),
        ("https://news.example/?a=1&b=2", "<https://news.example/?a=1&amp;b=2|Headline> (news.example)"),
        ("https://bank.example@evil.example/", "<https://bank.example@evil.example/|Headline> (evil.example)"),
        ("https://news.example/?" + "&" * 1000, "Headline"),
    ],
)
def test_a_link_leads_only_to_the_web_and_shows_its_host(url: str, shown: str) -> None:
    assert texts_of(an_alert_about(url=url, headline="Headline"))[-2] == shown


def test_a_headline_of_invisible_characters_leaves_no_empty_block() -> None:
    assert texts_of(an_alert_about(url="x:y", headline="\u200b"))[-2] == "Article without a headline"


def test_a_time_at_the_edge_of_the_calendar_is_left_out() -> None:
    edge = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    assert texts_of(an_alert_about(date_published=edge))[-1] == "according to Ukraine · revision 1"


@pytest.mark.parametrize("text", ["x" * 50_000, "&" * 50_000, "💥" * 50_000, "word " * 10_000])
def test_the_limits_of_slack_hold_whatever_an_article_says(text: str) -> None:
    many = [text] * 50
    event = an_event(by=many, to=many, names=many, place=text, source=text, evidence=many, **{"with": many})
    article = ArticleReference.of(an_article(headline=text, url=f"https://a.example/{text}", publisher={"name": text}))
    rules = (a_rung_rule(title=text, because=many),) * 50
    alert = an_alert(event=event, articles=(article,) * 50, rules=rules, changed=many)
    header, *others = texts_of(alert)
    assert utf16(header) <= HEADER_LIMIT
    assert all(0 < utf16(text) <= 3_000 for text in others)
    assert sum(map(utf16, [header, *others])) <= 12_000
    assert utf16(message(alert)["text"]) <= TEXT_LIMIT
    assert len(message(alert)["blocks"]) <= 50


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_the_body_is_the_message_as_json() -> None:
    assert json.loads(body(an_alert())) == message(an_alert())
