from dataclasses import dataclass, field
from datetime import timedelta

from tests.builders import NOON, a_detection, an_event
from tocsin.domain.alert import AlertType, alert_id, story_id
from tocsin.stories.decide import KnownStory, New, Repeat, decide
from tocsin.stories.raising import first_alert


@dataclass
class Memory:
    """Stories by the ids of their events."""

    stories: dict[str, KnownStory] = field(default_factory=dict)

    def story_of(self, event_id: str) -> KnownStory | None:
        return self.stories.get(event_id)


def test_an_event_that_nobody_was_told_of_opens_a_story() -> None:
    event = an_event()
    assert decide(event, Memory()) == New(story_id=story_id(event))


def test_an_event_that_was_told_is_a_repeat_and_says_of_which_story_and_since_when() -> None:
    event = an_event()
    memory = Memory({event.id: KnownStory(id="sty_1", opened_at=NOON)})
    assert decide(event, memory) == Repeat(of="sty_1", since=NOON)


def test_another_event_of_the_same_article_is_no_repeat() -> None:
    told, other = an_event(), an_event(trigger_span={"start": 60, "end": 70})
    memory = Memory({told.id: KnownStory(id="sty_1", opened_at=NOON)})
    assert isinstance(decide(other, memory), New)


def test_the_first_alert_of_a_story_has_the_same_id_whenever_it_is_raised() -> None:
    early = first_alert(a_detection(), story_id="sty_1", now=NOON)
    late = first_alert(a_detection(), story_id="sty_1", now=NOON + timedelta(days=1))
    assert early.id == late.id == alert_id("sty_1", 1)


def test_the_first_alert_says_what_its_detection_says() -> None:
    detection = a_detection()
    alert = first_alert(detection, story_id="sty_1", now=NOON)
    assert (alert.type, alert.revision, alert.raised_at) == (AlertType.RAISED, 1, NOON)
    assert (alert.event, alert.rules, alert.articles) == (detection.event, detection.rules, (detection.article,))
