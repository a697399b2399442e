"""Values in the order of how common they are -> values drawn by Zipf's law, and words that are in no dictionary."""

import bisect
import itertools
import random
from collections.abc import Sequence
from typing import Generic, TypeVar

Value = TypeVar("Value")

_SYLLABLES = [consonant + vowel for consonant in "bdfghjklmnprstvz" for vowel in "aeiou"]
_WORDS = len(_SYLLABLES) ** 3
_STRIDE = 7_919  # coprime with the number of words: neighbours look different and no word comes twice


def dice_for(seed: int, purpose: str) -> random.Random:
    """Return a source of chance of its own for each purpose: more events do not change the rules."""
    return random.Random(f"{seed}:{purpose}")


def made_up_word(number: int) -> str:
    """Return a word of three syllables, another one for each number from 0 to 511,999.

    >>> made_up_word(0), made_up_word(1)
    ('bababa', 'dihipu')
    """
    rest = number * _STRIDE % _WORDS
    high, rest = divmod(rest, len(_SYLLABLES) ** 2)
    middle, low = divmod(rest, len(_SYLLABLES))
    return _SYLLABLES[high] + _SYLLABLES[middle] + _SYLLABLES[low]


class Zipf(Generic[Value]):
    """Draws the n-th value with a probability that is proportional to 1/n."""

    def __init__(self, values: Sequence[Value]) -> None:
        self.values = tuple(values)
        self._sums = list(itertools.accumulate(1 / rank for rank in range(1, len(self.values) + 1)))

    def draw(self, dice: random.Random) -> Value:
        """Return one value."""
        return self.values[bisect.bisect_right(self._sums, dice.random() * self._sums[-1], hi=len(self._sums) - 1)]

    def draw_some(self, dice: random.Random, how_many: int) -> list[Value]:
        """Return as many different values, fewer if there are not so many; those drawn first stand first."""
        wanted = min(how_many, len(self.values))
        drawn: dict[Value, None] = {}
        while len(drawn) < wanted:
            drawn[self.draw(dice)] = None
        return list(drawn)


def few(dice: random.Random, at_most: int) -> int:
    """Return 1 in most cases, every further one half as often as the one before or less."""
    number = 1
    while number < at_most and dice.random() < 0.3:
        number += 1
    return number
