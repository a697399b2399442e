"""Rules by number: the first thousands as they are, those beyond in a few hundred bytes each."""

from tocsin.matching.rule import Rule

MOST_OPEN = 20_000
"""Rules kept as objects, of 2.4 kB each; and as many again, of those that were asked for last."""


class Shelf:
    """Keeps rules. One beyond the first 20,000 is kept as JSON, a tenth of its size, and read again (40 µs) to ring."""

    def __init__(self, most_open: int = MOST_OPEN) -> None:
        self._most_open = most_open
        self._open: dict[int, Rule] = {}
        self._folded: dict[int, bytes] = {}
        self._unfolded: dict[int, Rule] = {}

    def add(self, number: int, rule: Rule) -> None:
        """Keep a rule under a number that none has."""
        if len(self._open) < self._most_open:
            self._open[number] = rule
        else:
            self._folded[number] = _folded(rule)

    def has(self, number: int, rule: Rule) -> bool:
        """Is this the rule of the number? One that is folded need not be read again to tell."""
        kept = self._open.get(number)
        return self._folded[number] == _folded(rule) if kept is None else kept == rule

    def get(self, number: int) -> Rule:
        """Return the rule of a number."""
        rule = self._open.get(number) or self._unfolded.get(number)
        return rule or self._unfold(number)

    def remove(self, number: int) -> None:
        """Keep the rule of a number no more."""
        for kept in (self._open, self._folded, self._unfolded):
            kept.pop(number, None)

    def _unfold(self, number: int) -> Rule:
        rule = Rule.model_validate_json(self._folded[number])
        self._unfolded[number] = rule
        if len(self._unfolded) > self._most_open:
            self._unfolded.pop(next(iter(self._unfolded)))
        return rule


def _folded(rule: Rule) -> bytes:
    return rule.model_dump_json(by_alias=True, exclude_unset=True).encode()
