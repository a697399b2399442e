"""``tocsin detector`` tells every fault before anything starts."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli.main import app
from tocsin.domain.errors import DeclarationError


def test_the_faults_of_settings_topics_and_rules_are_told_together(tmp_path: Path) -> None:
    topics, rules = tmp_path / "topics", tmp_path / "rules"
    for folder in (topics, rules):
        folder.mkdir()
    (topics / "news-v1.yaml").write_text("partitions: many\n")
    (rules / "loud.yaml").write_text("id: loud\n")
    wrong = {
        "TOCSIN_TOPICS_DIRECTORY": str(topics),
        "TOCSIN_RULES_DIRECTORY": str(rules),
        "TOCSIN_HTTP_PORT": "many",
        "TOCSIN_POOL_PROCESES": "2",
    }
    result = CliRunner().invoke(app, ["detector"], env=wrong)
    assert isinstance(result.exception, DeclarationError)
    told = "\n".join(map(str, result.exception.faults))
    assert "TOCSIN_HTTP_PORT: " in told
    assert "TOCSIN_POOL_PROCESES: unknown variable; did you mean TOCSIN_POOL_PROCESSES?" in told
    assert "news-v1.yaml:1:13 partitions: " in told
    assert "loud.yaml:1:1 " in told


@pytest.mark.parametrize("command", ["detector", "publish", "topics", "dead-letters"])
def test_help_is_there(command: str) -> None:
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0
