"""What each output of the model stands for. The order is part of the trained weights: it never changes."""

from tocsin.domain.event import SUBTYPES, Counted, EventType, Status

TYPES: tuple[EventType, ...] = tuple(EventType)
STATUSES: tuple[Status, ...] = tuple(Status)
SUBTYPE_PAIRS: tuple[tuple[EventType, str | None], ...] = tuple(
    (event_type, subtype)
    for event_type in EventType
    if event_type in SUBTYPES
    for subtype in (None, *sorted(SUBTYPES[event_type]))
)
"""Every subtype of every type that has some, and none of them."""

ROLES: tuple[str, ...] = ("none", "by", "to", "with", "via")
WHATS: tuple[Counted | None, ...] = (None, *Counted)
"""What a quantity counts for one event; None where it counts nothing of it."""
