from hypothesis import given
from hypothesis import strategies as st

from tests.builders import an_event
from tocsin.domain.alert import alert_id, delivery_id, story_id
from tocsin.domain.event import EventType, Span, event_id
from tocsin.domain.ids import make_id

PARTS = st.lists(st.text(), max_size=4)


@given(PARTS, PARTS)
def test_ids_agree_exactly_when_what_they_name_agrees(one, other):
    assert (make_id("x", *one) == make_id("x", *other)) == (one == other)


@given(PARTS)
def test_an_id_holds_no_dot_so_that_it_can_be_signed(parts):
    assert "." not in make_id("msg", *parts)


def test_ids_are_the_same_on_every_machine_for_ever():
    span = Span(start=10, end=16)

    assert event_id("article-1", EventType.ATTACK, span) == "evt_2b58b8f36c80df85783dc231cb06fc62"


def test_a_repeat_gets_the_same_ids_all_the_way_down():
    story = story_id(an_event())

    assert story == story_id(an_event())
    assert delivery_id(alert_id(story, 1), "s") == delivery_id(alert_id(story, 1), "s")
    assert delivery_id(alert_id(story, 1), "s") != delivery_id(alert_id(story, 2), "s")
