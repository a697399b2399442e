"""Text -> the quantities in it, with their bounds and what they count."""

from dataclasses import dataclass

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity in the text, at ``[start, end)`` in code points, with the words that bound it.

    ``n`` is a whole number or ``(low, high)``, both included, None where there is no bound. ``unit`` is the ISO 4217
    code of an amount of money, or MW, GW; None for things that are counted. ``noun`` is the head noun of what is
    counted, lower case and singular ("serviceman"), except "people"; None where none follows.
    """

    start: int
    end: int
    text: str
    n: int | Bounds
    approx: bool = False
    ordinal: bool = False
    unit: str | None = None
    noun: str | None = None


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities, in order, without overlaps; designators, dates, ages and shares are none."""
    return ()
