import pytest

from tocsin.delivery.slack_answers import SlackAnswer, read_answer


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b"no_service", SlackAnswer("no_service", "gone, if it stays so")),
        (b" invalid_payload\r\n", SlackAnswer("invalid_payload", "bad message")),
        (b'{"ok":false,"error":"is_archived"}', SlackAnswer("is_archived", "gone")),
        (b'{"ok": false, "error": "ratelimited"}', SlackAnswer("ratelimited", "transient")),
    ],
)
def test_a_documented_code_is_read_in_both_forms(body: bytes, answer: SlackAnswer) -> None:
    assert read_answer(body) == answer


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"ok",
        b"something_new",
        b"No_service",
        b"<html>no_service</html>",
        b"\xff\xfe",
        b'{"ok":true}',
        b'{"error":7}',
        b'{"error":"',
        b"{" * 4000,
        b'{"error":' + b"9" * 3900,
        b"[]",
    ],
)
def test_anything_else_means_nothing(body: bytes) -> None:
    assert read_answer(body) is None
