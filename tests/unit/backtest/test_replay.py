from datetime import timedelta

from tests.backtests import FIRST_DAY, a_book, a_rule, killed_at_least, read
from tests.builders import NOON
from tocsin.backtest.history import Loud, Pair, spread
from tocsin.backtest.reading import NotRead
from tocsin.backtest.replay import replay


def test_each_event_that_rings_is_written_down_with_its_article_day_and_reason() -> None:
    history = replay([read("a", 12, day=1), read("b", 3), read("c", 40, 11, day=None)], a_book())
    (one,) = history.rules
    assert [(ring.article_id, ring.day, ring.because[-1]) for ring in one.rings] == [
        ("a", FIRST_DAY + timedelta(1), "killed 12 is at least 10"),
        ("c", None, "killed 40 is at least 10"),
        ("c", None, "killed 11 is at least 10"),
    ]
    assert (one.articles, one.by_day[None], one.articles_by_day[None]) == (2, 2, 1)
    assert (history.articles, history.events, history.articles_rung) == (3, 4, 2)


def test_what_was_not_read_and_other_languages_are_counted_apart() -> None:
    history = replay([NotRead("x:3", "is no JSON"), read("a", language="fr"), read("b", 12)], a_book())
    assert history.not_read == (NotRead("x:3", "is no JSON"),)
    assert dict(history.other_languages) == {"fr": 1}
    assert (history.articles, history.articles_rung) == (2, 1)


def test_a_rule_that_nothing_rang_never_rings() -> None:
    history = replay([read("a", 12)], a_book(killed_at_least(10), killed_at_least(100, "huge")))
    assert [one.rule.id for one in history.never] == ["huge"]


def test_a_rule_of_more_than_a_tenth_of_the_articles_always_rings() -> None:
    articles = [read(f"a{number}", *([12] if number < 3 else []), day=0) for number in range(30)]
    assert replay(articles[1:], a_book()).always == ()
    assert replay(articles[:29], a_book()).always == (Loud("any-attack", "10% of all articles"),)


def test_a_share_of_few_articles_means_nothing() -> None:
    assert replay([read("a", 12)], a_book()).always == ()


def test_a_rule_that_rings_on_every_day_of_a_week_always_rings() -> None:
    week = [
        read(f"{day}-{number}", *([12] if number == 0 else []), day=day) for day in range(7) for number in range(20)
    ]
    assert replay(week, a_book()).always == (Loud("any-attack", "each of the 7 days that have articles"),)
    assert replay(week[20:], a_book()).always == ()


def test_rules_that_ring_three_times_for_the_same_event_are_a_pair() -> None:
    book = a_book(killed_at_least(10, "ten"), killed_at_least(20, "twenty"), killed_at_least(40, "forty"))
    history = replay([read("a", 12, 20, 25), read("b", 30, 41, 50)], book)
    assert history.pairs == (Pair("ten", "twenty", 5, 6),)
    assert history.pairs[0].likeness == 5 / 6


def test_the_same_article_twice_is_two_articles() -> None:
    history = replay([read("a", 12), read("a", 12)], a_book())
    assert (history.articles_rung, history.rules[0].articles, len(history.rules[0].rings)) == (2, 2, 2)


def test_a_rule_is_asked_on_the_day_of_the_article() -> None:
    expired = a_rule(expires=(NOON - timedelta(days=4)).isoformat())
    history = replay([read("a", 12, day=0), read("b", 12, day=6)], a_book(expired))
    assert [ring.article_id for ring in history.rules[0].rings] == ["a"]


def test_a_rule_can_ask_for_the_publisher() -> None:
    rule = a_rule(match={"type": "attack", "sources": {"publisher": ["Example Wire"]}})
    history = replay(
        [read("a", 12, publisher="Example Wire"), read("b", 12, publisher="Other"), read("c", 12)], a_book(rule)
    )
    assert [ring.article_id for ring in history.rules[0].rings] == ["a"]


def test_samples_come_from_the_whole_length() -> None:
    assert spread(range(100), 4) == (12, 37, 62, 87)
    assert spread("abc", 3) == ("a", "b", "c")
    assert spread("abc", 0) == ()
