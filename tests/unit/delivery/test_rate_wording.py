import json

import pytest

from tests.builders import NOON, a_flood, a_rung_rule, an_alert, an_article
from tocsin.delivery import message, slack
from tocsin.delivery.rate_wording import flooding_text, held_text, last_text
from tocsin.domain.alert import RateReached
from tocsin.domain.detection import ArticleReference
from tocsin.stories.flood import HOUR


@pytest.mark.parametrize(
    ("rate", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (10, "10th"), (11, "11th"), (21, "21st"), (112, "112th")]
)
def test_the_last_alert_says_which_it_is(rate: int, said: str) -> None:
    reached = RateReached(rule="large-attack", rate=rate, until=NOON + HOUR)
    assert last_text(reached) == (
        f"{said} of this hour, the most this rule may raise; further ones are held until 13:00 UTC"
    )


def test_what_is_held_says_until_when_and_why() -> None:
    reached = RateReached(rule="large-attack", rate=10, until=NOON + HOUR)
    assert held_text(reached) == "held until 13:00 UTC: the rule may raise 10 an hour"


def test_a_notice_says_how_many_between_when_and_when() -> None:
    assert flooding_text(a_flood(held=1212)) == "flooding: 1,212 held between 12:00 and 13:00 UTC (at most 10 an hour)"


def test_a_message_names_only_the_rules_that_ring() -> None:
    reached = RateReached(rule="flooding", rate=10, until=NOON + HOUR)
    alert = an_alert(rules=(a_rung_rule(id="flooding", title="Quiet now"), a_rung_rule()), held_by=(reached,))
    assert [rule["id"] for rule in json.loads(message.body(alert))["data"]["rules"]] == ["large-attack"]
    assert "Quiet now" not in slack.body(alert).decode()


def test_a_hostile_flood_calls_no_channel_and_stays_within_the_limits() -> None:
    text = "<!channel> \u202e" + "x" * 50_000
    article = ArticleReference.of(an_article(headline=text, url="https://a.example/" + "y" * 1_980))
    newest = (an_alert(articles=(article,)),) * 3
    flood = a_flood(rule=a_rung_rule(id=text, title=text, because=()), newest=newest)
    written = message.flood_body(flood)
    assert len(written) < message.LARGEST_BODY
    assert "\u202e" not in written.decode()
    for block in slack.flood_message(flood)["blocks"]:
        shown = block["text"]["text"] if "text" in block else block["elements"][0]["text"]
        assert 0 < len(shown.encode("utf-16-le")) // 2 <= 3_000
        assert "<!" not in shown
        assert "\u202e" not in shown
