from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from tests.builders import NOON, an_article
from tocsin.domain.article import Article
from tocsin.domain.detection import ArticleReference


def test_a_camel_case_message_is_an_article_and_unknown_fields_are_ignored():
    article = Article.model_validate(
        {
            "id": "a",
            "url": "https://news.example/a",
            "headline": "h",
            "body": "b",
            "dateFetched": "2026-02-06T09:31:00Z",
            "source": {"id": "rss:x", "feedUrl": "https://news.example/rss", "new": 1},
            "brandNew": True,
        }
    )

    assert article.date_fetched == datetime(2026, 2, 6, 9, 31, tzinfo=UTC)
    assert article.source.feed_url == "https://news.example/rss"


@pytest.mark.parametrize("field", ["id", "url", "headline", "body", "source"])
def test_a_required_field_must_not_be_empty(field):
    empty = {"id": " "} if field == "source" else "  "
    with pytest.raises(ValidationError, match="must not be empty"):
        an_article(**{field: empty})


def test_a_time_without_a_zone_is_read_as_utc():
    assert an_article(date_fetched="2026-02-06T09:31:00").date_fetched.tzinfo == UTC


def test_the_day_is_the_publishers_own_calendar_day():
    article = an_article(date_published="2026-02-06T01:00:00+09:00")

    assert article.text.day == date(2026, 2, 6)


def test_a_missing_date_and_one_in_the_future_give_way_to_the_day_of_fetching():
    assert an_article(date_published=None).text.day == NOON.date()
    assert an_article(date_published="").text.day == NOON.date()
    assert an_article(date_published="2031-01-01T00:00:00Z").text.day == NOON.date()


def test_offsets_refer_to_headline_empty_line_body():
    assert an_article(headline="H", body="B").text.whole == "H\n\nB"


@pytest.mark.parametrize(
    ("publisher", "known_as"),
    [
        ({"name": "Example Wire", "domain": "wire.example"}, "Example Wire"),
        ({"domain": "wire.example"}, "wire.example"),
        ({}, None),
        (None, None),
    ],
)
def test_rules_and_alerts_know_a_publisher_by_name_or_else_by_domain(publisher, known_as):
    article = an_article(publisher=publisher)
    assert article.text.publisher == ArticleReference.of(article).publisher == known_as
