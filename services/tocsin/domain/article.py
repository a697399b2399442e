"""An article as it arrives, and the text of it that is read for events."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from tocsin.domain.base import CamelWire

BODY_LIMIT = 200_000  # characters; ten times the longest press article in our data


def _with_zone(value: Any) -> Any:
    """Read a time without a zone as UTC: publishers leave the zone out, and a day's error is less than a loss."""
    if isinstance(value, str) and value.strip() == "":
        return None
    if isinstance(value, str):
        try:
            parsed = datetime.fromisoformat(value.strip())
        except ValueError:
            return value
        return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        message = "must not be empty"
        raise ValueError(message)
    return value


Timestamp = Annotated[AwareDatetime, BeforeValidator(_with_zone)]
OptionalTimestamp = Annotated[AwareDatetime | None, BeforeValidator(_with_zone)]
NotBlank = Annotated[str, AfterValidator(_not_blank)]


class Publisher(CamelWire):
    """Who published the article."""

    name: str | None = None
    domain: str | None = None

    @property
    def known_as(self) -> str | None:
        """The name, or where there is none the domain."""
        return self.name or self.domain


class ArticleSource(CamelWire):
    """How the article reached us, for instance ``rss:example-world``."""

    id: NotBlank = Field(description="Stable id of the feed or importer that brought the article.")
    type: str | None = None
    name: str | None = None
    feed_url: str | None = None
    guid: str | None = None


class Article(CamelWire):
    r"""One version of one news article: the message of topic articles-v1 (``message: Article``).

    Offsets into an article's text count Unicode code points of ``headline + "\n\n" + body``.
    """

    id: NotBlank = Field(description="Hash of the normalised URL and the version; the message key.")
    url: NotBlank
    headline: NotBlank
    body: NotBlank = Field(description=f"Plain text. What goes beyond {BODY_LIMIT:,} characters is not read.")
    date_fetched: Timestamp
    source: ArticleSource
    uri: str | None = None
    version: int = Field(default=1, ge=1)
    pub_status: Literal["usable", "withheld", "canceled"] = "usable"
    type: str = "text"
    description: str | None = None
    body_format: str = "text/plain"
    language: str | None = Field(default=None, description="BCP 47, as the publisher says it.")
    byline: str | None = None
    publisher: Publisher | None = None
    date_published: OptionalTimestamp = None
    date_modified: OptionalTimestamp = None
    located: str | None = None
    duplicate_of: str | None = None

    @property
    def text(self) -> "ArticleText":
        """What is read for events, with the day that its dates are worked out from."""
        return ArticleText(
            id=self.id,
            headline=self.headline,
            body=self.body,
            day=self._day(),
            language=self.language,
            publisher=self.publisher.known_as if self.publisher else None,
        )

    def _day(self) -> date:
        """The publisher's own calendar day; the day of fetching where none or one in the future is given."""
        published = self.date_published
        if published is None or published > self.date_fetched + timedelta(days=1):
            return self.date_fetched.date()
        return published.date()


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The text of an article. ``headline`` is None where the whole text came as one piece.

    ``publisher`` is for rules that ask for it; no event is read out of it.
    """

    id: str
    headline: str | None
    body: str
    day: date | None
    language: str | None = None
    publisher: str | None = None

    @property
    def whole(self) -> str:
        """Headline, empty line, body: the string that all offsets and evidence refer to."""
        return self.body if self.headline is None else f"{self.headline}\n\n{self.body}"
