"""The repository -> facts about it that its deployment files must agree with."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typer
import yaml

import tocsin.processes  # noqa: F401  # so that the settings of every process are known
from tocsin.cli.main import app
from tocsin.console.settings import ConsoleSettings
from tocsin.settings import KafkaSettings, known_variables

ROOT = Path(__file__).parents[2]
PAGE_PORT: int = ConsoleSettings.model_fields["http_port"].default
PROCESS_PORT: int = KafkaSettings.model_fields["http_port"].default

_TOPIC = re.compile(r"\b[a-z]+(?:-[a-z]+)*-v\d+(?:-dlq)?\b")
_VARIABLE = re.compile(r"\bTOCSIN_[A-Z0-9_]+\b")


def text(path: str) -> str:
    """Return the text of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def yaml_of(path: str) -> Any:
    """Return what a YAML file of the repository holds."""
    return yaml.safe_load(text(path))


def unknown_topics(written: str) -> set[str]:
    """Return what looks like a topic's name and is the name of none."""
    return set(_TOPIC.findall(written)) - {path.stem for path in (ROOT / "topics").glob("*.yaml")}


def unknown_variables(written: str) -> set[str]:
    """Return what has the prefix of our settings and is read by nothing."""
    return set(_VARIABLE.findall(written)) - known_variables()


def is_command(arguments: list[str]) -> bool:
    """Return whether ``tocsin`` with these arguments names a command, options and files left aside."""
    command: Any = typer.main.get_command(app)
    for argument in arguments:
        if not hasattr(command, "commands"):
            return True
        command = command.commands.get(argument)
        if command is None:
            return False
    return not hasattr(command, "commands")


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that git keeps, or where git cannot say, every file that is not hidden."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
        paths = [ROOT / name for name in listed.split("\0") if name]
    except (FileNotFoundError, subprocess.CalledProcessError):  # no git, or an archive that was unpacked
        visible = (path for path in ROOT.iterdir() if not path.name.startswith("."))
        paths = [path for top in visible for path in (top.rglob("*") if top.is_dir() else [top])]
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())


def tracked_text() -> Iterator[tuple[str, str]]:
    """Yield name and text of every tracked file that is text."""
    for path in tracked():
        raw = path.read_bytes()
        if b"\0" not in raw[:8192]:
            yield str(path.relative_to(ROOT)), raw.decode("utf-8", errors="replace")
