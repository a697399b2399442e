"""Whatever is put, removed and reloaded in whatever order: in force is what a plain dictionary says."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.builders import a_page, an_event
from tocsin.domain.detection import Severity
from tocsin.domain.errors import DeclarationError
from tocsin.domain.event import EventType
from tocsin.matching.condition import Match
from tocsin.matching.live_rules import Change, LiveRules
from tocsin.matching.rule import Rule
from tocsin.matching.rulebook import MOST_UNSELECTIVE

PAGE = a_page()
EVENTS = {kind: an_event(type=kind) for kind in (EventType.ATTACK, EventType.TALKS)}
IDS = [f"rule-{number}" for number in range(4)]


def a_rule(rule_id: str, kind: EventType, severity: Severity) -> Rule:
    return Rule.model_validate(
        {"id": rule_id, "title": "T", "severity": severity, "why": "W", "match": {"type": kind.value}}
    )


RULES = st.builds(a_rule, st.sampled_from(IDS), st.sampled_from(sorted(EVENTS)), st.sampled_from(list(Severity)))
SETS = st.lists(RULES, max_size=4, unique_by=lambda rule: rule.id)


class Changes(RuleBasedStateMachine):
    """The living rules beside two dictionaries."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, Rule] = {}
        self.made: dict[str, Rule] = {}
        self.before: dict[str, tuple[str, Rule]] = {}
        self.in_both: set[str] = set()
        self.live = LiveRules()

    def in_force(self) -> dict[str, tuple[str, Rule]]:
        """Each rule in force, and where it lives."""
        made = {rule_id: ("topic", one) for rule_id, one in self.made.items()}
        return made | {rule_id: ("file", one) for rule_id, one in self.files.items()}

    def check(self, change: Change) -> None:
        """Hold what the change says of itself against the difference of the dictionaries."""
        before, after = self.before, self.in_force()
        assert change.added == sum(before.get(rule_id) != one for rule_id, one in after.items())
        assert change.removed == sum(after.get(rule_id) != one for rule_id, one in before.items())
        now_in_both = self.files.keys() & self.made.keys()
        assert change.shadowed == tuple(sorted(now_in_both - self.in_both))
        self.before, self.in_both = after, set(now_in_both)

    @rule(rules=SETS)
    def files_change(self, rules: list[Rule]) -> None:
        self.files = {one.id: one for one in rules}
        self.check(self.live.replace_files(rules))

    @rule(ids=st.sets(st.sampled_from(IDS)))
    def all_others_are_gone_from_the_topic(self, ids: set[str]) -> None:
        self.made = {rule_id: one for rule_id, one in self.made.items() if rule_id in ids}
        self.check(self.live.retain(ids))

    @rule(rules=SETS)
    def files_with_a_rule_that_cannot_be_taken_change_nothing(self, rules: list[Rule]) -> None:
        bad = a_rule("bad", EventType.ATTACK, Severity.LOW).model_copy(update={"when": "no condition"})
        with pytest.raises(DeclarationError):
            self.live.replace_files([*rules, bad])

    @rule(rules=SETS)
    def the_process_starts_anew(self, rules: list[Rule]) -> None:
        self.files, made = {one.id: one for one in rules}, self.made
        self.live, self.made = LiveRules(rules), {}
        self.before, self.in_both = self.in_force(), set()
        for one in made.values():
            self.a_rule_is_put(one)

    @rule(one=RULES)
    def a_rule_is_put(self, one: Rule) -> None:
        self.made[one.id] = one
        self.check(self.live.put(one))

    @rule(rule_id=st.sampled_from(IDS))
    def a_rule_is_removed(self, rule_id: str) -> None:
        self.made.pop(rule_id, None)
        self.check(self.live.remove(rule_id))

    @invariant()
    def what_is_in_force_is_what_rings(self) -> None:
        wanted = [one for _, (_, one) in sorted(self.in_force().items())]
        assert list(self.live.rules) == wanted
        for kind, event in EVENTS.items():
            rung = [(one.id, one.severity) for one in self.live.rung_by(event, PAGE)]
            assert rung == [(one.id, one.severity) for one in wanted if kind in one.match.type]

    @invariant()
    def every_rule_is_counted_where_it_lives(self) -> None:
        assert self.live.from_files == len(self.files)
        assert self.live.from_topic == len(self.made.keys() - self.files.keys())
        assert self.live.shadowed == self.files.keys() & self.made.keys()


TestChanges = Changes.TestCase


def test_a_rule_that_the_book_cannot_take_is_refused_with_the_reason_and_the_one_it_replaces_ends() -> None:
    live = LiveRules()
    for number in range(MOST_UNSELECTIVE):
        assert live.put(unselective(f"rule-{number}")).added == 1
    assert live.put(a_rule("one-more", EventType.ATTACK, Severity.LOW)).added == 1
    change = live.put(unselective("one-more"))
    assert (change.added, change.removed) == (0, 1)
    assert [fault.path for fault in change.refused] == ["one-more"]
    assert live.from_topic == MOST_UNSELECTIVE


def unselective(rule_id: str) -> Rule:
    """A rule that no index can look up."""
    talks = a_rule(rule_id, EventType.TALKS, Severity.LOW)
    return talks.model_copy(update={"match": Match.model_validate({"not": [{"type": "attack"}]})})
