"""Whatever is put, removed and reloaded in whatever order: in force is what a plain dictionary says."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.builders import a_page, an_event
from tocsin.domain.detection import Severity
from tocsin.domain.event import EventType
from tocsin.matching.live_rules import Change, LiveRules
from tocsin.matching.rule import Rule

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
        self.before: dict[str, Rule] = {}
        self.in_both: set[str] = set()
        self.live = LiveRules()

    def in_force(self) -> dict[str, Rule]:
        return self.made | self.files

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

    @rule(rules=SETS)
    def the_topic_is_read_anew(self, rules: list[Rule]) -> None:
        self.made = {one.id: one for one in rules}
        self.check(self.live.replace_made(rules))

    @rule(rules=SETS, made=SETS)
    def the_process_starts_anew(self, rules: list[Rule], made: list[Rule]) -> None:
        self.files, self.made = {one.id: one for one in rules}, {one.id: one for one in made}
        self.live = LiveRules(rules, made)
        self.before, self.in_both = self.in_force(), set(self.files.keys() & self.made.keys())

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
        wanted = sorted(self.in_force().values(), key=lambda one: one.id)
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
