"""Text of articles and rules -> a terminal, which none of it may steer."""

from rich.console import Console

_WIDE = 10_000  # columns; what is piped is not broken into lines


def console() -> Console:
    """Return the console of standard output; plain where nobody looks."""
    looked_at = Console()
    return looked_at if looked_at.is_terminal else Console(width=_WIDE, highlight=False)


def printable(text: str) -> str:
    """Return the text on one line with a mark in place of what could steer a terminal; none is added or lost."""
    return "".join(one if one.isprintable() else " " if one.isspace() else "\N{REPLACEMENT CHARACTER}" for one in text)
