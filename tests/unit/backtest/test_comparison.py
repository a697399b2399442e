from tests.backtests import a_book, killed_at_least, read
from tocsin.backtest.comparison import compare
from tocsin.backtest.replay import replay

ARTICLES = [read("a", 5), read("b", 15), read("c", 25)]


def ids(rings) -> list[str]:
    return [ring.article_id for ring in rings]


def test_a_looser_rule_gains_and_a_stricter_one_loses() -> None:
    strict, loose = (replay(ARTICLES, a_book(killed_at_least(least))) for least in (20, 10))
    (looser,) = compare(strict, loose).changes
    assert (ids(looser.gained), ids(looser.lost), looser.unchanged) == (["b"], [], 1)
    (stricter,) = compare(loose, strict).changes
    assert (ids(stricter.gained), ids(stricter.lost), stricter.unchanged) == ([], ["b"], 1)


def test_rules_of_one_side_are_named_and_count_as_no_gain() -> None:
    old = replay(ARTICLES, a_book(killed_at_least(10, "gone"), killed_at_least(10, "stays")))
    new = replay(ARTICLES, a_book(killed_at_least(10, "stays"), killed_at_least(10, "new")))
    found = compare(old, new)
    assert [change.rule.id for change in found.changes] == ["stays"]
    assert [one.rule.id for one in found.only_new] == ["new"]
    assert [one.rule.id for one in found.only_old] == ["gone"]
    assert (found.gained, found.lost) == (0, 0)
