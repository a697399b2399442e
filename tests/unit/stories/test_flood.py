from datetime import timedelta

import pytest

from tests.builders import NOON, a_detection, a_rung_rule
from tocsin.stories.flood import HOUR, Held, Rings, Window, admit
from tocsin.stories.raising import first_alert

SECOND = timedelta(seconds=1)


def test_the_first_alert_of_a_rule_begins_its_window() -> None:
    admission = admit(None, 2, NOON)
    assert isinstance(admission, Rings)
    assert (admission.window, admission.last) == (Window(NOON, 1), False)


def test_the_last_alert_that_a_rule_may_raise_is_known_to_be_the_last() -> None:
    admission = admit(Window(NOON, 1), 2, NOON + SECOND)
    assert isinstance(admission, Rings)
    assert (admission.window, admission.last) == (Window(NOON, 2), True)


def test_what_comes_above_the_rate_is_held_until_the_window_ends_and_says_why() -> None:
    assert admit(Window(NOON, 2), 2, NOON + SECOND) == Held(
        since=NOON, until=NOON + HOUR, rate=2, because="2 alerts since 12:00:00, at most 2 an hour"
    )


@pytest.mark.parametrize(("late", "held"), [(HOUR - SECOND, True), (HOUR, False)])
def test_a_window_lasts_an_hour(late: timedelta, held: bool) -> None:
    assert isinstance(admit(Window(NOON, 2), 2, NOON + late), Held) == held


def test_after_a_window_the_next_begins_with_the_next_alert_and_not_on_the_hour() -> None:
    later = NOON + HOUR + 25 * SECOND
    admission = admit(Window(NOON, 2), 2, later)
    assert isinstance(admission, Rings)
    assert admission.window == Window(later, 1)


def test_a_clock_that_is_behind_counts_in_the_window_that_another_began() -> None:
    assert isinstance(admit(Window(NOON, 2), 2, NOON - SECOND), Held)


def test_a_rate_that_was_raised_or_lowered_holds_at_once() -> None:
    assert isinstance(admit(Window(NOON, 5), 10, NOON + SECOND), Rings)
    assert isinstance(admit(Window(NOON, 5), 3, NOON + SECOND), Held)


def test_an_alert_tells_for_which_rules_it_rings_and_for_which_it_is_the_last() -> None:
    rules = (a_rung_rule(id="held", rate=2), a_rung_rule(id="last", rate=1), a_rung_rule(id="free"))
    admissions = {"held": admit(Window(NOON, 2), 2, NOON), "last": admit(None, 1, NOON)}
    alert = first_alert(a_detection(rules=rules), story_id="sty_1", now=NOON, admissions=admissions)
    assert [rule.id for rule in alert.ringing] == ["last", "free"]
    assert [(reached.rule, reached.rate, reached.until) for reached in alert.last_of] == [("last", 1, NOON + HOUR)]
    assert [(reached.rule, reached.rate, reached.until) for reached in alert.held_by] == [("held", 2, NOON + HOUR)]
    assert alert.rules == rules
