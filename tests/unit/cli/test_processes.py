"""The commands of the processes tell every fault before anything starts."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli.main import app
from tocsin.domain.errors import DeclarationError


def faults_of(process: str, folder: Path, **variables: str) -> str:
    """Start a process with faults in its settings and its folders, and return what it tells."""
    topics, rules = folder / "topics", folder / "rules"
    for made in (topics, rules):
        made.mkdir()
    (topics / "news-v1.yaml").write_text("partitions: many\n")
    (rules / "loud.yaml").write_text("id: loud\n")
    wrong = {
        "TOCSIN_TOPICS_DIRECTORY": str(topics),
        "TOCSIN_RULES_DIRECTORY": str(rules),
        "TOCSIN_HTTP_PORT": "many",
        "TOCSIN_POOL_PROCESES": "2",
    }
    result = CliRunner().invoke(app, [process], env=wrong | variables)
    assert isinstance(result.exception, DeclarationError)
    return "\n".join(map(str, result.exception.faults))


@pytest.mark.parametrize("process", ["detector", "notifier", "console"])
def test_faults_of_settings_hide_none_of_the_topics(tmp_path: Path, process: str) -> None:
    told = faults_of(process, tmp_path)
    assert "TOCSIN_HTTP_PORT: " in told
    assert "TOCSIN_POOL_PROCESES: unknown variable; did you mean TOCSIN_POOL_PROCESSES?" in told
    assert "news-v1.yaml:1:13 partitions: " in told


def test_the_detector_tells_those_of_the_rules_too(tmp_path: Path) -> None:
    assert "loud.yaml:1:1 " in faults_of("detector", tmp_path)


@pytest.mark.parametrize("process", ["notifier", "console"])
def test_who_needs_the_database_tells_what_is_wrong_with_its_url_too(tmp_path: Path, process: str) -> None:
    assert "TOCSIN_DATABASE_URL: oracle is not supported" in faults_of(
        process, tmp_path, TOCSIN_DATABASE_URL="oracle://x"
    )


def test_the_notifier_tells_those_of_the_subscriptions_too(tmp_path: Path) -> None:
    file = tmp_path / "subscriptions.yaml"
    file.write_text("subscriptions:\n  - {name: desk, kind: webhok}\n")
    assert "subscriptions.yaml:2:24 " in faults_of("notifier", tmp_path, TOCSIN_SUBSCRIPTIONS_FILE=str(file))


@pytest.mark.parametrize("command", ["detector", "publish", "topics", "dead-letters"])
def test_help_is_there(command: str) -> None:
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0
