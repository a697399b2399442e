"""Event -> one line of plain English."""

from tocsin.domain.event import Count, Event


def headline(event: Event) -> str:
    """Return the event in one line: what, who, how many, where, when."""
    return event.type.value


def count_text(count: Count) -> str:
    """Return for instance "at least 20 killed"."""
    return f"{count.low} {count.what.value}"
