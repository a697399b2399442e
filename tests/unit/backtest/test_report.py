import re
from html.parser import HTMLParser

import pytest

from tests.backtests import a_book, a_rule, killed_at_least, read
from tocsin.backtest.as_json import as_json
from tocsin.backtest.comparison import compare
from tocsin.backtest.history import History
from tocsin.backtest.reading import NotRead
from tocsin.backtest.replay import replay
from tocsin.backtest.report import MOST_NOT_READ, MOST_PAIRS, report

HOSTILE = '</style><script>alert(1)</script><img src=x onerror="alert(2)">{{ 7*7 }}\u202e'


class Tags(HTMLParser):
    """Notes each element, and finds what is not closed."""

    VOID = frozenset({"meta", "link"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def rows(page: str, section: str) -> str:
    [found] = re.findall(rf'<section id="{section}">(.*?)</section>', page, re.DOTALL)
    return found


def some_history() -> History:
    articles = [read(f"a{number}", *([12, 50] if number % 2 else [3]), day=number) for number in range(9)]
    book = a_book(killed_at_least(10, "ten"), killed_at_least(40, "forty"), killed_at_least(100, "hundred"))
    return replay([*articles, read("undated", 60, day=None), NotRead("x:3", "is no JSON")], book)


def test_the_page_shows_what_the_history_holds() -> None:
    page = report(some_history(), samples=2)
    assert re.findall(r'class="id"><a href="#rule-(\w+)"', rows(page, "rules")) == ["ten", "forty"]
    assert "hundred" in rows(page, "never")
    assert "ten" in rows(page, "pairs")
    assert "x:3" in rows(page, "not-read")
    assert "1 article has no date" in page
    assert page.count('<ol class="samples">') == 2
    assert rows(page, "each").count("<li>") == 4
    assert "<mark>missile strike</mark>" in page


def test_the_page_is_whole_and_loads_nothing() -> None:
    page = report(some_history(), samples=5)
    tags = Tags(page)
    assert tags.open == []
    assert not {"script", "img", "iframe", "object", "form"} & set(tags.seen)
    assert "default-src 'none'" in page
    assert re.findall(r'(?:src|href)="(?!#)([^"]*)"', page) == ["data:,"]


def test_hostile_text_stays_text() -> None:
    event = {"evidence": [HOSTILE], "trigger": HOSTILE[:12], "place": HOSTILE, "by": [HOSTILE]}
    rule = a_rule("any-attack", title="T " + HOSTILE.removesuffix("\u202e"))
    history = replay(
        [read(HOSTILE[:20], 12, headline=HOSTILE, event=event), NotRead(HOSTILE, HOSTILE), read("f", language=HOSTILE)],
        a_book(rule),
    )
    plain = Tags(report(replay([read("a", 12, headline="H")], a_book()), samples=5)).seen
    page = report(history, samples=5, comparison=compare(history, history), against=HOSTILE)
    assert Tags(page).open == []
    assert not {"script", "img"} & set(Tags(page).seen)
    assert Tags(page).seen.count("style") == plain.count("style") == 1
    assert "{{ 7*7 }}" in page


@pytest.mark.parametrize(
    "articles", [[], [read("a", day=None)], [read("a", 12, day=None)], [read("a", 12)], [read("a")]]
)
def test_a_page_is_made_of_whatever_was_found(articles) -> None:
    history = replay(articles, a_book())
    page = report(history, samples=3, comparison=compare(history, history), against="old")
    assert Tags(page).open == []
    assert "Nothing: every rule rings for what it rang for." in page


def test_the_sentence_with_the_number_that_made_it_ring_is_shown() -> None:
    evidence = ["A missile strike hit the city.", "Nobody knew.", "It was cold.", "Windows broke.", "It left 12 dead."]
    page = report(replay([read("a", 12, event={"evidence": evidence})], a_book()), samples=1)
    assert re.findall(r"<blockquote><bdi>(.*?)</bdi>", page) == [
        "A <mark>missile strike</mark> hit the city.",
        "Nobody knew.",
        "It left 12 dead.",
    ]


def test_what_is_gained_and_lost_is_shown_with_its_sentences() -> None:
    articles = [read("a", 12), read("b", 50)]
    old, new = (replay(articles, a_book(killed_at_least(least))) for least in (40, 10))
    gained = rows(report(new, samples=5, comparison=compare(old, new), against="old"), "changes")
    assert "1 gained" in gained
    assert "<bdi>a</bdi>" in gained
    assert "<bdi>b</bdi>" not in gained
    assert "1 unchanged" in gained


def test_long_lists_are_cut_and_say_so() -> None:
    history = replay(
        [read(f"a{number}", 12) for number in range(3)] + [NotRead(f"x:{number}", "bad") for number in range(30)],
        a_book(*(killed_at_least(10, f"rule-{number}") for number in range(11))),
    )
    page = report(history, samples=1)
    assert rows(page, "pairs").count("<tr>") == MOST_PAIRS + 1
    assert "and 15 pairs" in page
    assert rows(page, "not-read").count("<li>") == MOST_NOT_READ
    assert "and 10 more" in page


def test_the_json_holds_each_ring_of_each_rule() -> None:
    history = some_history()
    shown = as_json(history, compare(history, history))
    assert {rule["id"]: len(rule["rings"]) for rule in shown["rules"]} == {"forty": 5, "hundred": 0, "ten": 9}
    assert shown["rules"][0]["by_day"]["undated"] == 1
    assert shown["never"] == ["hundred"]
    assert all(change["gained"] == change["lost"] == [] for change in shown["changes"])
