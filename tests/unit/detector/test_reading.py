"""One article's way from bytes to what is published."""

import pickle

from tests.builders import an_article
from tests.fake_reader import open_fake_reader
from tocsin.detector.reading import Read, Unreadable, Withheld
from tocsin.domain.detection import ArticleReference
from tocsin.domain.event import Event
from tocsin.kafka.codec import decode, encode

READER = open_fake_reader()


def test_events_are_keyed_by_their_article_and_encoded_as_they_are() -> None:
    outcome = READER.outcome(encode(an_article(id="a")))
    assert isinstance(outcome, Read)
    (event,), (encoded,) = outcome.events, outcome.encoded
    assert encoded.key == b"a"
    assert decode(encoded.value, Event) == event
    assert encoded.kind == "attack"
    assert outcome.reference == ArticleReference.of(an_article(id="a"))


def test_the_text_goes_along_where_rules_have_an_event_to_ask_of_and_only_there() -> None:
    told, nothing = READER.outcome(encode(an_article())), READER.outcome(encode(an_article(body="QUIET")))
    assert isinstance(told, Read)
    assert isinstance(nothing, Read)
    assert told.text == an_article().text.whole
    assert (nothing.text, nothing.events) == ("", ())


def test_the_same_article_gives_the_same_bytes_again() -> None:
    raw = encode(an_article())
    one, other = READER.outcome(raw), READER.outcome(raw)
    assert isinstance(one, Read)
    assert isinstance(other, Read)
    assert one.encoded == other.encoded


def test_what_was_read_is_the_same_after_its_way_out_of_a_child() -> None:
    outcome = READER.outcome(encode(an_article()))
    assert pickle.loads(pickle.dumps(outcome)) == outcome


def test_an_article_that_was_taken_back_is_not_read() -> None:
    for status in ("withheld", "canceled"):
        assert READER.outcome(encode(an_article(id="a", body="RAISE", pub_status=status))) == Withheld("a")


def test_what_is_no_article_has_a_reason() -> None:
    assert READER.outcome(b"\xff") == Unreadable("not UTF-8")


def test_a_fault_of_ours_gives_its_kind_and_not_the_text() -> None:
    assert READER.outcome(encode(an_article(body="RAISE secret"))) == Unreadable("reading failed: ValueError")
