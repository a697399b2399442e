"""Event -> one line of plain English, the same in the demo, on the page and in Slack."""

from collections.abc import Callable, Sequence
from datetime import date

from tocsin.delivery.country_names import name_of
from tocsin.delivery.plain_text import brief
from tocsin.domain.event import Bounds, Count, Counted, Event, EventType, Status

SEPARATOR = " · "
_LONGEST_NAME = 60  # characters of one actor, person or place
_LARGEST_NUMBER = 10**15  # above all that the press counts, and a number of thousands of digits must not fill a page
_MOST_NAMES = 5
_MOST_COUNTS = 4

_PERSONAL = frozenset(
    {EventType.LEADERSHIP, EventType.ARREST, EventType.VERDICT, EventType.RELEASE, EventType.DIPLOMACY}
)
"""Types that say little without the names of the persons."""

_SINGULAR: dict[Counted, str] = {
    Counted.BODIES: "body",
    Counted.DRONES: "drone",
    Counted.MISSILES: "missile",
    Counted.BOMBS: "bomb",
    Counted.ROCKETS: "rocket",
    Counted.SHELLS: "shell",
    Counted.VEHICLES: "vehicle",
    Counted.SHIPS: "ship",
    Counted.TROOPS: "soldier",
    Counted.PEOPLE: "person",
    Counted.DAYS: "day",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LARGE: tuple[tuple[int, str], ...] = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def headline(event: Event) -> str:
    """Return what happened, who, how many, where and when, at most about 1,000 characters.

    For instance ``Attack (missile) · Russia → Ukraine · 12 killed · Kharkiv, Ukraine · 5 Feb 2026``. What the event
    does not say is left out.
    """
    parts = (what_text(event), who_text(event), counts_text(event), where_text(event), when_text(event))
    return SEPARATOR.join(part for part in parts if part)


def what_text(event: Event) -> str:
    """Return the type with its subtype, and the status where it did not just happen: "Talks (call), planned"."""
    subtype = f" ({_plain(event.subtype)})" if event.subtype else ""
    status = "" if event.status is Status.HAPPENED else f", {event.status.value}"
    recalled = ", recalled" if event.background else ""
    return f"{_plain(event.type.value).capitalize()}{subtype}{status}{recalled}"


def who_text(event: Event) -> str:
    """Return who did it to whom, "" if nobody is known: "Russia → Ukraine", "Russia and Ukraine, via Türkiye"."""
    by, to = actors_text(event.by), actors_text(event.to)
    sides = f"{by} → {to}".strip() if to else by
    together = actors_text(event.with_)
    via = f"via {actors_text(event.via)}" if event.via else ""
    persons = _listed(event.names) if event.type in _PERSONAL else ""
    return ", ".join(part for part in (sides, together, via, persons) if part)


def actors_text(actors: Sequence[str]) -> str:
    """Return the names of actors in a list: "Russia, Ukraine and Hamas"."""
    return _listed(actors, actor_name)


def actor_name(actor: str) -> str:
    """Return the English name of a state, any other actor as it is written."""
    return name_of(actor) or brief(actor, _LONGEST_NAME)


def counts_text(event: Event) -> str:
    """Return the first four counts, each with its side where the actors do not say it already."""
    shown = [_counted(count, event) for count in event.counts[:_MOST_COUNTS]]
    left = len(event.counts) - len(shown)
    return ", ".join(shown + ([f"{left} more {'figure' if left == 1 else 'figures'}"] if left else []))


def count_text(count: Count) -> str:
    """Return how many of what: "at least 20 killed", "90 to 100 drones", "about 55,000 killed"."""
    number = _number_text(count.n, short=count.what is Counted.AMOUNT)
    exact = count.n if isinstance(count.n, int) else None
    about = "about " if count.approx and (exact is not None or _is_closed(count.n)) else ""
    return f"{about}{number} {_unit_text(count, one=exact == 1)}"


def where_text(event: Event) -> str:
    """Return the place and its country, "" if neither is known."""
    place = brief(event.place, _LONGEST_NAME) if event.place else ""
    country = actor_name(event.country) if event.country else ""
    return ", ".join(dict.fromkeys(part for part in (place, country) if part))


def when_text(event: Event) -> str:
    """Return the day, or the first and the last: "5 Feb 2026", "3–5 Feb 2026", "28 Feb – 2 Mar 2026"."""
    if event.date is None:
        return ""
    if isinstance(event.date, str):
        return _day_text(event.date)
    first, last = event.date
    if first == last:
        return _day_text(first)
    first_text, last_text = _day_text(first), _day_text(last)
    if first[:7] == last[:7]:
        return f"{first_text.split()[0]}–{last_text}"
    if first[:4] == last[:4]:
        return f"{first_text.rpartition(' ')[0] or first_text} – {last_text}"
    return f"{first_text} – {last_text}"


def day_text(day: date) -> str:
    """Return for instance "5 Feb 2026", whatever the language of the machine."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _day_text(day: str) -> str:
    try:
        return day_text(date.fromisoformat(day))
    except ValueError:  # a 30 February of some other producer: show what it says
        return day


def _counted(count: Count, event: Event) -> str:
    text = count_text(count)
    if count.of is None or event.to == (count.of,):
        return text
    side = actor_name(count.of)
    return f"{text} to {side}" if count.what is Counted.EXCHANGED else f"{text} ({side})"


def _number_text(number: int | Bounds, *, short: bool) -> str:
    match number:
        case (None, int(high)):
            return f"up to {_whole(high, short=short)}"
        case (int(low), None):
            return f"at least {_whole(low, short=short)}"
        case (int(low), int(high)) if low != high:
            return f"{_whole(low, short=short)} to {_whole(high, short=short)}"
        case (int(low), int()):
            return _whole(low, short=short)
        case int():
            return _whole(number, short=short)
        case _:
            return ""  # Count refuses a pair without a number


def _whole(number: int, *, short: bool) -> str:
    """Amounts of money are read in millions, where three decimals say it exactly."""
    for size, name in _LARGE if short else ():
        thousandths, lost = divmod(number, size // 1000)
        if size <= number < size * 1000 and not lost:
            return f"{thousandths / 1000:.3f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{number:,}" if abs(number) <= _LARGEST_NUMBER else f"over {_LARGEST_NUMBER:,}"


def _is_closed(number: int | Bounds) -> bool:
    return isinstance(number, tuple) and None not in number


def _unit_text(count: Count, *, one: bool) -> str:
    if count.what is Counted.AMOUNT:
        return brief(count.unit, _LONGEST_NAME) if count.unit else "in all"
    if one and count.what in _SINGULAR:
        return _SINGULAR[count.what]
    return _plain(count.what.value)


def _listed(items: Sequence[str], name: Callable[[str], str] | None = None) -> str:
    shown = [name(item) if name else brief(item, _LONGEST_NAME) for item in items[:_MOST_NAMES]]
    left = len(items) - len(shown)
    if left:
        return f"{', '.join(shown)} and {left} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _plain(code: str) -> str:
    return code.replace("_", " ")
