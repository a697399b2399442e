"""The short form of an article becomes the long one."""

from datetime import UTC, date, datetime

from tocsin.domain.article import Article
from tocsin.kafka.completion import complete

NOON = datetime(2026, 2, 6, 12, tzinfo=UTC)


def completed(**found: object) -> Article:
    return Article.model_validate(complete(found, now=NOON, source="desk"))


def test_an_article_in_full_is_left_as_it_is() -> None:
    found = {
        "id": "a",
        "url": "u",
        "headline": "h",
        "body": "b",
        "dateFetched": "d",
        "source": {"id": "s"},
        "text": "t",
    }
    assert complete(found, now=NOON, source="desk") == found


def test_a_first_short_paragraph_becomes_the_headline() -> None:
    article = completed(id="a", text="Truce holds\n\nThe truce held on Friday.", date="2026-02-05")
    assert (article.headline, article.body) == ("Truce holds", "The truce held on Friday.")
    assert article.text.day == date(2026, 2, 5)
    assert article.source.id == "desk"


def test_a_single_paragraph_is_all_body_so_that_nothing_is_read_twice() -> None:
    article = completed(id="a", text="The truce held on Friday.")
    assert (article.headline, article.body) == ("a", "The truce held on Friday.")
    assert article.text.day == NOON.date()


def test_a_first_paragraph_that_is_long_is_no_headline() -> None:
    article = completed(id="a", text=f"{'Words ' * 100}\n\nMore.")
    assert article.headline == "a"
    assert article.body.endswith("More.")


def test_other_fields_of_the_short_form_are_kept() -> None:
    assert completed(id="a", text="Words.", url="https://x.example/1", language="en").url == "https://x.example/1"
