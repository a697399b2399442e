"""Received alerts against the expected ones."""

from collections.abc import Mapping

from tocsin.demo.receiver import Received


class Watch:
    """Remembers which rules have rung for which article, and whether every signature held."""

    def __init__(self, expected: Mapping[str, tuple[str, ...]]) -> None:
        self._silent = frozenset(article for article, rules in expected.items() if not rules)
        self._missing = {(article, rule) for article, rules in expected.items() for rule in rules}
        self._faults: list[str] = []
        self._seen: set[str] = set()

    def note(self, received: Received) -> None:
        """Take in one webhook."""
        if received.fault is not None:
            self._faults.append(f"{received.webhook_id}: {received.fault}")
            return
        if received.webhook_id in self._seen:
            return  # a repeat, as at-least-once allows
        self._seen.add(received.webhook_id)
        article = received.data["articles"][0]["id"]
        if article in self._silent:
            self._faults.append(f"{article} should ring nothing")
        self._missing -= {(article, rule["id"]) for rule in received.data["rules"]}

    @property
    def alerts(self) -> int:
        """How many different alerts have come."""
        return len(self._seen)

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """Article and rule of every alert that is still expected."""
        return tuple(sorted(self._missing))

    @property
    def faults(self) -> tuple[str, ...]:
        """What came and should not have come."""
        return tuple(self._faults)
