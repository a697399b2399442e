from pathlib import Path

import pytest

from tests.integration.databases import SECRET
from tocsin.domain.errors import DeclarationError
from tocsin.domain.subscription import Kind
from tocsin.notifier.declared import declared_subscriptions
from tocsin.notifier.settings import NotifierSettings

GOOD = """\
subscriptions:
  - name: newsroom
    kind: webhook
    url: https://hooks.example.org/tocsin
    secret_env: NEWSROOM_SECRET
    rules: [large-attack]
  - name: desk
    kind: slack
    url_file: slack-url
"""
SLACK = "https://hooks.slack.com/services/T0/B0/canary"


def settings(folder: Path, text: str | None = None, **environment: str) -> NotifierSettings:
    """With a folder of rules that knows large-attack and new-talks."""
    (folder / "rules").mkdir(exist_ok=True)
    for rule in ("large-attack", "new-talks"):
        (folder / "rules" / f"{rule}.yaml").touch()
    (folder / "slack-url").write_text(f"{SLACK}\n")
    variables = {"TOCSIN_RULES_DIRECTORY": str(folder / "rules")} | environment
    if text is not None:
        (folder / "subs.yaml").write_text(text)
        variables["TOCSIN_SUBSCRIPTIONS_FILE"] = str(folder / "subs.yaml")
    return NotifierSettings.load(variables)


def faults(folder: Path, text: str, **environment: str) -> list[str]:
    with pytest.raises(DeclarationError) as caught:
        declared_subscriptions(settings(folder, text), environment)
    return [str(fault).removeprefix(f"{folder}/") for fault in caught.value.faults]


def test_a_file_and_the_places_that_it_names_become_subscriptions(tmp_path: Path) -> None:
    newsroom, desk = declared_subscriptions(settings(tmp_path, GOOD), {"NEWSROOM_SECRET": SECRET})
    assert (newsroom.name, newsroom.kind, newsroom.rules) == ("newsroom", Kind.WEBHOOK, ("large-attack",))
    assert newsroom.secret is not None
    assert newsroom.secret.get_secret_value() == SECRET
    assert (desk.kind, desk.url.get_secret_value(), desk.rules) == (Kind.SLACK, SLACK, ("*",))


def test_one_variable_is_enough_for_a_slack_channel(tmp_path: Path) -> None:
    (slack,) = declared_subscriptions(settings(tmp_path, TOCSIN_SLACK_WEBHOOK_URL=SLACK), {})
    assert (slack.name, slack.kind, slack.rules) == ("slack", Kind.SLACK, ("*",))


def test_nothing_declared_is_no_fault(tmp_path: Path) -> None:
    assert declared_subscriptions(settings(tmp_path), {}) == ()


def test_every_fault_is_told_with_its_place(tmp_path: Path) -> None:
    text = """\
subscriptions:
  - name: one
    kind: webhook
    url: http://user:canary@hooks.example.org/
    secret_env: MISSING
    rules: [large-atack]
  - name: one
    kind: slack
    url_file: nowhere
"""
    assert faults(tmp_path, text) == [
        "subs.yaml:4:10 subscriptions.0.url: the URL should begin with https://; "
        "http is allowed by TOCSIN_ALLOW_PRIVATE_ADDRESSES only",
        "subs.yaml:4:10 subscriptions.0.url: the URL should hold no user name or password; "
        "the signature proves who calls",
        "subs.yaml:5:17 subscriptions.0.secret_env: the variable MISSING is not set",
        "subs.yaml:6:12 subscriptions.0.rules: there is no rule 'large-atack'; did you mean large-attack?",
        "subs.yaml:7:11 subscriptions.1.name: one stands twice or is taken by TOCSIN_SLACK_WEBHOOK_URL",
        "subs.yaml:9:15 subscriptions.1.url_file: cannot be read: No such file or directory",
    ]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("kind: webhook, url: 'https://x.example/'", "a webhook needs exactly one of secret_file and secret_env"),
        ("kind: webhook, secret_env: S", "needs exactly one of url, url_file and url_env"),
        ("kind: slack, url: 'https://x.example/canary'", "keep it out of the file with url_file or url_env"),
        ("kind: slack, url_env: U, secret_env: S", "Slack knows no secret"),
        ("kind: pager, url_env: U", "kind: Input should be 'webhook' or 'slack'"),
        ("kind: webhook, url_env: U, secret: whsec_canary", "secret: unknown key; did you mean secret_env?"),
        ("kind: slack, url_env: U, rules: []", "rules: Tuple should have at least 1 item"),
    ],
)
def test_each_way_to_write_it_wrong_says_what_would_be_right(tmp_path: Path, lines: str, complaint: str) -> None:
    (fault,) = faults(tmp_path, f"subscriptions:\n  - {{name: x, {lines}}}\n")
    assert complaint in fault
    assert "canary" not in fault


def test_a_secret_that_is_none_is_a_fault_that_does_not_show_it(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, GOOD, NEWSROOM_SECRET="whsec_canary!")
    assert fault.startswith("subs.yaml:5:17 subscriptions.0.secret_env: the secret is no base64")
    assert "canary" not in fault


def test_rules_are_not_judged_where_no_rules_are_to_be_seen(tmp_path: Path) -> None:
    text = GOOD.replace("large-attack", "a-rule-of-another-machine")
    made = settings(tmp_path, text).model_copy(update={"rules_directory": tmp_path / "nowhere"})
    assert len(declared_subscriptions(made, {"NEWSROOM_SECRET": SECRET})) == 2
