"""Text of Slack's answer -> what it means for the delivery.

The codes are those of Slack's pages on incoming webhooks and on ``chat.postMessage``.
"""

import json
import re
from dataclasses import dataclass
from typing import Literal

Meaning = Literal["bad message", "gone", "gone, if it stays so", "an admin must act", "transient"]

_MEANINGS: dict[Meaning, frozenset[str]] = {
    "bad message": frozenset(
        {
            "invalid_payload",
            "no_text",
            "too_many_attachments",
            "invalid_blocks",
            "invalid_blocks_format",
            "msg_blocks_too_long",
            "msg_too_long",
        }
    ),
    "gone": frozenset({"user_not_found", "channel_not_found", "channel_is_archived", "is_archived"}),
    "gone, if it stays so": frozenset(
        {
            "no_service",
            "no_service_id",
            "no_active_hooks",
            "invalid_token",
            "no_team",
            "team_disabled",
            "invalid_auth",
            "account_inactive",
            "token_revoked",
            "token_expired",
            "missing_scope",
            "not_in_channel",
            "not_authed",
        }
    ),
    "an admin must act": frozenset(
        {
            "action_prohibited",
            "posting_to_general_channel_denied",
            "restricted_action",
            "restricted_action_read_only_channel",
            "restricted_action_thread_only_channel",
            "restricted_action_non_threadable_channel",
            "ekm_access_denied",
        }
    ),
    "transient": frozenset(
        {
            "rollup_error",
            "internal_error",
            "fatal_error",
            "service_unavailable",
            "request_timeout",
            "team_added_to_org",
            "org_login_required",
            "rate_limited",
            "ratelimited",
            "message_limit_exceeded",
        }
    ),
}
_MEANING_OF: dict[str, Meaning] = {code: meaning for meaning, codes in _MEANINGS.items() for code in codes}
_CODE = re.compile(r"[a-z_]{2,60}")


@dataclass(frozen=True, slots=True)
class SlackAnswer:
    """A code that Slack documents, and what follows from it."""

    code: str
    meaning: Meaning


def read_answer(body: bytes) -> SlackAnswer | None:
    """Return what Slack says went wrong, or None if it is nothing that we know.

    Args:
        body: Of an incoming webhook the bare code; of the Web API ``{"ok": false, "error": code}``.
    """
    text = body.decode("utf-8", errors="replace").strip()
    code = _error_of(text) if text.startswith("{") else text
    if not _CODE.fullmatch(code) or code not in _MEANING_OF:
        return None
    return SlackAnswer(code, _MEANING_OF[code])


def _error_of(text: str) -> str:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):  # cut off, or no JSON: the status alone is judged
        return ""
    error = answer.get("error") if isinstance(answer, dict) else None
    return error if isinstance(error, str) else ""
