"""Rules come and go, and the book rings as one that was made of those that are there."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.properties.test_matching import PAGE, a_rule, events, matches, nested, telling
from tocsin.domain.event import Event
from tocsin.matching.facts import Facts
from tocsin.matching.findings import holds
from tocsin.matching.rule import Rule
from tocsin.matching.rulebook import RuleBook


class ChangingBook(RuleBasedStateMachine):
    """A book beside a dict of the same rules, each of which is read for each event."""

    def __init__(self) -> None:
        super().__init__()
        self.book = RuleBook()
        self.there: dict[str, Rule] = {}
        self.made = 0

    @rule(asked=st.lists(st.one_of(matches(), telling(), nested()), min_size=1, max_size=8), enabled=st.booleans())
    def add(self, asked: list[dict[str, object]], enabled: bool) -> None:
        for match in asked:
            self.made += 1
            one = a_rule(self.made, match).model_copy(update={"enabled": enabled or self.made % 3 > 0})
            self.book.add(one)
            self.there[one.id] = one

    @precondition(lambda self: self.there)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from(sorted(self.there)))
        assert self.book.rule(gone) == self.there.pop(gone)
        self.book.remove(gone)
        assert gone not in self.book

    @precondition(lambda self: self.there)
    @rule(data=st.data(), match=st.one_of(matches(), telling(), nested()))
    def change(self, data: st.DataObject, match: dict[str, object]) -> None:
        changed = data.draw(st.sampled_from(sorted(self.there)))
        self.book.remove(changed)
        self.there[changed] = a_rule(0, match).model_copy(update={"id": changed})
        self.book.add(self.there[changed])

    @rule(event=events())
    def ring(self, event: Event) -> None:
        facts = Facts.of(event, PAGE)
        expected = {one.id for one in self.there.values() if one.enabled and holds(one.match, facts)}
        assert [rung.id for rung in self.book.rung_by(event, PAGE)] == sorted(expected)
        assert set(self.book.ids_rung_by(event, PAGE)) == expected

    @invariant()
    def holds_what_is_there(self) -> None:
        assert len(self.book) == len(self.there)
        assert {one.id for one in self.book.rules} == self.there.keys()


ChangingBook.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestABookWhoseRulesComeAndGo = ChangingBook.TestCase
