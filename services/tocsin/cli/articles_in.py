"""Files or standard input -> the articles in them, and a reason for each piece that is none."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tocsin.domain.article import ArticleText

ArticleFiles = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE",
        help="JSON lines (.jsonl), one JSON article (.json) or plain text (.txt); - or none is standard input. "
        "A JSON article has id, text (or headline and body), and may have date, language and publisher.",
        allow_dash=True,
        show_default="standard input",
    ),
]


_PLAIN = "; plain text goes in a file that ends in .txt"


@dataclass(frozen=True, slots=True)
class NoArticle:
    """A line or file that is no article. ``id`` is its own where it has one, otherwise ``FILE:LINE``."""

    id: str
    error: str


def articles_in(files: Sequence[Path] | None) -> Iterator[ArticleText | NoArticle]:
    """Yield the articles of the files in order; of standard input where there are none.

    A JSON article has ``id``, ``text`` (or ``headline`` and ``body``), and may have ``date`` (or ``datePublished``),
    ``language`` and ``publisher``, a text or an object with ``name`` or ``domain``.
    A ``.txt`` file is one article without a date, named after the file.
    """
    for file in files or [Path("-")]:
        if str(file) == "-":
            yield from _in_lines("stdin", sys.stdin.buffer)
        elif file.suffix == ".txt":
            yield _plain(file)
        elif file.suffix == ".json":
            yield _one(file)
        else:
            yield from _in_file(file)


def _in_file(file: Path) -> Iterator[ArticleText | NoArticle]:
    try:
        lines = file.open("rb")
    except OSError as error:
        yield NoArticle(str(file), f"cannot be read: {error.strerror}")
        return
    with lines:
        yield from _in_lines(str(file), lines)


def _in_lines(name: str, lines: Any) -> Iterator[ArticleText | NoArticle]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _article(line, f"{name}:{number}")


def _one(file: Path) -> ArticleText | NoArticle:
    try:
        return _article(file.read_bytes(), str(file))
    except OSError as error:
        return NoArticle(str(file), f"cannot be read: {error.strerror}")


def _plain(file: Path) -> ArticleText | NoArticle:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return NoArticle(str(file), f"cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        return NoArticle(str(file), f"is not UTF-8 (byte {error.start})")
    if not text.strip():
        return NoArticle(str(file), "is empty")
    return ArticleText(id=file.stem, headline=None, body=text, day=None)


def _article(raw: bytes, place: str) -> ArticleText | NoArticle:
    try:
        found = _json_object(raw)
    except ValueError as error:  # what is wrong with one line is said in its place; the others are read
        return NoArticle(place, str(error))
    article_id = found.get("id")
    if not isinstance(article_id, str) or not article_id or not article_id.isprintable():
        return NoArticle(place, "id must be a printable text that is not empty")
    try:
        return _text_of(article_id, found)
    except ValueError as error:  # the same
        return NoArticle(article_id, str(error))


def _json_object(raw: bytes) -> dict[str, Any]:
    """Return the object; raises ValueError with a text for the reader where there is none."""
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8 (byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise ValueError(
            f"is no JSON: {error.msg} at character {error.pos}{_PLAIN if error.pos == 0 else ''}"
        ) from error
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError("is no JSON object")  # noqa: TRY004  # input, not a programming error
    return found


def _text_of(article_id: str, found: dict[str, Any]) -> ArticleText:
    headline, body = (None, found["text"]) if "text" in found else (found.get("headline"), found.get("body"))
    if not isinstance(body, str) or not body.strip():
        raise ValueError("text (or body) must be a text that is not empty")
    if headline is not None and not isinstance(headline, str):
        raise ValueError("headline must be a text")
    publisher = _publisher(found.get("publisher"))
    try:
        f"{headline}{body}{publisher}".encode()
    except UnicodeEncodeError as error:  # JSON may hold half of a surrogate pair, which is no character
        raise ValueError("text holds half of a surrogate pair") from error
    language = found.get("language")
    return ArticleText(
        id=article_id,
        headline=headline,
        body=body,
        day=_day(found.get("date", found.get("datePublished"))),
        language=language if isinstance(language, str) else None,
        publisher=publisher,
    )


def _publisher(value: object) -> str | None:
    name = (value.get("name") or value.get("domain")) if isinstance(value, dict) else value
    if name is not None and not isinstance(name, str):
        raise ValueError("publisher must be a text, or an object whose name is one")
    return name or None


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError as error:
        raise ValueError(f"date must be like 2026-02-06 or 2026-02-06T12:00:00Z, not {str(value)[:60]!r}") from error
