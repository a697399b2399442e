"""Rules -> RuleBook; Event -> the rules that it rings."""

from collections.abc import Iterable
from typing import Self

from tocsin.domain.detection import RungRule
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.domain.event import Event
from tocsin.matching.cel import BoundEvent, Condition, compile_condition
from tocsin.matching.facts import Facts, Page
from tocsin.matching.findings import reasons
from tocsin.matching.index import Index
from tocsin.matching.rule import Rule

_READABLE_CONDITION = 80  # characters; a longer one tells nothing to whoever reads the alert


class RuleBook:
    """Checked rules, ready to be asked. Pickles as its rules and is built anew where it arrives."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: tuple[Rule, ...] = tuple(sorted(rules, key=lambda rule: rule.id))
        self._index = Index([rule.match for rule in self.rules])
        self._conditions = {number: _checked_condition(rule) for number, rule in enumerate(self.rules) if rule.when}

    @classmethod
    def from_rules(cls, rules: Iterable[Rule]) -> Self:
        """Return the book of these rules.

        Raises:
            DeclarationError: If two have the same id, or a condition is wrong; the id stands for the path.
        """
        rules = tuple(rules)
        ids = [rule.id for rule in rules]
        twice = sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1}) if len(set(ids)) < len(ids) else []
        if twice:
            raise DeclarationError([Fault(rule_id, 0, 0, "stands twice; ids are unique") for rule_id in twice])
        return cls(rules)

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Rule, ...]]]:
        return type(self), (self.rules,)

    def candidates(self, event: Event, page: Page) -> tuple[Rule, ...]:
        """Return the rules that may ring: every one that does, and few others. ``when`` is not asked."""
        return tuple(self.rules[number] for number in self._index.candidates(Facts.of(event, page)))

    def rung_by(self, event: Event, page: Page) -> tuple[RungRule, ...]:
        """Return the rules that the event rings, in the order of their ids, each with its reasons."""
        facts = Facts.of(event, page)
        candidates = self._index.candidates(facts)
        bound: BoundEvent | None = None
        rung: list[RungRule] = []
        for number in candidates:
            rule = self.rules[number]
            because = reasons(rule.match, facts) if rule.is_live(page.asked) else None
            if because is None:
                continue
            condition = self._conditions.get(number)
            if condition is not None:
                bound = bound or BoundEvent(event, page.reference)
                if not condition.holds(bound):
                    continue
                because = (*because, _said(condition.text))
            rung.append(RungRule(id=rule.id, title=rule.title, severity=rule.severity, because=because))
        return tuple(rung)


def _checked_condition(rule: Rule) -> Condition:
    checked = compile_condition(rule.when)
    if isinstance(checked, Condition):
        return checked
    raise DeclarationError([Fault(rule.id, fault.line, fault.column, f"when: {fault.message}") for fault in checked])


def _said(condition: str) -> str:
    on_one_line = " ".join(condition.split())
    return f"{on_one_line} holds" if len(on_one_line) <= _READABLE_CONDITION else "the rule's further condition holds"
