"""Environment variables -> frozen settings, or every fault at once."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from tocsin.domain.errors import DeclarationError, Fault

PREFIX = "TOCSIN_"
SettingsModel = TypeVar("SettingsModel", bound="Settings")


class Settings(BaseSettings):
    """What every process has. Each field is the variable ``TOCSIN_`` and its name in capitals.

    A field of type SecretStr is also read from the file that ``TOCSIN_<NAME>_FILE`` names.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    log_level: Annotated[str, Field(pattern="^(debug|info|warning|error)$")] = Field(
        default="info", description="debug, info, warning or error."
    )
    log_format: Annotated[str, Field(pattern="^(console|json)$")] = Field(
        default="console", description="console for people, json for collectors."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003, RUF100  # pydantic passes it by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003, RUF100  # the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment; secrets come from ``_FILE`` variables in ``load``."""
        return init_settings, env_settings

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None, **given: Any) -> Self:
        """Return the settings of ``environment`` (the process's own by default), ``given`` going first.

        Raises:
            DeclarationError: With every variable that is wrong, unknown or said twice.
        """
        settings, faults = cls.read(environment, **given)
        if faults:
            raise DeclarationError(faults)
        return settings

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None, **given: Any) -> tuple[Self, tuple[Fault, ...]]:
        """Return the settings and what is wrong with them; the default stands for each that is wrong.

        With any fault they are good for finding more of them, in the files that they name, and for nothing else.
        """
        variables = os.environ if environment is None else environment
        faults = _unknown(variables)
        values: dict[str, Any] = dict(given)
        for name, field in cls.model_fields.items():
            variable = f"{PREFIX}{name.upper()}"
            if name not in values and variables.get(variable):
                values[name] = variables[variable]
            file = variables.get(f"{variable}_FILE")
            if file and "SecretStr" in str(field.annotation):
                secret = _secret(variable, file, bool(variables.get(variable)), faults)
                values |= {} if secret is None else {name: secret}
        try:
            return cls(**values), tuple(faults)
        except ValidationError as error:
            details = error.errors(include_input=False)
        faults.extend(_fault(detail["loc"], detail["msg"]) for detail in details)
        defaults = {name: cls.model_fields[name].default for name in {str(detail["loc"][0]) for detail in details}}
        return cls(**values | defaults), tuple(faults)


class KafkaSettings(Settings):
    """How to reach the broker."""

    kafka_bootstrap: str = Field(default="127.0.0.1:9092", description="Brokers, host:port, comma between them.")
    topics_directory: Path = Field(default=Path("topics"), description="The folder with a YAML file a topic.")
    http_bind: str = Field(default="127.0.0.1", description="Address of /healthz and /metrics.")
    http_port: int = Field(default=8080, ge=0, le=65535, description="Port of /healthz and /metrics.")


class DatabaseSettings(Settings):
    """Where stories, alerts, subscriptions and deliveries are kept."""

    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///tocsin.sqlite3"),
        description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
    )


class RulesSettings(Settings):
    """Where the rules are."""

    rules_directory: Path = Field(default=Path("rules"), description="The folder with a YAML file a rule.")


def _secret(variable: str, file: str, said_too: bool, faults: list[Fault]) -> str | None:  # noqa: FBT001, RUF100
    if said_too:
        faults.append(_fault((variable,), f"is set and {variable}_FILE too; keep one"))
        return None
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        faults.append(_fault((f"{variable}_FILE",), f"cannot read {file}: {error.strerror}"))
    except UnicodeDecodeError:
        faults.append(_fault((f"{variable}_FILE",), f"{file} is not UTF-8 text"))
    return None


def _fault(location: tuple[str | int, ...], message: str) -> Fault:
    name = ".".join(map(str, location))
    shown = name if name.startswith(PREFIX) else f"{PREFIX}{name.upper()}"
    return Fault("environment", 0, 0, f"{shown}: {message.removeprefix('Value error, ')}")


def known_variables() -> frozenset[str]:
    """Every variable that some settings class reads; the subclasses of processes count once imported."""
    names: set[str] = set()
    classes: list[type[Settings]] = [Settings]
    while classes:
        current = classes.pop()
        classes.extend(current.__subclasses__())
        for name, field in current.model_fields.items():
            names.add(f"{PREFIX}{name.upper()}")
            if "SecretStr" in str(field.annotation):
                names.add(f"{PREFIX}{name.upper()}_FILE")
    return frozenset(names)


def _unknown(variables: Mapping[str, str]) -> list[Fault]:
    """A variable with our prefix that nothing reads is a typing error, as an unknown key in YAML is."""
    import difflib

    import tocsin.processes  # noqa: F401  # so that the settings of every process are known

    known = known_variables()
    faults = []
    for name in variables:
        if name.startswith(PREFIX) and name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            faults.append(_fault((name,), f"unknown variable{f'; did you mean {close[0]}?' if close else ''}"))
    return faults
