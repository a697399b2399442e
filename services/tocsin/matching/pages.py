"""An article that came in a file, without address or time -> what rules see of it."""

from datetime import UTC, datetime, time

from tocsin.domain.article import ArticleText
from tocsin.domain.detection import ArticleReference
from tocsin.matching.facts import Page

_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def page_of(article: ArticleText, language: str = "en") -> Page:
    """Return what rules see of an article that came without address; an undated one is of 1970.

    They are asked on the day of the article, so that a rule rings for what it would have rung for then.
    """
    published = datetime.combine(article.day, time(), UTC) if article.day else _UNDATED
    reference = ArticleReference(
        id=article.id,
        url="",
        headline=article.headline or "",
        publisher=article.publisher,
        published=published,
        fetched=published,
    )
    return Page(reference, published, article.whole, language)
