"""Bytes become a message or a reason."""

import json

import pytest

from tests.builders import a_detection, an_article, an_event
from tocsin.domain.article import Article
from tocsin.domain.detection import Detection
from tocsin.domain.errors import BadMessage
from tocsin.domain.event import Event
from tocsin.kafka.codec import REASON_LIMIT, decode, encode


def reason(raw: bytes | None) -> str:
    with pytest.raises(BadMessage) as raised:
        decode(raw, Article)
    return str(raised.value)


def with_changes(**changes: object) -> bytes:
    return json.dumps(json.loads(encode(an_article())) | changes).encode()


def test_what_is_encoded_is_decoded_to_the_same() -> None:
    assert decode(encode(an_article()), Article) == an_article()
    bounded = an_event(counts=[{"what": "killed", "n": (None, 20)}, {"what": "injured", "n": (5, None)}])
    assert decode(encode(bounded), Event) == bounded
    assert decode(encode(a_detection()), Detection) == a_detection()


def test_an_article_travels_in_camel_case_and_an_event_says_with() -> None:
    assert b'"dateFetched"' in encode(an_article())
    assert b'"with":["RUS"]' in encode(an_event(**{"with": ["RUS"]}))


def test_unknown_fields_are_ignored() -> None:
    assert decode(with_changes(urgency=5), Article) == an_article()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (None, "empty"),
        (b"", "empty"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b'{"id" 1}', "not JSON: line 1 column 7"),
        (b"{", "not JSON: line 1 column 1"),
        (b'{"id": "\\ud800"}', "not JSON: line 1 column 15"),
        (b"[" * 100_000, "not JSON: line 1 column"),
        (b"[]", "another shape: a JSON object is right"),
        (b"null", "another shape: a JSON object is right"),
        (b"{}", "id: is missing; url: is missing; headline: is missing"),
        (with_changes(headline="  "), "headline: must not be empty"),
        (with_changes(source={}), "source.id: is missing"),
        (with_changes(dateFetched="yesterday"), "dateFetched: Input should be a valid datetime"),
        (with_changes(body=7), "body: Input should be a valid string"),
        (with_changes(pubStatus="gone"), "pubStatus: Input should be 'usable', 'withheld' or 'canceled'"),
    ],
)
def test_a_reason_says_what_is_wrong_and_where(raw: bytes | None, said: str) -> None:
    assert reason(raw).startswith(said)


def test_a_reason_holds_no_word_of_the_message() -> None:
    secret = "whisper"
    for changes in ({"dateFetched": secret}, {"version": secret}, {"pubStatus": secret}, {"source": secret}):
        assert secret not in reason(with_changes(**changes))
    assert secret not in reason(b'{"id": whisper}')


def test_a_reason_is_short_however_much_is_wrong() -> None:
    wrong = with_changes(**dict.fromkeys(json.loads(encode(an_article())), 1))
    assert len(reason(wrong)) <= REASON_LIMIT
    assert "more" in reason(wrong)
