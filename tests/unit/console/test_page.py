import asyncio
from datetime import timedelta

import httpx

from tests.builders import NOON, a_rung_rule, an_article, an_event
from tocsin.console import views
from tocsin.console.app import build_app, templates
from tocsin.console.feed import Feed
from tocsin.domain.alert import Alert, AlertType, RateReached
from tocsin.domain.detection import ArticleReference, Severity

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def an_alert(**given):
    values = {
        "id": "alr_1",
        "story_id": "sty_1",
        "revision": 1,
        "type": AlertType.RAISED,
        "raised_at": NOON,
        "event": an_event(),
        "rules": (a_rung_rule(),),
        "articles": (ArticleReference.of(an_article()),),
    }
    return Alert.model_validate(values | given)


def items():
    return templates().get_template("items.html").module


async def page_of(feed, path="/", ready=lambda: None):
    transport = httpx.ASGITransport(app=build_app(feed, (), ready=ready))
    async with httpx.AsyncClient(transport=transport, base_url="http://page") as client:
        return await client.get(path)


def test_hostile_article_text_stays_text_in_every_kind_of_item():
    article = an_article(headline=HOSTILE, id=HOSTILE)
    event = an_event(place=HOSTILE, trigger="<script>", evidence=[HOSTILE])
    alert = an_alert(event=event, articles=(ArticleReference.of(article),), rules=(a_rung_rule(title=HOSTILE),))

    html = "".join(
        map(
            str,
            (
                items().article(views.article_view(article)),
                items().event(views.event_view(event)),
                items().alert(views.alert_view(alert)),
            ),
        )
    )

    assert "<script" not in html
    assert "<img" not in html


def test_a_link_that_is_not_http_is_shown_as_text():
    article = ArticleReference.of(an_article(url="javascript:alert(1)"))

    assert views.alert_view(an_alert(articles=(article,))).link is None


def test_an_alert_shows_its_proof_with_the_trigger_marked():
    html = str(items().alert(views.alert_view(an_alert())))

    assert "A Russian <mark>missile strike</mark> killed 12 people" in html
    assert "killed 12 is at least 10" in html


def test_an_alert_is_as_loud_as_its_loudest_rule():
    rules = (a_rung_rule(severity=Severity.LOW), a_rung_rule(id="worst", severity=Severity.CRITICAL))

    assert views.alert_view(an_alert(rules=rules)).severity == "critical"


def test_an_alert_that_is_held_says_so_and_until_when():
    reached = RateReached(rule="large-attack", rate=10, until=NOON + timedelta(minutes=32))
    shown = "large-attack held until 12:32 UTC: the rule may raise 10 an hour"

    assert shown in str(items().alert(views.alert_view(an_alert(held_by=(reached,)))))
    assert "held" not in str(items().alert(views.alert_view(an_alert())))


async def test_the_page_shows_what_is_in_the_feed_without_any_script():
    feed = Feed()
    await feed.add("alert", "alr_1", str(items().alert(views.alert_view(an_alert()))))

    page = await page_of(feed)

    assert "<mark>missile strike</mark>" in page.text
    assert 'id="alert-count">1<' in page.text
    assert "No event yet." in page.text


async def test_every_answer_forbids_scripts_that_are_not_ours():
    for path in ("/", "/static/page.js", "/healthz/live"):
        headers = (await page_of(Feed(), path)).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


async def test_the_page_is_not_ready_while_a_source_has_not_answered():
    waiting = await page_of(Feed(), "/healthz/ready", ready=lambda: "waiting for the broker")

    assert (waiting.status_code, waiting.json()["status"]) == (503, "waiting for the broker")
    assert (await page_of(Feed(), "/healthz/ready")).status_code == 200


async def test_a_page_from_before_a_restart_is_told_to_load_itself_anew():
    stream = await page_of(Feed(), "/stream?since=99")

    assert "event: restart" in stream.text


async def test_the_page_is_not_alive_once_a_source_has_ended_and_goes_on_until_it_is_restarted():
    async def broken(_):
        raise ZeroDivisionError

    async def well(feed):
        await feed.add("article", "a", "<li>shown all the same</li>")
        await asyncio.Event().wait()

    app = build_app(Feed(), (broken, well), ready=lambda: None)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://page")
    async with app.router.lifespan_context(app), client:
        async with asyncio.timeout(10):
            while (alive := await client.get("/healthz/live")).status_code == 200:  # noqa: ASYNC110  # a task tells nobody of its end
                await asyncio.sleep(0)
        page = await client.get("/")

    assert (alive.status_code, alive.json()["status"]) == (503, "a source has ended")
    assert "shown all the same" in page.text


async def test_the_page_is_alive_while_its_sources_run():
    assert (await page_of(Feed(), "/healthz/live")).status_code == 200
