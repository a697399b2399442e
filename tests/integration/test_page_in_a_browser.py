"""The page in a real browser: what comes while it is open appears by itself."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.builders import a_rung_rule, an_article
from tests.unit.console.test_page import HOSTILE, an_alert
from tocsin.console import views
from tocsin.console.app import build_app, templates
from tocsin.console.feed import Feed
from tocsin.domain.detection import ArticleReference
from tocsin.domain.event import Event

pytestmark = pytest.mark.browser


class OpenPage:
    """The page served on a free port, with a handle to put things into its feed."""

    def __init__(self) -> None:
        self.feed = Feed()
        config = uvicorn.Config(
            build_app(self.feed, (), ready=lambda: None), port=0, log_config=None, timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._server.serve(),))

    def start(self) -> str:
        self._thread.start()
        while not self._server.started:
            threading.Event().wait(0.02)
        return f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}/"

    def add(self, kind, key, html) -> None:
        asyncio.run_coroutine_threadsafe(self.feed.add(kind, key, html), self._loop).result(5)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._loop.close()


@pytest.fixture
def page() -> Iterator[OpenPage]:
    opened = OpenPage()
    yield opened
    opened.stop()


def item(kind, view):
    return str(getattr(templates().get_template("items.html").module, kind)(view))


def wait_for_text(browser, text):
    WebDriverWait(browser, 10).until(lambda driver: text in driver.find_element(By.TAG_NAME, "body").text)


def test_an_alert_that_comes_while_the_page_is_open_appears_at_the_top(browser, page):
    browser.get(page.start())
    wait_for_text(browser, "live")
    first, second = an_alert(), an_alert(id="alr_2", rules=(a_rung_rule(title="Second rule"),))

    page.add("alert", first.id, item("alert", views.alert_view(first)))
    page.add("alert", second.id, item("alert", views.alert_view(second)))

    wait_for_text(browser, "Second rule")
    titles = [title.text for title in browser.find_elements(By.CSS_SELECTOR, "#alert-list h3")]
    assert titles == ["Second rule", "Large attack"]
    assert browser.find_element(By.ID, "alert-count").text == "2"
    assert browser.find_element(By.TAG_NAME, "mark").text == "missile strike"


def test_a_delivery_that_changes_state_changes_in_place(browser, page):
    browser.get(page.start())
    wait_for_text(browser, "live")

    page.add("delivery", "d1", '<li id="delivery-d1">waiting</li>')
    wait_for_text(browser, "waiting")
    page.add("delivery", "d1", '<li id="delivery-d1">delivered</li>')
    wait_for_text(browser, "delivered")

    assert len(browser.find_elements(By.CSS_SELECTOR, "#delivery-list li")) == 1
    assert browser.find_element(By.ID, "delivery-count").text == "1"


def test_hostile_text_runs_nothing_and_breaks_nothing(browser, page):
    hostile = an_alert(
        event=Event.model_validate(an_alert().event.model_dump(by_alias=True) | {"place": HOSTILE}),
        articles=(ArticleReference.of(an_article(headline=HOSTILE)),),
    )
    browser.get(page.start())
    wait_for_text(browser, "live")

    page.add("alert", hostile.id, item("alert", views.alert_view(hostile)))

    wait_for_text(browser, HOSTILE)
    assert not browser.find_elements(By.CSS_SELECTOR, "#alert-list img, #alert-list script")
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
