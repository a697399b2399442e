"""A JSON object with an id and a text -> the article message that it stands for."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

HEADLINE_LIMIT = 300  # characters; a longer first paragraph is no headline


def complete(found: Mapping[str, Any], *, now: datetime, source: str) -> dict[str, Any]:
    """Return the object as an article message: unchanged if it looks like one, completed if it is the short form.

    The short form is ``{"id", "text", "date"}``, where ``date`` may be missing. Its first paragraph becomes the
    headline if it is short and others follow; else the id does. What is wrong with it is for the codec to say.

    Args:
        found: The object.
        now: When it was fetched.
        source: The id of the source that it is said to come from.
    """
    text = found.get("text")
    if not isinstance(text, str) or "body" in found:
        return dict(found)
    first, _, rest = text.strip().partition("\n")
    headed = len(first) <= HEADLINE_LIMIT and rest.strip() != ""
    completed = {
        "url": f"urn:article:{found.get('id')}",
        "headline": first.strip() if headed else found.get("id"),
        "body": rest.strip() if headed else text,
        "dateFetched": now.astimezone(UTC).isoformat(),
        "source": {"id": source},
    }
    if "date" in found:
        completed["datePublished"] = found["date"]
    return completed | {key: value for key, value in found.items() if key not in ("text", "date")}
