from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any

import pytest

from tocsin.delivery.retry import LONGEST_PAUSE, SCHEDULE, SHORTEST_PAUSE, judge, pause_asked_for
from tocsin.domain.delivery import Delivered, EndpointGone, Failure, GivenUp, NoResponse, Response, RetryAt, Verdict
from tocsin.domain.subscription import Kind

NOW = datetime(2026, 2, 6, 12, 0, tzinfo=UTC)
MIDDLE = 0.5  # the jitter that changes nothing


def answered(status: int, body: bytes = b"", retry_after: str | None = None, **given: Any) -> Verdict:
    headers = (("retry-after", retry_after),) if retry_after is not None else ()
    return judged(Response(status, headers, body, timedelta(seconds=1)), **given)


def judged(outcome: Response | NoResponse, **given: Any) -> Verdict:
    values: dict[str, Any] = {
        "kind": Kind.WEBHOOK,
        "attempts_made": 1,
        "now": NOW,
        "jitter": MIDDLE,
        "not_after": NOW + timedelta(days=1),
    }
    return judge(outcome, **values | given)


GIVEN_UP = {400, 413, 415, 422}
PAUSING = {429, 502, 503, 504}


def expected(status: int) -> Verdict:
    """The table of docs/receiving-webhooks.md."""
    name = f"HTTP {status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else f"HTTP {status}"
    if 200 <= status < 300:
        return Delivered(name)
    if status == 410:
        return EndpointGone(name)
    if status in {400, 413, 415, 422}:
        return GivenUp(f"{name}: the receiver refuses this message")
    if 300 <= status < 400:
        return RetryAt(NOW + timedelta(minutes=30), f"{name}: redirects are not followed, update your URL")
    if status in {429, 502, 503, 504}:
        return RetryAt(NOW + timedelta(minutes=1), name, NOW + timedelta(minutes=1))
    return RetryAt(NOW + timedelta(seconds=5), name)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_status_has_the_verdict_of_the_table(kind: Kind) -> None:
    judged_wrong = {
        status: verdict for status in range(100, 1000) if (verdict := answered(status, kind=kind)) != expected(status)
    }
    assert judged_wrong == {}


@pytest.mark.parametrize("failure", sorted(set(Failure) - {Failure.ADDRESS_REFUSED}))
def test_no_answer_is_tried_again_on_schedule(failure: Failure) -> None:
    verdict = judged(NoResponse(failure, "whatever", timedelta(0)))
    assert isinstance(verdict, RetryAt)
    assert verdict.at == NOW + SCHEDULE[1]
    assert verdict.pause_until is None
    assert "whatever" not in verdict.because


def test_a_refused_address_is_given_up_with_a_text_that_tells_nothing_about_our_network() -> None:
    verdict = judged(NoResponse(Failure.ADDRESS_REFUSED, "10.0.0.7 is private", timedelta(0)))
    assert verdict == GivenUp("the target is not allowed")


def test_the_schedule_is_walked_step_by_step_and_ends_as_given_up() -> None:
    for made in range(1, len(SCHEDULE)):
        verdict = answered(500, attempts_made=made, not_after=NOW + timedelta(days=9))
        assert verdict == RetryAt(NOW + SCHEDULE[made], "HTTP 500 Internal Server Error")
    last = answered(500, attempts_made=len(SCHEDULE), not_after=NOW + timedelta(days=9))
    assert last == GivenUp("HTTP 500 Internal Server Error; that was attempt 10, the last")


@pytest.mark.parametrize(("jitter", "factor"), [(0.0, 0.8), (0.25, 0.9), (0.5, 1.0), (0.75, 1.1)])
def test_jitter_spreads_a_wait_by_a_fifth_either_way(jitter: float, factor: float) -> None:
    verdict = answered(500, attempts_made=5, jitter=jitter)
    assert isinstance(verdict, RetryAt)
    assert (verdict.at - NOW).total_seconds() == pytest.approx(1800 * factor)


def test_an_attempt_that_would_come_too_late_to_be_news_is_given_up_as_expired() -> None:
    assert isinstance(answered(500, not_after=NOW + timedelta(seconds=6)), RetryAt)
    verdict = answered(500, not_after=NOW + timedelta(seconds=5))
    assert isinstance(verdict, GivenUp)
    assert verdict.because.startswith("expired: HTTP 500")


@pytest.mark.parametrize(
    ("retry_after", "pause"),
    [
        ("120", timedelta(seconds=120)),
        (" 120 ", timedelta(seconds=120)),
        ("1.5", timedelta(seconds=1.5)),
        ("0", timedelta(0)),
        ("-5", timedelta(0)),
        ("3600", timedelta(hours=1)),
        ("3601", LONGEST_PAUSE),
        ("1e300", LONGEST_PAUSE),
        (format_datetime(NOW + timedelta(minutes=10), usegmt=True), timedelta(minutes=10)),
        ("Fri, 06 Feb 2026 13:10:00 +0100", timedelta(minutes=10)),
        ("Fri, 06 Feb 2026 12:10:00 -0000", timedelta(minutes=10)),
        (format_datetime(NOW + timedelta(days=400), usegmt=True), LONGEST_PAUSE),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), timedelta(0)),
        (None, SHORTEST_PAUSE),
        ("", SHORTEST_PAUSE),
        ("soon", SHORTEST_PAUSE),
        ("nan", SHORTEST_PAUSE),
        ("inf", SHORTEST_PAUSE),
        ("Fri, 99 Feb 2026 12:10:00 GMT", SHORTEST_PAUSE),
    ],
)
def test_retry_after_is_read_in_every_form_and_kept_between_nothing_and_an_hour(
    retry_after: str | None, pause: timedelta
) -> None:
    assert pause_asked_for(retry_after, NOW) == pause


def test_a_receiver_rests_as_long_as_it_asks() -> None:
    verdict = answered(429, retry_after="600")
    assert verdict == RetryAt(NOW + timedelta(minutes=10), "HTTP 429 Too Many Requests", NOW + timedelta(minutes=10))


def test_a_receiver_never_rests_longer_than_an_hour_though_a_delivery_may_wait_for_ten() -> None:
    verdict = answered(503, attempts_made=8, not_after=NOW + timedelta(days=9), retry_after="7200")
    assert isinstance(verdict, RetryAt)
    assert verdict.at == NOW + timedelta(hours=10)
    assert verdict.pause_until == NOW + timedelta(hours=1)


def test_a_pause_is_asked_for_by_few_statuses_only() -> None:
    verdict = answered(500, retry_after="600")
    assert verdict == RetryAt(NOW + SCHEDULE[1], "HTTP 500 Internal Server Error")


@pytest.mark.parametrize(
    ("status", "body"), [(400, b"invalid_payload"), (400, b"no_text\n"), (500, b"msg_blocks_too_long")]
)
def test_a_message_that_slack_refuses_is_given_up(status: int, body: bytes) -> None:
    verdict = answered(status, body, kind=Kind.SLACK)
    assert isinstance(verdict, GivenUp)
    assert body.decode().strip() in verdict.because


@pytest.mark.parametrize(
    ("status", "body"),
    [(404, b"channel_not_found"), (410, b"channel_is_archived"), (400, b"user_not_found"), (410, b"")],
)
def test_a_slack_channel_that_is_no_more_switches_the_subscription_off(status: int, body: bytes) -> None:
    assert isinstance(answered(status, body, kind=Kind.SLACK), EndpointGone)


@pytest.mark.parametrize("body", [b"no_service", b"no_active_hooks", b"invalid_token", b"team_disabled"])
def test_a_slack_webhook_that_seems_gone_is_asked_again_before_it_is_switched_off(body: bytes) -> None:
    for made in range(1, 6):
        verdict = answered(404, body, kind=Kind.SLACK, attempts_made=made)
        assert isinstance(verdict, RetryAt)
        assert verdict.at - NOW >= timedelta(minutes=10)
    assert isinstance(answered(404, body, kind=Kind.SLACK, attempts_made=6), EndpointGone)


def test_what_an_administrator_must_allow_is_tried_slowly() -> None:
    verdict = answered(403, b"action_prohibited", kind=Kind.SLACK)
    assert isinstance(verdict, RetryAt)
    assert verdict.at - NOW == timedelta(minutes=30)
    assert "administrator" in verdict.because


@pytest.mark.parametrize(("status", "body"), [(500, b"rollup_error"), (500, b"<html>"), (404, b"page not found")])
def test_other_answers_of_slack_are_judged_by_their_status(status: int, body: bytes) -> None:
    verdict = answered(status, body, kind=Kind.SLACK)
    assert isinstance(verdict, RetryAt)
    assert verdict.at == NOW + SCHEDULE[1]


def test_slack_asking_for_a_pause_gets_it() -> None:
    verdict = answered(429, b"rate_limited", retry_after="30", kind=Kind.SLACK)
    assert isinstance(verdict, RetryAt)
    assert verdict.pause_until == NOW + timedelta(seconds=30)


def test_the_words_of_slack_mean_nothing_from_another_receiver() -> None:
    assert isinstance(answered(404, b"channel_not_found", kind=Kind.WEBHOOK), RetryAt)


@pytest.mark.parametrize("given", [{"attempts_made": 0}, {"jitter": 1.0}, {"jitter": -0.1}])
def test_arguments_out_of_range_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(given))):
        answered(500, **given)
