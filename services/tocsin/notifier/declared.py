"""The subscriptions file and the settings -> subscriptions, or every fault of them as path:line:col."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator

from tocsin import declarations
from tocsin.delivery.signature import parse_secret
from tocsin.domain.article import NotBlank
from tocsin.domain.base import Handwritten
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.domain.subscription import ALL_RULES, Kind, Subscription
from tocsin.notifier.outbound import faults_of_url
from tocsin.notifier.settings import NotifierSettings

SLACK_BY_SETTING = "slack"  # the name of the subscription that TOCSIN_SLACK_WEBHOOK_URL makes
NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
_SETTING = "environment"


class DeclaredSubscription(Handwritten):
    """One receiver in the file. Secrets stand elsewhere: in a file or a variable that it names."""

    name: Annotated[str, Field(pattern=NAME_PATTERN)]
    kind: Kind
    url: NotBlank | None = None
    url_file: Path | None = None
    url_env: NotBlank | None = None
    secret_file: Path | None = None
    secret_env: NotBlank | None = None
    rules: tuple[NotBlank, ...] = Field(default=(ALL_RULES,), min_length=1)

    @model_validator(mode="after")
    def _says_each_thing_once(self) -> Self:
        urls = [self.url, self.url_file, self.url_env]
        secrets = [self.secret_file, self.secret_env]
        if _given(urls) != 1:
            message = "needs exactly one of url, url_file and url_env"
            raise ValueError(message)
        if self.kind is Kind.WEBHOOK and _given(secrets) != 1:
            message = "a webhook needs exactly one of secret_file and secret_env"
            raise ValueError(message)
        if self.kind is Kind.SLACK and self.url is not None:
            message = "a Slack URL is the key to its channel; keep it out of the file with url_file or url_env"
            raise ValueError(message)
        if self.kind is Kind.SLACK and _given(secrets):
            message = "Slack knows no secret; remove secret_file and secret_env"
            raise ValueError(message)
        return self


class SubscriptionsFile(Handwritten):
    """The whole file."""

    subscriptions: tuple[DeclaredSubscription, ...]


def _given(values: Iterable[object]) -> int:
    return sum(value is not None for value in values)


def declared_subscriptions(settings: NotifierSettings, environment: Mapping[str, str]) -> tuple[Subscription, ...]:
    """Return the subscriptions of the file, and the one that TOCSIN_SLACK_WEBHOOK_URL stands for. Ids are empty.

    Raises:
        DeclarationError: With every fault, none of which shows a URL or a secret.
    """
    found: list[Subscription] = []
    faults: list[Fault] = []
    if settings.slack_webhook_url is not None:
        complaints = faults_of_url(settings.slack_webhook_url.get_secret_value(), settings)
        faults.extend(Fault(_SETTING, 0, 0, f"TOCSIN_SLACK_WEBHOOK_URL: {complaint}") for complaint in complaints)
        found.append(Subscription(id="", name=SLACK_BY_SETTING, kind=Kind.SLACK, url=settings.slack_webhook_url))
    if settings.subscriptions_file is not None:
        reading = _Reading(settings.subscriptions_file, settings, environment, known_rules(settings.rules_directory))
        found.extend(reading.subscriptions(taken={subscription.name for subscription in found}))
        faults.extend(reading.faults)
    if faults:
        raise DeclarationError(faults)
    return tuple(found)


def known_rules(directory: Path) -> frozenset[str] | None:
    """Return the ids of the rules, which are their files' names; None where there is no such directory to look at."""
    return frozenset(path.stem for path in declarations.rule_paths(directory)) if directory.is_dir() else None


def unknown_rules(rules: Sequence[str], known: frozenset[str] | None) -> Iterator[str]:
    """Yield what is wrong with a list of rule ids."""
    for rule in rules:
        if known is not None and rule != ALL_RULES and rule not in known:
            close = difflib.get_close_matches(rule, known, n=1)
            yield f"there is no rule {rule!r}" + (f"; did you mean {close[0]}?" if close else "")


class _Reading:
    """One reading of the file; collects faults instead of ending at the first."""

    def __init__(
        self, path: Path, settings: NotifierSettings, environment: Mapping[str, str], rules: frozenset[str] | None
    ) -> None:
        self._path = path
        self._settings = settings
        self._environment = environment
        self._rules = rules
        self.faults: list[Fault] = []

    def subscriptions(self, taken: set[str]) -> list[Subscription]:
        declared = declarations.load(self._path, SubscriptionsFile).subscriptions
        found = []
        for number, one in enumerate(declared):
            if one.name in taken:
                self._fault(number, "name", f"{one.name} stands twice or is taken by TOCSIN_SLACK_WEBHOOK_URL")
            taken.add(one.name)
            for complaint in unknown_rules(one.rules, self._rules):
                self._fault(number, "rules", complaint)
            url, secret = self._url(number, one), self._secret(number, one)
            if url is not None:
                found.append(
                    Subscription(
                        id="",
                        name=one.name,
                        kind=one.kind,
                        url=SecretStr(url),
                        secret=None if secret is None else SecretStr(secret),
                        rules=one.rules,
                    )
                )
        return found

    def _url(self, number: int, one: DeclaredSubscription) -> str | None:
        key = "url" if one.url else "url_file" if one.url_file else "url_env"
        url = one.url or self._kept_elsewhere(number, "url", one.url_file, one.url_env)
        for complaint in faults_of_url(url, self._settings) if url is not None else ():
            self._fault(number, key, complaint)
        return url

    def _secret(self, number: int, one: DeclaredSubscription) -> str | None:
        secret = self._kept_elsewhere(number, "secret", one.secret_file, one.secret_env)
        for part in (secret or "").split():
            try:
                parse_secret(part)
            except ValueError as error:  # its text never shows the secret; all faults are told together
                self._fault(number, "secret_file" if one.secret_file else "secret_env", str(error))
        return secret

    def _kept_elsewhere(self, number: int, what: str, file: Path | None, variable: str | None) -> str | None:
        """Read what a file or a variable keeps; note a fault where there is nothing."""
        if file is not None:
            try:
                kept = (self._path.parent / file).read_text(encoding="utf-8").strip()
            except OSError as error:
                self._fault(number, f"{what}_file", f"cannot be read: {error.strerror}")
                return None
            except UnicodeDecodeError:
                self._fault(number, f"{what}_file", "is not UTF-8 text")
                return None
            if not kept:
                self._fault(number, f"{what}_file", "is empty")
            return kept or None
        if variable is not None:
            kept = self._environment.get(variable, "").strip()
            if not kept:
                self._fault(number, f"{what}_env", f"the variable {variable} is not set")
            return kept or None
        return None

    def _fault(self, number: int, key: str, message: str) -> None:
        line, column = declarations.position(self._path, "subscriptions", number, key)
        self.faults.append(Fault(str(self._path), line, column, f"subscriptions.{number}.{key}: {message}"))
