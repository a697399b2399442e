"""The rules of the files and those made at run time -> one book that changes while it is asked.

Where both have an id the file's rule is in force; when the file goes, the other is again.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from tocsin.domain.detection import RungRule
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.domain.event import Event
from tocsin.matching.facts import Page
from tocsin.matching.rule import Rule
from tocsin.matching.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Change:
    """What a change did to the rules in force. A rule that another has replaced counts as added and as removed.

    ``shadowed`` are the ids, sorted, that before the change stood in one place and now stand in both. ``refused`` says
    why rules made at run time could not be taken; they are forgotten.
    """

    added: int = 0
    removed: int = 0
    shadowed: tuple[str, ...] = ()
    refused: tuple[Fault, ...] = ()

    def __add__(self, later: "Change") -> "Change":
        return Change(
            self.added + later.added,
            self.removed + later.removed,
            tuple(sorted((*self.shadowed, *later.shadowed))),
            (*self.refused, *later.refused),
        )


class LiveRules:
    """The rules in force. A change is whole when its call returns; nothing here waits, so no event sees half of it."""

    def __init__(self, files: Iterable[Rule] = ()) -> None:
        """Begin with the rules of the files; raises DeclarationError with the faults of those that cannot be taken."""
        self._files = {rule.id: rule for rule in files}
        self._book = RuleBook.from_rules(self._files.values())
        # Those made at run time are in the book and nowhere else, since they may be very many; but these are silent.
        self._shadowed: dict[str, Rule] = {}

    @property
    def shadowed(self) -> Set[str]:
        """The ids of the rules made at run time that a file's rule keeps silent."""
        return self._shadowed.keys()

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
        return len(self._book) - len(self._files)

    @property
    def unselective(self) -> int:
        """How many rules in force give the index nothing to look up."""
        return self._book.unselective

    @property
    def failures(self) -> int:
        """How often a ``when`` has failed while it ran, so that its rule stayed silent."""
        return self._book.failures

    def rung_by(self, event: Event, page: Page) -> tuple[RungRule, ...]:
        """Return the rules in force that the event rings, in the order of their ids, each with its reasons."""
        return self._book.rung_by(event, page)

    def put(self, rule: Rule) -> Change:
        """Have a rule made at run time, instead of the one with its id."""
        if rule.id in self._files:
            newly = () if rule.id in self._shadowed else (rule.id,)
            self._shadowed[rule.id] = rule
            return Change(shadowed=newly)
        if self._book.has(rule):
            return Change()
        return self.remove(rule.id) + self._take(rule)

    def remove(self, rule_id: str) -> Change:
        """Forget a rule made at run time; one that is not there changes nothing."""
        self._shadowed.pop(rule_id, None)
        if rule_id in self._files or rule_id not in self._book:
            return Change()
        self._book.remove(rule_id)
        return Change(removed=1)

    def retain(self, rule_ids: Set[str]) -> Change:
        """Forget every rule made at run time that is not one of these."""
        total = Change()
        for rule_id in (self._book.ids - self._files.keys() | self._shadowed.keys()) - rule_ids:
            total += self.remove(rule_id)
        return total

    def replace_files(self, rules: Iterable[Rule]) -> Change:
        """Have these rules, whose ids are unique, instead of all that came from files.

        Raises:
            DeclarationError: One of them cannot be taken. Everything is as before.
        """
        files, before = {rule.id: rule for rule in rules}, self._files
        others = {rule_id for rule_id in before.keys() | files.keys() if before.get(rule_id) != files.get(rule_id)}
        out = [self._book.rule(rule_id) for rule_id in sorted(others) if rule_id in self._book]
        for rule in out:
            self._book.remove(rule.id)
        added: list[str] = []
        try:
            for rule_id in sorted(others & files.keys()):
                self._book.add(files[rule_id])
                added.append(rule_id)
        except DeclarationError:
            for rule_id in added:
                self._book.remove(rule_id)
            for rule in out:
                self._book.add(rule)
            raise
        self._files = files
        silenced = {rule.id: rule for rule in out if rule.id not in before}
        self._shadowed |= silenced
        change = Change(len(added), len(out), tuple(sorted(silenced)))
        for rule_id in sorted(self._shadowed.keys() - files.keys()):
            change += self._take(self._shadowed.pop(rule_id))
        return change

    def _take(self, rule: Rule) -> Change:
        try:
            self._book.add(rule)
        except DeclarationError as error:
            return Change(refused=error.faults)
        return Change(added=1)
