"""The rules of the files and those made at run time -> one book that changes while it is asked.

Where both have an id the file's rule is in force; when the file goes, the other is again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tocsin.domain.detection import RungRule
from tocsin.domain.event import Event
from tocsin.matching.facts import Page
from tocsin.matching.rule import Rule
from tocsin.matching.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Change:
    """What a change did to the rules in force. A rule that another has replaced counts as added and as removed.

    ``shadowed`` are the ids, sorted, that before the change stood in one place and now stand in both.
    """

    added: int = 0
    removed: int = 0
    shadowed: tuple[str, ...] = ()


class LiveRules:
    """The rules in force. A change is whole when its call returns; nothing here waits, so no event sees half of it."""

    def __init__(self, files: Iterable[Rule] = (), made: Iterable[Rule] = ()) -> None:
        """Begin with these rules, ids being unique within each.

        Args:
            files: The rules of the files, their conditions checked.
            made: The rules made at run time.
        """
        self._files = _by_id(files)
        self._made = _by_id(made)
        self._shadowed = self._files.keys() & self._made.keys()
        self._book = _Book((self._made | self._files).values())

    @property
    def shadowed(self) -> frozenset[str]:
        """The ids of the rules made at run time that a file's rule keeps silent."""
        return frozenset(self._shadowed)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force, by id. Sorts them all: not for every event."""
        return self._book.rules

    @property
    def from_files(self) -> int:
        """How many rules of files are in force."""
        return len(self._files)

    @property
    def from_topic(self) -> int:
        """How many rules made at run time are in force."""
        return len(self._made) - len(self._shadowed)

    def rung_by(self, event: Event, page: Page) -> tuple[RungRule, ...]:
        """Return the rules in force that the event rings, in the order of their ids, each with its reasons."""
        return self._book.rung_by(event, page)

    def replace_files(self, rules: Iterable[Rule]) -> Change:
        """Have these rules, whose ids are unique and conditions checked, instead of all that came from files."""
        files = _by_id(rules)
        return self._change(self._files.keys() | files.keys(), files, self._made)

    def replace_made(self, rules: Iterable[Rule]) -> Change:
        """Have these rules instead of all that were made at run time; of two with the same id the last counts."""
        made = _by_id(rules)
        return self._change(self._made.keys() | made.keys(), self._files, made)

    def put(self, rule: Rule) -> Change:
        """Have a rule made at run time, instead of the one with its id."""
        before = self._rule(rule.id)
        self._made[rule.id] = rule
        return self._settle({rule.id: before})

    def remove(self, rule_id: str) -> Change:
        """Forget a rule made at run time; one that is not there changes nothing."""
        before = self._rule(rule_id)
        self._made.pop(rule_id, None)
        return self._settle({rule_id: before})

    def _rule(self, rule_id: str) -> Rule | None:
        return self._files.get(rule_id) or self._made.get(rule_id)

    def _change(self, ids: Iterable[str], files: dict[str, Rule], made: dict[str, Rule]) -> Change:
        before = {rule_id: self._rule(rule_id) for rule_id in ids}
        self._files, self._made = files, made
        return self._settle(before)

    def _settle(self, before: Mapping[str, Rule | None]) -> Change:
        """Bring the book to what the two places now say of these ids."""
        added = removed = 0
        shadowed: list[str] = []
        for rule_id, had in before.items():
            wanted = self._rule(rule_id)
            if rule_id in self._files and rule_id in self._made:
                if rule_id not in self._shadowed:
                    shadowed.append(rule_id)
                self._shadowed.add(rule_id)
            else:
                self._shadowed.discard(rule_id)
            if wanted is had or wanted == had:
                continue
            if had is not None:
                self._book.remove(rule_id)
                removed += 1
            if wanted is not None:
                self._book.add(wanted)
                added += 1
        return Change(added, removed, tuple(sorted(shadowed)))


def _by_id(rules: Iterable[Rule]) -> dict[str, Rule]:
    return {rule.id: rule for rule in rules}


class _Book:
    """A book that is built anew at the first question after a change."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = _by_id(rules)
        self._built: RuleBook | None = None

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self._book().rules

    def add(self, rule: Rule) -> None:
        self._rules[rule.id] = rule
        self._built = None

    def remove(self, rule_id: str) -> None:
        del self._rules[rule_id]
        self._built = None

    def rung_by(self, event: Event, page: Page) -> tuple[RungRule, ...]:
        return self._book().rung_by(event, page)

    def _book(self) -> RuleBook:
        if self._built is None:
            self._built = RuleBook.from_rules(self._rules.values())
        return self._built
