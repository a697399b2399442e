"""Every command that the README shows is run: here, or by the test that is named beside it."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tocsin.matching.rule_files import load_rule

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

RUN_ELSEWHERE = {
    "make demo": "tests/integration/test_demo.py",
    "make test": ".ci/run",  # it is what runs this
    "docker compose up --build --detach --wait": "docs/deploying.md",  # run by hand; what was seen is told there
}


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('readme') / 'readme.sqlite3'}"


def test_the_readme_shows_commands():
    assert len(commands()) >= 8


@pytest.mark.parametrize("command", [command for command in commands() if command not in RUN_ELSEWHERE])
def test_a_command_of_the_readme_does_what_it_says(command, database):
    words = shlex.split(command)
    assert words[0] == "tocsin", f"{command}: run it here, or say in RUN_ELSEWHERE who does"

    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "TOCSIN_DATABASE_URL": database},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.stdout.strip()


@pytest.mark.parametrize(("command", "where"), RUN_ELSEWHERE.items())
def test_what_is_run_elsewhere_is_still_there(command, where):
    assert command in commands()
    first_words = "docker compose up" if command.startswith("docker") else command.split()[-1]
    assert first_words in (ROOT / where).read_text(encoding="utf-8")


def test_the_rule_of_the_readme_is_a_rule(tmp_path):
    [text] = re.findall(r"```yaml\n(id: .*?)```", README, re.DOTALL)
    file = tmp_path / f"{yaml.safe_load(text)['id']}.yaml"
    file.write_text(text, encoding="utf-8")

    assert load_rule(file).title == "Prisoners exchanged"
