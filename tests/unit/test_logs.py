import json
import logging

import pytest
import structlog

from tocsin import logs

CANARY = "CANARY0123456789"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (f"posting to https://hooks.slack.com/services/T0/B0/{CANARY}", "posting to https://hooks.slack.com/***"),
        (f"secret whsec_{CANARY} and more", "secret whsec_*** and more"),
        (f"token xoxb-{CANARY}", "token xoxb-***"),
        (f"postgresql+psycopg://user:{CANARY}@host/name", "postgresql+psycopg://user:***@host/name"),
        (f"GET https://a.example/x?sig={CANARY}&b=1", "GET https://a.example/x?sig=***&b=1"),
        (f"Authorization: Bearer {CANARY}", "Authorization: ***"),
    ],
)
def test_secrets_are_taken_out_and_the_rest_is_kept(line, kept):
    assert logs.redact(line) == kept


def test_a_line_without_secrets_is_unchanged():
    assert logs.redact("12 killed in Kharkiv, https://news.example/a?b=1") == (
        "12 killed in Kharkiv, https://news.example/a?b=1"
    )


def test_nobody_can_log_a_secret_neither_we_nor_a_library_nor_an_exception(capsys):
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.configure("info", "json")
    try:
        structlog.get_logger("ours").info("posted", url=f"https://hooks.slack.com/services/{CANARY}")
        logging.getLogger("library").warning("url is https://hooks.slack.com/services/%s", CANARY)
        try:
            int(f"whsec_{CANARY}")
        except ValueError:
            structlog.get_logger("ours").exception("failed")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        structlog.reset_defaults()

    lines = capsys.readouterr().err.splitlines()
    assert len([json.loads(line) for line in lines]) == 3
    assert CANARY not in "".join(lines)
