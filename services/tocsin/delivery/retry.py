"""Outcome of an attempt -> Delivered | RetryAt | GivenUp | EndpointGone, with the reason."""

import math
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import assert_never

from tocsin.delivery.slack_answers import SlackAnswer, read_answer
from tocsin.domain.delivery import (
    Delivered,
    EndpointGone,
    Failure,
    GivenUp,
    NoResponse,
    Outcome,
    Response,
    RetryAt,
    Verdict,
)
from tocsin.domain.subscription import Kind

SCHEDULE: tuple[timedelta, ...] = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=10),
)
"""How long before each attempt, counted from the one before it. Dense at first: news is worth most when it is new."""

KEEP_TRYING = timedelta(hours=24)
"""How long an alert is news, unless a setting says otherwise; what is late by more is given up as expired."""

JITTER = 0.2  # each wait is up to a fifth shorter or longer, so that what failed together does not return together
SLOW = timedelta(minutes=30)  # a receiver that moved does not come back within seconds
SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
CONFIRM_SLACK = (6, timedelta(minutes=10))
"""Slack has said that a webhook does not exist while it was only busy: ask so many times, at least so far apart."""

_REFUSES_THIS_MESSAGE = frozenset({400, 413, 415, 422})
_ASKS_FOR_A_PAUSE = frozenset({429, 502, 503, 504})

_NO_ANSWER: dict[Failure, str] = {
    Failure.TIMEOUT: "no answer in time",
    Failure.CONNECTION: "no connection",
    Failure.TLS: "no TLS connection; the certificate may be wrong",
    Failure.NAME_UNKNOWN: "the host name does not exist",
    Failure.NAME_SERVER: "the name server did not answer",
    Failure.ADDRESS_REFUSED: "the target is not allowed",
    Failure.PROTOCOL: "the answer was no HTTP",
}


def judge(
    outcome: Outcome, *, kind: Kind, attempts_made: int, now: datetime, jitter: float, not_after: datetime
) -> Verdict:
    """Decide what becomes of a delivery after an attempt.

    Args:
        outcome: What the attempt brought.
        kind: Slack says more in the text of its answers than in their status.
        attempts_made: How many attempts were made, this one included; from 1.
        now: When the outcome came, with a time zone.
        jitter: A random number, 0 <= jitter < 1.
        not_after: When the message stops being news; no attempt is made at that time or later.

    Raises:
        ValueError: If ``attempts_made`` is below 1 or ``jitter`` outside its range.
    """
    if attempts_made < 1:
        message = f"attempts_made is {attempts_made}; the attempt that is judged counts too"
        raise ValueError(message)
    if not 0 <= jitter < 1:
        message = f"jitter is {jitter}; it should be at least 0 and below 1"
        raise ValueError(message)
    match outcome:
        case NoResponse(failure=Failure.ADDRESS_REFUSED):
            # Nothing about the address: the text reaches whoever gave the URL, and must not map a network for him.
            return GivenUp(_NO_ANSWER[Failure.ADDRESS_REFUSED])
        case NoResponse(failure=failure):
            wish = RetryAt(now, _NO_ANSWER[failure])
        case Response():
            verdict = _judge_response(outcome, kind=kind, attempts_made=attempts_made, now=now)
            if not isinstance(verdict, RetryAt):
                return verdict
            wish = verdict
        case _:  # pragma: no cover
            assert_never(outcome)
    return _on_schedule(wish, attempts_made=attempts_made, now=now, jitter=jitter, not_after=not_after)


def _on_schedule(wish: RetryAt, *, attempts_made: int, now: datetime, jitter: float, not_after: datetime) -> Verdict:
    """A receiver's wish can make a wait longer, by an hour at most; it never makes it shorter or adds an attempt."""
    if attempts_made >= len(SCHEDULE):
        return GivenUp(f"{wish.because}; that was attempt {attempts_made}, the last")
    spread = 1 - JITTER + 2 * JITTER * jitter
    at = max(now + SCHEDULE[attempts_made] * spread, wish.at)
    if at >= not_after:
        return GivenUp(f"expired: {wish.because}, and the next attempt would come too late to be news")
    return RetryAt(at, wish.because, wish.pause_until)


def _judge_response(response: Response, *, kind: Kind, attempts_made: int, now: datetime) -> Verdict:
    """``RetryAt.at`` of the answer is the earliest time that the answer allows, not yet the schedule's."""
    because = _status_text(response.status)
    if 200 <= response.status < 300:
        return Delivered(because)
    answer = read_answer(response.body) if kind is Kind.SLACK else None
    by_words = _judge_slack(answer, because, attempts_made=attempts_made, now=now) if answer else None
    return by_words or _judge_status(response, because, now)


def _judge_status(response: Response, because: str, now: datetime) -> Verdict:
    status = response.status
    if status == HTTPStatus.GONE:
        return EndpointGone(because)
    if status in _REFUSES_THIS_MESSAGE:
        return GivenUp(f"{because}: the receiver refuses this message")
    if 300 <= status < 400:
        return RetryAt(now + SLOW, f"{because}: redirects are not followed, update your URL")
    if status in _ASKS_FOR_A_PAUSE:
        pause_until = now + pause_asked_for(response.header("retry-after"), now)
        return RetryAt(pause_until, because, pause_until)
    return RetryAt(now, because)


def _judge_slack(answer: SlackAnswer, status: str, *, attempts_made: int, now: datetime) -> Verdict | None:
    because = f"{status}, Slack says {answer.code}"
    match answer.meaning:
        case "bad message":
            return GivenUp(f"{because}: Slack refuses this message")
        case "gone":
            return EndpointGone(because)
        case "gone, if it stays so":
            enough, apart = CONFIRM_SLACK
            return EndpointGone(because) if attempts_made >= enough else RetryAt(now + apart, because)
        case "an admin must act":
            return RetryAt(now + SLOW, f"{because}: an administrator of the workspace must allow it")
        case "transient":
            return None  # the status says how to wait
        case _:  # pragma: no cover
            assert_never(answer.meaning)


def pause_asked_for(retry_after: str | None, now: datetime) -> timedelta:
    """Return how long a receiver is to be left alone: 0 to 1 hour.

    Args:
        retry_after: The header: seconds, whole or not, or an HTTP date. A date that has passed means no pause; a
            missing or senseless value means a minute.
        now: When the answer came, with a time zone.
    """
    if retry_after is None:
        return SHORTEST_PAUSE
    wished = _seconds(retry_after.strip())
    if wished is None:
        wished = _seconds_until(retry_after.strip(), now)
    if wished is None:
        return SHORTEST_PAUSE
    return timedelta(seconds=min(max(wished, 0.0), LONGEST_PAUSE.total_seconds()))


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:  # it is a date, or nothing that we know
        return None
    return seconds if math.isfinite(seconds) else None


def _seconds_until(text: str, now: datetime) -> float | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # no date either: the caller falls back on a minute
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return aware.timestamp() - now.timestamp()


def _status_text(status: int) -> str:
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:  # not every number has a name
        return f"HTTP {status}"
