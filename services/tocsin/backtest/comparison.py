"""Two histories of the same articles -> what the change of the rules between them gains and loses."""

from collections.abc import Mapping
from dataclasses import dataclass

from tocsin.backtest.history import History, Ring, RuleHistory
from tocsin.matching.rule import Rule


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What rings a rule now and did not, what did and does not, and how many rings stayed."""

    rule: Rule
    gained: tuple[Ring, ...]
    lost: tuple[Ring, ...]
    unchanged: int

    @property
    def is_none(self) -> bool:
        """Whether the rule rings for what it rang for."""
        return not self.gained and not self.lost


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the rules. ``changes`` holds those that are on both sides, in the order of their ids."""

    changes: tuple[RuleChange, ...]
    only_new: tuple[RuleHistory, ...]
    only_old: tuple[RuleHistory, ...]

    @property
    def gained(self) -> int:
        """How many rings rules on both sides gain."""
        return sum(len(change.gained) for change in self.changes)

    @property
    def lost(self) -> int:
        """How many rings rules on both sides lose."""
        return sum(len(change.lost) for change in self.changes)


def compare(old: History, new: History) -> Comparison:
    """Return what changed between two histories, rule by rule; both must be of the same articles in the same order."""
    before, after = _by_id(old), _by_id(new)
    return Comparison(
        changes=tuple(_change(before[rule_id], one) for rule_id, one in after.items() if rule_id in before),
        only_new=tuple(one for rule_id, one in after.items() if rule_id not in before),
        only_old=tuple(one for rule_id, one in before.items() if rule_id not in after),
    )


def _by_id(history: History) -> Mapping[str, RuleHistory]:
    return {one.rule.id: one for one in history.rules}


def _change(before: RuleHistory, after: RuleHistory) -> RuleChange:
    rang = {ring.key for ring in before.rings}
    rings = {ring.key for ring in after.rings}
    return RuleChange(
        rule=after.rule,
        gained=tuple(ring for ring in after.rings if ring.key not in rang),
        lost=tuple(ring for ring in before.rings if ring.key not in rings),
        unchanged=len(rang & rings),
    )
