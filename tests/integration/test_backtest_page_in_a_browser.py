"""The page of a back-test in a real browser: it shows what the history holds, in both colours, and runs nothing."""

from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.backtests import a_book, a_rule, killed_at_least, read
from tests.unit.backtest.test_report import HOSTILE
from tocsin.backtest.history import History
from tocsin.backtest.reading import NotRead
from tocsin.backtest.replay import replay
from tocsin.backtest.report import report

pytestmark = pytest.mark.browser


def shown(browser: webdriver.Chrome, history: History, folder: Path) -> None:
    file = folder / "report.html"
    file.write_text(report(history, samples=3), encoding="utf-8")
    browser.get(file.as_uri())


def heights(browser: webdriver.Chrome, plot: str) -> list[float]:
    return [float(bar.get_attribute("height")) for bar in browser.find_elements(By.CSS_SELECTOR, f"{plot} rect")]


def test_the_page_shows_what_the_history_holds(browser, tmp_path):
    articles = [read(f"a{day}", *([12] * day), day=day) for day in range(5)]
    history = replay(articles, a_book(killed_at_least(10, "ten"), killed_at_least(100, "hundred")))
    shown(browser, history, tmp_path)

    figures = [one.text for one in browser.find_elements(By.CSS_SELECTOR, "#figures dd")]
    assert figures == ["5", "10", "4", "2", "1", "0"]
    drawn = heights(browser, "#rule-ten .plot")
    assert [round(height / drawn[0]) for height in drawn] == [1, 2, 3, 4]
    assert "hundred" in browser.find_element(By.ID, "never").text
    assert len(browser.find_elements(By.CSS_SELECTOR, "#rule-ten .samples li")) == 3
    assert browser.find_element(By.TAG_NAME, "mark").text == "missile strike"


def test_a_rule_in_the_table_leads_to_its_samples(browser, tmp_path):
    shown(browser, replay([read("a", 12)], a_book(killed_at_least(10, "ten"))), tmp_path)

    browser.find_element(By.CSS_SELECTOR, "#rules td a").click()

    assert browser.current_url.endswith("#rule-ten")


def test_the_page_is_dark_where_the_reader_wants_it(browser, tmp_path):
    shown(browser, replay([read("a", 12)], a_book()), tmp_path)
    colours = []
    for scheme in ("light", "dark"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        colours.append(browser.find_element(By.TAG_NAME, "body").value_of_css_property("background-color"))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    assert colours == ["rgba(251, 250, 247, 1)", "rgba(20, 23, 26, 1)"]


def test_the_page_is_as_wide_as_a_phone(browser, tmp_path):
    long = {"evidence": ["word " + "x" * 500], "place": "y" * 300}
    shown(browser, replay([read("z" * 200, 12, headline="h" * 300, event=long)], a_book()), tmp_path)
    phone = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    width = browser.execute_script("return document.documentElement.scrollWidth")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert width == 390


def test_hostile_text_runs_nothing_and_breaks_nothing(browser, tmp_path):
    event = {"evidence": [HOSTILE], "trigger": HOSTILE[:12], "place": HOSTILE, "by": [HOSTILE]}
    hostile = read(HOSTILE[:20], 12, headline=HOSTILE, event=event)
    rule = a_rule("any-attack", title=HOSTILE.removesuffix("\u202e"))
    shown(browser, replay([hostile, NotRead(HOSTILE, HOSTILE)], a_book(rule)), tmp_path)

    assert HOSTILE.removesuffix("\u202e") in browser.find_element(By.CSS_SELECTOR, "#each blockquote").text
    assert browser.find_elements(By.CSS_SELECTOR, "img, script, iframe") == []
    assert browser.find_element(By.CSS_SELECTOR, "#not-read h2").is_displayed()
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
