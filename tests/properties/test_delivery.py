"""Whatever receivers answer and articles say: deliveries end, messages fit, signatures hold."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import httpx
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook

from tests.builders import a_rung_rule, an_alert, an_article, an_event
from tocsin.delivery import message, slack
from tocsin.delivery.address import check_url, refusal
from tocsin.delivery.plain_text import clean, safe_link, shorten
from tocsin.delivery.retry import LONGEST_PAUSE, SCHEDULE, judge, pause_asked_for
from tocsin.delivery.signature import new_secret, sign, unix_seconds, verify
from tocsin.domain.alert import Alert, RateReached
from tocsin.domain.delivery import Failure, NoResponse, Outcome, Response, RetryAt
from tocsin.domain.detection import ArticleReference
from tocsin.domain.subscription import Kind

NOW = datetime(2026, 2, 6, 12, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
any_time = settings(deadline=None)  # how long an example takes says more about the machine than about the code

retry_afters = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.integers().map(str),
    st.floats().map(str),
    st.datetimes().map(lambda moment: moment.strftime("%a, %d %b %Y %H:%M:%S GMT")),
)


@st.composite
def responses(draw: st.DrawFn) -> Response:
    wished = draw(retry_afters)
    headers = () if wished is None else (("retry-after", wished),)
    status = draw(st.one_of(st.integers(100, 599), st.sampled_from([301, 404, 429, 500, 503])))
    body = draw(st.sampled_from([b"", b"ok", b"no_service", b"rollup_error", b"rate_limited", b"action_prohibited"]))
    return Response(status, headers, body, timedelta(seconds=1))


outcomes: st.SearchStrategy[Outcome] = st.one_of(
    responses(), st.sampled_from(list(Failure)).map(lambda failure: NoResponse(failure, "", timedelta(0)))
)
jitters = st.floats(0, 1, exclude_max=True)


@any_time
@given(st.data(), st.sampled_from(list(Kind)), st.timedeltas(timedelta(0), timedelta(days=60)))
def test_every_delivery_ends_within_ten_attempts_and_before_it_is_old(
    data: st.DataObject, kind: Kind, lifetime: timedelta
) -> None:
    now, not_after = NOW, NOW + lifetime
    for made in count(1):
        verdict = judge(
            data.draw(outcomes), kind=kind, attempts_made=made, now=now, jitter=data.draw(jitters), not_after=not_after
        )
        if not isinstance(verdict, RetryAt):
            break
        assert now < verdict.at < not_after
        now = verdict.at
    assert made <= len(SCHEDULE)


@any_time
@given(responses(), st.sampled_from(list(Kind)), st.integers(1, 9), jitters)
def test_a_hostile_retry_after_neither_hurries_us_nor_parks_a_delivery_for_ever(
    response: Response, kind: Kind, attempts_made: int, jitter: float
) -> None:
    verdict = judge(
        response,
        kind=kind,
        attempts_made=attempts_made,
        now=NOW,
        jitter=jitter,
        not_after=NOW + timedelta(days=60),
    )
    if isinstance(verdict, RetryAt):
        step = SCHEDULE[attempts_made]
        assert NOW + step * 0.8 - MOMENT <= verdict.at <= NOW + max(step * 1.2, LONGEST_PAUSE) + MOMENT
        assert verdict.pause_until is None or NOW <= verdict.pause_until <= NOW + LONGEST_PAUSE


@any_time
@given(st.text())
def test_any_retry_after_is_read_as_nothing_to_an_hour(text: str) -> None:
    assert timedelta(0) <= pause_asked_for(text, NOW) <= LONGEST_PAUSE


@any_time
@given(st.binary(max_size=200), st.binary(min_size=24, max_size=64), st.datetimes(timezones=st.just(UTC)))
def test_what_is_signed_is_verified_and_one_changed_byte_is_not(body: bytes, key: bytes, now: datetime) -> None:
    secret = new_secret(key)
    when = max(now, datetime(1970, 1, 1, tzinfo=UTC))
    given: dict[str, Any] = {"message_id": "msg_1", "timestamp": unix_seconds(when), "now": when}
    signatures = sign(secret, "msg_1", when, body)
    assert verify(secret, signatures=signatures, body=body, **given) is None
    assert verify(secret, signatures=signatures, body=body + b"x", **given) is not None


@any_time
@given(st.text(), st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_an_independent_library_signs_the_same(text: str, now: datetime) -> None:
    secret, body = new_secret(bytes(32)), clean(text)
    assert sign(secret, "msg_1", now, body.encode()) == Webhook(secret).sign("msg_1", now, body)


@any_time
@given(st.text(), st.text(), st.text())
def test_any_three_headers_are_judged_without_an_error(message_id: str, timestamp: str, signatures: str) -> None:
    given: dict[str, Any] = {"message_id": message_id, "timestamp": timestamp, "signatures": signatures}
    assert verify(new_secret(bytes(32)), body=b"", now=NOW, **given) is not None


texts = st.text(st.characters(codec="utf-8"), max_size=60)
lists = st.lists(texts, max_size=12)
dates = st.datetimes(timezones=st.timezones())


@st.composite
def alerts(draw: st.DrawFn) -> Alert:
    stretch = draw(st.sampled_from([1, 1, 1, 50, 1000]))
    text = texts.map(lambda drawn: drawn * stretch)
    event = an_event(
        **{role: draw(lists) for role in ("by", "to", "with", "via", "names")},
        place=draw(st.none() | text),
        source=draw(st.none() | text),
        evidence=draw(st.lists(text, min_size=1, max_size=5)),
        counts=[{"what": "killed", "n": number, "of": draw(text)} for number in draw(st.lists(st.integers()))],
    )
    articles = [
        ArticleReference.of(an_article(headline=f"-{draw(text)}", url=f"h{draw(text)}", date_published=draw(dates)))
        for _ in range(draw(st.integers(1, 3)))
    ]
    numbers = range(draw(st.integers(0, 3)))
    rules = [a_rung_rule(id=f"rule-{number}", title=draw(text), because=draw(lists)) for number in numbers]
    reached = [RateReached(rule=rule.id, rate=draw(st.integers(1, 1000)), until=NOW) for rule in rules]
    last = draw(st.integers(0, len(reached)))
    rates = {"last_of": reached[:last], "held_by": reached[last : draw(st.integers(last, len(reached)))]}
    return an_alert(event=event, articles=articles, rules=rules, changed=draw(lists), **rates)


@any_time
@given(alerts())
def test_any_alert_makes_a_webhook_under_twenty_kilobytes_and_always_the_same(alert: Alert) -> None:
    body = message.body(alert)
    assert len(body) < message.LARGEST_BODY
    assert body == message.body(alert.model_copy(deep=True))
    assert json.loads(body)["data"]["alert_id"] == alert.id


@any_time
@given(alerts())
def test_any_alert_makes_a_slack_message_within_the_limits(alert: Alert) -> None:
    sent = json.loads(slack.body(alert))
    header, *others = [
        text["text"] for block in sent["blocks"] for text in ([block["text"]] if "text" in block else block["elements"])
    ]
    assert 0 < len(header) <= 150
    assert all(0 < len(text) <= 3_000 for text in others)
    assert sum(map(len, others)) <= 12_000


@any_time
@given(st.text(), st.integers(1, 100))
def test_a_shortened_text_costs_no_more_than_the_limit_and_begins_the_same(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert text.startswith(short.removesuffix("…"))
    assert short == text or short.endswith("…")


@any_time
@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean(text).encode().decode() == clean(text), (
        "no half of a surrogate pair is left, which JSON could not hold"
    )


@any_time
@given(st.text().map(lambda text: f"https://{text}"))
def test_a_safe_link_is_plain_ascii_and_cannot_leave_its_brackets(url: str) -> None:
    link = safe_link(url)
    assert link is None or (link.isascii() and not set(link) & set('<>|" \n\\'))


# Pieces that parsers of URLs are known to read differently.
pieces = st.sampled_from(
    [
        "a.example",
        "127.0.0.1",
        "[::1]",
        "A",
        ".",
        ":80",
        ":8443",
        ":",
        "@",
        "/",
        "//",
        "\\",
        "?",
        "#",
        "%2f",
        "%40",
        ";",
        "[",
    ]
)


@any_time
@given(st.sampled_from(["http", "https"]), st.lists(pieces, min_size=1, max_size=5).map("".join))
def test_a_url_without_faults_leads_httpx_to_the_host_and_port_that_were_checked(scheme: str, rest: str) -> None:
    url = f"{scheme}://{rest}"
    assume(not check_url(url, allow_http=True, allow_private=True))
    parts = urlsplit(url)
    try:
        used = httpx.URL(url)
    except httpx.InvalidURL:  # then nothing is called at all
        return
    assert used.host == parts.hostname
    assert used.port == (None if parts.port == {"http": 80, "https": 443}[scheme] else parts.port)


@any_time
@given(st.ip_addresses())
def test_no_address_that_is_not_global_may_be_called(address: Any) -> None:
    assert refusal(str(address)) is not None or address.is_global
