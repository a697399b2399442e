"""Text -> the quantities in it, with their bounds and what they count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from tocsin.extraction import number_patterns as patterns
from tocsin.extraction import number_words as words
from tocsin.extraction.counted_nouns import noun_after
from tocsin.extraction.gazetteer.known import state_adjectives
from tocsin.extraction.gazetteer.matcher import fold
from tocsin.extraction.number_refusals import is_no_quantity

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity in the text, at ``[start, end)`` in code points, with the words that bound it.

    ``n`` is a whole number or ``(low, high)``, both included, None where there is no bound. ``unit`` is the ISO 4217
    code of an amount of money, or MW, GW; None for things that are counted. ``noun`` is the head noun of what is
    counted, lower case and singular ("serviceman"), except "people"; None where none follows. Weeks, and hours that
    make whole days, are told in days. ``ordinal`` is true for "the second day of talks".
    """

    start: int
    end: int
    text: str
    n: int | Bounds
    approx: bool = False
    ordinal: bool = False
    unit: str | None = None
    noun: str | None = None


@dataclass(frozen=True, slots=True)
class _Core:
    """A bare number, before the words around it are read."""

    start: int
    end: int
    n: int | Bounds
    digits: bool
    decimal: bool = False


def _spelt_value(text: str) -> int:
    total, group = 0, 0
    for word in re.split(r"[ -]", text.lower()):
        if word in words.UNITS:
            group += words.UNITS[word]
        elif word in words.TENS:
            group += words.TENS[word]
        elif word in {"dozen", "hundred"}:
            group = max(group, 1) * words.SCALES[word]
        elif word in words.SCALES:
            total, group = total + max(group, 1) * words.SCALES[word], 0
    value = total + group
    return value // 2 if text.lower().startswith("half") else value


def _figures(found: re.Match[str]) -> Iterator[_Core]:
    """Yield "12,345", "1.2 million" or "20-30"; a score ("3-1") is nothing."""
    low = _figure(found["digits"], found["scale"] or (found["upto"] and found["upto_scale"]))
    if not found["upto"]:
        yield _Core(*found.span(), int(low), digits=True, decimal=low != int(low))
        return
    high = _figure(found["upto"], found["upto_scale"])
    if int(low) < int(high):
        yield _Core(*found.span(), (int(low), int(high)), digits=True)


_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}")


def _figure(digits: str, scale: str | None) -> Decimal:
    if _DECIMAL_COMMA.fullmatch(digits):
        digits = digits.replace(",", ".")  # "1,5 million"
    return Decimal(digits.replace(",", "").replace(" ", "")) * (words.SCALES[scale.strip(" -").lower()] if scale else 1)


def _keyword_starts(folded: str) -> list[int]:
    lower = folded.lower()
    if len(lower) != len(folded):  # a letter that is longer in lower case
        lower = folded
    found = patterns.KEYWORDS.find_matches_as_indexes(lower, overlapping=True)
    return [start for _, start, _ in found if not start or not lower[start - 1].isalnum()]


def _cores(folded: str, starts: list[int]) -> Iterator[_Core]:
    reached = 0
    for position in sorted({*starts, *(found.start() for found in patterns.FIGURE_START.finditer(folded))}):
        found = patterns.CORE.match(folded, position) if position >= reached else None
        if found is None:
            continue
        start, reached = found.span()
        end = reached
        if found["vague"]:
            yield _Core(start, end, words.VAGUE[found["vague"].lower()], digits=False)
        elif found["zero"]:
            yield _Core(start, end, 0, digits=False)
        elif found["spelt"]:
            yield _Core(start, end, _spelt_value(found["spelt"]), digits=False)
        elif end - start <= 2 * patterns.LONGEST_NUMBER:
            yield from _figures(found)


def _bounded(n: int | Bounds, bound: str | None) -> tuple[int | Bounds, bool]:
    """Return what "at least", "nearly", "about" ... make of a number, and whether it is approximate."""
    if isinstance(n, tuple):
        return ((n[0], None) if bound in {"least", "more"} else n), bound == "about"
    bounded: dict[str | None, Bounds] = {
        "least": (n, None),
        "more": (n + 1, None),
        "most": (None, n),
        "less": (None, max(n - 1, 0)),
        "nearly": (9 * n // 10, n),
    }
    return bounded.get(bound, n), bound == "about"


def _ranged(folded: str, core: _Core, after: _Core | None) -> _Core | None:
    """Return the range that two numbers make: "two to three", "20-30", "between 5 and 7"."""
    if after is None or isinstance(core.n, tuple) or isinstance(after.n, tuple):
        return None
    between = folded[core.end : after.start]
    opened = patterns.BETWEEN.search(folded[max(0, core.start - patterns.WINDOW) : core.start])
    joined = patterns.AND.fullmatch(between) if opened else patterns.TO.fullmatch(between)
    low, high = core.n, after.n
    if 0 < low < 1000 <= high and folded[after.end - 1].isalpha():  # "two to three million"
        scale = 10 ** (3 * ((len(str(high)) - 1) // 3))
        low = low * scale if low * scale < high else low
    if not joined or low >= high or (between == " or " and high != low + 1):
        return None
    start = core.start - len(opened[0].rstrip("$€£ ")) - 1 if opened and joined else core.start
    return _Core(max(0, start), after.end, (low, high), core.digits and after.digits)


def _unit(folded: str, start: int, end: int) -> tuple[int, int, str | None]:
    """Return the span with the currency or power unit that stands before or after it, and the unit."""
    sign = patterns.SIGN.search(folded[max(0, start - 6) : start])
    if sign:
        return start - len(sign[0]), end, words.CURRENCY_SIGNS[sign["sign"]]
    money = patterns.MONEY.match(folded, end)
    if money:
        if money["code"]:
            return start, money.end(), money["code"].upper()
        if money["sign"]:
            return start, money.end(), words.CURRENCY_SIGNS[money["sign"]]
        whose = next((code for name, code in words.DOLLARS.items() if name in money[0].lower()), None)
        return start, money.end(), whose or words.CURRENCY_WORDS[money["word"].lower()]
    power = patterns.POWER.match(folded, end)
    return (start, power.end(), words.POWER[power["unit"].lower()]) if power else (start, end, None)


def _in_days(quantity: Quantity, unit: str) -> Quantity | None:
    """Return a duration in days; None for hours that make no whole days."""
    numbers = quantity.n if isinstance(quantity.n, tuple) else (quantity.n,)
    if unit == "hour" and any(n is not None and (n % 24 or not n) for n in numbers):
        return None
    scaled = tuple(
        None if n is None else n // 24 if unit == "hour" else n * 7 if unit == "week" else n for n in numbers
    )
    return replace(quantity, n=(scaled[0], scaled[1]) if len(scaled) > 1 else scaled[0] or 0, noun="day")


def _quantity(folded: str, core: _Core) -> Quantity | None:
    start, end, unit = _unit(folded, core.start, core.end)
    before = folded[max(0, start - patterns.WINDOW) : start]
    bound = patterns.BOUND.search(before) if patterns.LAST_WORDS.intersection(before.lower().split()[-2:]) else None
    name = bound.lastgroup if bound else None
    n, approx = _bounded(core.n, "least" if unit and name == "more" else name)  # no next cent after "over $1 billion"
    if bound:
        start -= len(before) - bound.start(bound.lastgroup or 0)
    noun = None if unit else noun_after(folded, end, single=core.n == 1)
    if unit is None and (core.decimal or is_no_quantity(folded, core.start, end, digits=core.digits, noun=noun)):
        return None
    more = patterns.AT_LEAST_AFTER.match(folded, end)
    if more and not bound and isinstance(n, int):
        n, approx = (n, True) if "so" in more[0] else ((n, None), False)
        end = more.end()
    quantity = Quantity(start, end, "", n, approx, unit=unit, noun=noun)
    duration = patterns.DURATION.match(folded, end) if unit is None else None
    if duration:
        if words.BACK_REFERENCE.match(folded, end) or words.SPAN_OF_TIME.search(folded[max(0, start - 8) : start]):
            return None
        return _in_days(quantity, duration["unit"].lower())
    return quantity


def _singles(folded: str) -> Iterator[Quantity]:
    """Yield "a soldier", "another": one person each."""
    for found in islice(patterns.SINGLE.finditer(folded), patterns.MOST):
        noun = noun_after(folded, found.end(), single=True)
        other = found["article"].lower() == "another"
        if noun in words.PERSONS or (noun and noun.capitalize() in state_adjectives()) or (other and noun is None):
            yield Quantity(found.start(), found.end(), "", 1, noun=noun)


def _ordinals(folded: str, starts: list[int]) -> Iterator[Quantity]:
    for found in filter(None, (patterns.ORDINAL.match(folded, start) for start in starts)):
        nth = patterns.NTH[found["nth"].lower()]
        yield Quantity(found.start(), found.end(), "", nth, ordinal=True, noun=found["noun"].lower())


def _counted(folded: str, starts: list[int]) -> Iterator[Quantity]:
    cores = list(islice(_cores(folded, starts), patterns.MOST))
    index = 0
    while index < len(cores):
        core = cores[index]
        merged = _ranged(folded, core, cores[index + 1] if index + 1 < len(cores) else None)
        index += 2 if merged else 1
        quantity = _quantity(folded, merged or core)
        if quantity:
            yield quantity


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities, in order, without overlaps; designators, dates, ages and shares are none."""
    folded = fold(text)
    starts = _keyword_starts(folded)
    found = sorted(
        (*_counted(folded, starts), *_singles(folded), *_ordinals(folded, starts)), key=lambda q: (q.start, -q.end)
    )
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(replace(quantity, text=text[quantity.start : quantity.end]))
    return tuple(kept)
