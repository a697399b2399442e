"""Rules -> RuleBook; Event -> the rules that it rings."""

from collections.abc import Iterable, Set
from typing import Any, Self
from weakref import WeakValueDictionary

from pyroaring import BitMap

from tocsin.domain.detection import RungRule
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.domain.event import Event
from tocsin.matching.cel import BoundEvent, Condition, compile_condition
from tocsin.matching.conjunctions import Conjunction, conjunctions
from tocsin.matching.facts import Facts, Page
from tocsin.matching.findings import holds, reasons
from tocsin.matching.index import Index
from tocsin.matching.rule import Rule
from tocsin.matching.shelf import Shelf

MOST_UNSELECTIVE = 1_000
"""Rules that give the index nothing to look up: each of them is read for every event, which takes some 10 µs."""
_READABLE_CONDITION = 80  # characters; a longer one tells nothing to whoever reads the alert


class RuleBook:
    """Checked rules, ready to be asked. They can come and go, at the same cost however many there are."""

    def __init__(self) -> None:
        self.index = Index()
        """The rules by number, as far as it can tell them apart."""
        self._shelf = Shelf()
        # A rule's conjunctions have a number each in the index; the first of them is the rule's on the shelf.
        self._numbers: dict[str, tuple[int, ...]] = {}
        self._ids: list[str] = []
        self._free: list[int] = []
        self._conditions: dict[int, Condition] = {}
        self._conditions_by_text: WeakValueDictionary[str, Condition] = WeakValueDictionary()
        # What is still to be asked of a rule that the index has named.
        self._inexact, self._expiring, self._conditional = BitMap(), BitMap(), BitMap()
        self._of_several, self._unselective = BitMap(), BitMap()
        self.failures = 0
        """How often a ``when`` failed while it ran, so that its rule stayed silent."""

    @classmethod
    def from_rules(cls, rules: Iterable[Rule]) -> Self:
        """Return the book of these rules; raises DeclarationError as ``add`` does, with the faults of all."""
        book = cls()
        faults: list[Fault] = []
        for rule in rules:
            try:
                book.add(rule)
            except DeclarationError as error:
                faults.extend(error.faults)
        if faults:
            raise DeclarationError(faults)
        return book

    def __len__(self) -> int:
        """How many rules there are, those included that ring no more."""
        return len(self._numbers)

    def __contains__(self, rule_id: str) -> bool:
        """Is there a rule with this id?"""
        return rule_id in self._numbers

    def __reduce__(self) -> tuple[Any, tuple[tuple[Rule, ...]]]:
        return type(self).from_rules, (self.rules,)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order of their ids; with very many rules this takes long."""
        return tuple(self.rule(rule_id) for rule_id in sorted(self._numbers))

    @property
    def ids(self) -> Set[str]:
        """The ids of all rules, in no order; a view that changes with them."""
        return self._numbers.keys()

    @property
    def unselective(self) -> int:
        """How many rules give the index nothing to look up."""
        return len(self._unselective)

    def rule(self, rule_id: str) -> Rule:
        """Return the rule with this id; raises KeyError if there is none."""
        return self._shelf.get(self._numbers[rule_id][0])

    def has(self, rule: Rule) -> bool:
        """Is there this very rule, not only one with its id?"""
        numbers = self._numbers.get(rule.id)
        return numbers is not None and self._shelf.has(numbers[0], rule)

    def add(self, rule: Rule) -> None:
        """Let a rule ring from the next event on.

        Raises:
            DeclarationError: The id stands already, ``when`` is wrong, or too many rules give the index nothing to
                look up; the id stands for the path. The book is as before.
        """
        if rule.id in self._numbers:
            raise DeclarationError([Fault(rule.id, 0, 0, "stands twice; ids are unique")])
        condition = self._condition(rule) if rule.when else None
        found = _filed(rule)
        unselective = not all(one.is_selective for one in found)
        if unselective and len(self._unselective) >= MOST_UNSELECTIVE:
            said = f"is one of more than {MOST_UNSELECTIVE:,} rules that every event must be held against"
            raise DeclarationError([Fault(rule.id, 0, 0, f"{said}; give it a type, an actor, a country or a keyword")])
        numbers = tuple(self._number(rule.id) for _ in found or (None,))
        self._numbers[rule.id] = numbers
        self._shelf.add(numbers[0], rule)
        # A rule that is switched off has a number, and stands nowhere in the index.
        for number, conjunction in zip(numbers, found, strict=False):
            self.index.add(number, conjunction)
            if not conjunction.exact:
                self._inexact.add(number)
            if condition is not None:
                self._conditions[number] = condition
        if rule.expires is not None:
            self._expiring.update(numbers)
        if condition is not None:
            self._conditional.update(numbers)
        if len(numbers) > 1:
            self._of_several.update(numbers)
        if unselective:
            self._unselective.update(numbers)

    def remove(self, rule_id: str) -> None:
        """Take a rule out; raises KeyError if there is none with this id."""
        numbers = self._numbers.pop(rule_id)
        self._shelf.remove(numbers[0])
        bitmaps = (self._inexact, self._expiring, self._conditional, self._of_several, self._unselective)
        for number in numbers:
            self.index.remove(number)
            self._conditions.pop(number, None)
            for bitmap in bitmaps:
                bitmap.discard(number)
        self._free.extend(numbers)

    def rung_by(self, event: Event, page: Page) -> tuple[RungRule, ...]:
        """Return the rules that the event rings, in the order of their ids, each with its reasons."""
        facts = Facts.of(event, page)
        return tuple(self._rung(rule_id, facts) for rule_id in sorted(self._ids_rung(facts)))

    def ids_rung_by(self, event: Event, page: Page) -> list[str]:
        """Return the ids alone of the rules that the event rings, in any order: faster where nobody asks why."""
        return self._ids_rung(Facts.of(event, page))

    def _number(self, rule_id: str) -> int:
        """Return a number that is free, given to the rule."""
        if self._free:
            number = self._free.pop()
            self._ids[number] = rule_id
        else:
            number = len(self._ids)
            self._ids.append(rule_id)
        return number

    def _condition(self, rule: Rule) -> Condition:
        """Return what ``when`` says, checked; rules of the same text have the same one, which is 9 kB."""
        known = self._conditions_by_text.get(rule.when)
        if known is not None:
            return known
        made = self._conditions_by_text[rule.when] = _checked_condition(rule)
        return made

    def _ids_rung(self, facts: Facts) -> list[str]:
        met = self._refused_out(self.index.met_by(facts), facts)
        ids = self._ids
        rung = [ids[number] for number in met]
        return list(dict.fromkeys(rung)) if met.intersect(self._of_several) else rung

    def _refused_out(self, met: BitMap, facts: Facts) -> BitMap:
        """Return those that ring of the conjunctions that an event has met: few must be asked more than the index."""
        refused = [number for number in met & self._inexact if not holds(self._rule(number).match, facts)]
        asked = facts.page.asked
        refused += [number for number in met & self._expiring if not self._rule(number).is_live(asked)]
        if refused:
            met = met - BitMap(refused)
        conditional = met & self._conditional
        if not conditional:
            return met
        bound = BoundEvent(facts.event, facts.page.reference)
        # Rules of one text share its condition, which is asked once.
        conditions = {number: self._conditions[number] for number in conditional}
        silent = {condition for condition in set(conditions.values()) if not self._holds(condition, bound)}
        return met - BitMap([number for number, condition in conditions.items() if condition in silent])

    def _holds(self, condition: Condition, bound: BoundEvent) -> bool:
        failures = condition.failures
        holds = condition.holds(bound)
        self.failures += condition.failures - failures
        return holds

    def _rule(self, number: int) -> Rule:
        return self.rule(self._ids[number])

    def _rung(self, rule_id: str, facts: Facts) -> RungRule:
        rule = self.rule(rule_id)
        because = reasons(rule.match, facts) or ()
        if rule.when:
            because = (*because, _said(rule.when))
        return RungRule(id=rule.id, title=rule.title, severity=rule.severity, because=because, rate=rule.rate)


def _filed(rule: Rule) -> tuple[Conjunction, ...]:
    """Return what stands for a rule in the index: nothing for one that is switched off."""
    return conjunctions(rule.match) if rule.enabled else ()


def _checked_condition(rule: Rule) -> Condition:
    checked = compile_condition(rule.when)
    if isinstance(checked, Condition):
        return checked
    raise DeclarationError([Fault(rule.id, fault.line, fault.column, f"when: {fault.message}") for fault in checked])


def _said(condition: str) -> str:
    on_one_line = " ".join(condition.split())
    return f"{on_one_line} holds" if len(on_one_line) <= _READABLE_CONDITION else "the rule's further condition holds"
