"""What happened lately -> numbered items, kept in memory, handed to every page that is open."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

ItemKind = Literal["article", "event", "alert", "delivery"]
KINDS: tuple[ItemKind, ...] = ("article", "event", "alert", "delivery")
KEPT = 200  # items of each kind: what a person may scroll through, and what a page gets that reconnects


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to show. ``key`` names it: a later item of the same kind and key replaces it on the page."""

    number: int
    kind: ItemKind
    key: str
    html: str


class Feed:
    """The last items of each kind. Belongs to one event loop."""

    def __init__(self) -> None:
        self._items: dict[ItemKind, deque[Item]] = {kind: deque(maxlen=KEPT) for kind in KINDS}
        self._totals: dict[ItemKind, int] = dict.fromkeys(KINDS, 0)
        self._number = 0
        self._news = asyncio.Condition()

    async def add(self, kind: ItemKind, key: str, html: str) -> None:
        """Number an item, keep it and wake every page; what had the same key before is dropped."""
        async with self._news:
            self._number += 1
            kept = self._items[kind]
            before = next((item for item in kept if item.key == key), None)
            if before is None:
                self._totals[kind] += 1
            else:
                kept.remove(before)
            kept.append(Item(self._number, kind, key, html))
            self._news.notify_all()

    def total(self, kind: ItemKind) -> int:
        """Return how many different items of the kind there have been since the process started."""
        return self._totals[kind]

    def latest(self, kind: ItemKind) -> tuple[Item, ...]:
        """Return the kept items of the kind, newest first."""
        return tuple(reversed(self._items[kind]))

    @property
    def number(self) -> int:
        """The number of the newest item; 0 before the first."""
        return self._number

    def since(self, number: int) -> tuple[Item, ...]:
        """Return the kept items with a higher number, oldest first."""
        newer = (item for kept in self._items.values() for item in kept if item.number > number)
        return tuple(sorted(newer, key=lambda item: item.number))

    async def follow(self, number: int) -> AsyncIterator[Item]:
        """Yield every item with a higher number, now and as they come, for ever."""
        while True:
            for item in self.since(number):
                number = item.number
                yield item
            async with self._news:
                await self._news.wait_for(lambda seen=number: self._number > seen)  # type: ignore[misc]  # mypy cannot infer a lambda's default
