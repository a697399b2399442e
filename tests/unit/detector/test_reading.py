"""One article's way from bytes to what is published."""

from tests.builders import an_article
from tests.fake_reader import open_fake_reader
from tocsin.detector.reading import Read, Unreadable, Withheld
from tocsin.domain.detection import ArticleReference, Detection
from tocsin.domain.event import Event
from tocsin.kafka.codec import decode, encode

READER = open_fake_reader()


def test_events_are_keyed_by_their_article_and_detections_by_their_event() -> None:
    outcome = READER.outcome(encode(an_article(id="a")))
    assert isinstance(outcome, Read)
    (event,), (detection,) = outcome.events, outcome.detections
    assert event.key == b"a"
    assert detection.key.decode() == decode(event.value, Event).id
    decoded = decode(detection.value, Detection)
    assert decoded.article == ArticleReference.of(an_article(id="a"))
    assert decoded.event == decode(event.value, Event)
    assert event.kind == "attack"


def test_the_same_article_gives_the_same_bytes_again() -> None:
    raw = encode(an_article())
    one, other = READER.outcome(raw), READER.outcome(raw)
    assert isinstance(one, Read)
    assert isinstance(other, Read)
    assert (one.events, one.detections) == (other.events, other.detections)


def test_an_article_that_was_taken_back_is_not_read() -> None:
    for status in ("withheld", "canceled"):
        assert READER.outcome(encode(an_article(id="a", body="RAISE", pub_status=status))) == Withheld("a")


def test_what_is_no_article_has_a_reason() -> None:
    assert READER.outcome(b"\xff") == Unreadable("not UTF-8")


def test_a_fault_of_ours_gives_its_kind_and_not_the_text() -> None:
    assert READER.outcome(encode(an_article(body="RAISE secret"))) == Unreadable("reading failed: ValueError")
