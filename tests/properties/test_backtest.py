"""What holds of every back-test, whatever the articles and the rules."""

from hypothesis import given
from hypothesis import strategies as st

from tests.backtests import a_book, killed_at_least, read
from tocsin.backtest.comparison import compare
from tocsin.backtest.reading import NotRead
from tocsin.backtest.replay import replay

ARTICLES = st.lists(
    st.one_of(
        st.builds(
            lambda name, killed, day: read(name, *killed, day=day),
            st.sampled_from("abcdef"),
            st.lists(st.integers(0, 60), max_size=4),
            st.none() | st.integers(0, 400),
        ),
        st.just(NotRead("x:1", "is no JSON")),
    ),
    max_size=25,
)
BOOKS = st.dictionaries(st.sampled_from(["one", "two", "three"]), st.integers(0, 60), min_size=1).map(
    lambda rules: a_book(*(killed_at_least(least, name) for name, least in rules.items()))
)


@given(ARTICLES, BOOKS)
def test_the_days_add_up_to_the_rings_and_the_articles(articles, book):
    history = replay(articles, book)

    assert sum(history.articles_on.values()) + len(history.not_read) == len(articles)
    for one in history.rules:
        assert sum(one.by_day.values()) == len(one.rings)
        assert sum(one.articles_by_day.values()) == one.articles <= history.articles_rung


@given(ARTICLES, BOOKS)
def test_a_rule_never_rings_or_is_in_the_list_of_those_that_do(articles, book):
    history = replay(articles, book)

    assert {one.rule.id for one in history.never} == {one.rule.id for one in history.rules if not one.rings}
    assert not {one.rule_id for one in history.always} & {one.rule.id for one in history.never}


@given(ARTICLES, BOOKS)
def test_pairs_count_the_events_that_both_rang(articles, book):
    history = replay(articles, book)
    keys = {one.rule.id: {ring.key for ring in one.rings} for one in history.rules}

    for pair in history.pairs:
        assert pair.shared == len(keys[pair.one] & keys[pair.other]) >= 3
        assert pair.either == len(keys[pair.one] | keys[pair.other])
        assert 0 < pair.likeness <= 1


@given(ARTICLES, BOOKS)
def test_against_itself_nothing_changes(articles, book):
    found = compare(replay(articles, book), replay(articles, book))

    assert all(change.is_none for change in found.changes)
    assert found.only_new == found.only_old == ()


@given(ARTICLES, BOOKS, BOOKS)
def test_gains_and_losses_lead_from_the_old_rings_to_the_new(articles, old_book, new_book):
    old, new = replay(articles, old_book), replay(articles, new_book)
    before = {one.rule.id: {ring.key for ring in one.rings} for one in old.rules}
    after = {one.rule.id: {ring.key for ring in one.rings} for one in new.rules}

    for change in compare(old, new).changes:
        gained, lost = ({ring.key for ring in rings} for rings in (change.gained, change.lost))
        assert not gained & lost
        assert (before[change.rule.id] | gained) - lost == after[change.rule.id]
        assert change.unchanged == len(before[change.rule.id] & after[change.rule.id])
