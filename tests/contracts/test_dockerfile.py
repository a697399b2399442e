"""The Dockerfile builds one image that runs as nobody and brings no compiler."""

import re
from fnmatch import fnmatch
from typing import NamedTuple

from tests.contracts import repository


class Instruction(NamedTuple):
    """One instruction of a Dockerfile, its lines joined."""

    word: str
    rest: str


def instructions() -> list[Instruction]:
    joined = re.sub(r"\\\n\s*", "", repository.text("Dockerfile"))
    lines = (line for line in joined.splitlines() if line and not line.startswith("#"))
    return [Instruction(*line.split(maxsplit=1)) for line in lines]


def final_stage() -> list[Instruction]:
    every = instructions()
    return every[max(index for index, found in enumerate(every) if found.word == "FROM") :]


def of(stage: list[Instruction], word: str) -> list[str]:
    return [found.rest for found in stage if found.word == word]


def test_both_stages_stand_on_the_same_python_with_a_tag() -> None:
    bases = {rest.split()[0] for rest in of(instructions(), "FROM")}
    assert bases == {"python:3.11-slim-bookworm"}


def test_no_frontend_has_to_be_fetched() -> None:
    assert "# syntax" not in repository.text("Dockerfile")


def test_dependencies_are_installed_from_the_lock_file_by_their_hashes() -> None:
    installs = [rest for rest in of(instructions(), "RUN") if "pip" in rest and " install " in rest]
    assert ["--require-hashes -r /build/requirements.lock" in rest for rest in installs] == [True, False]
    assert "--no-deps" in installs[1]


def test_the_image_runs_as_a_user_that_is_not_root_by_number() -> None:
    assert of(final_stage(), "USER") == ["10001:10001"]


def test_the_final_stage_installs_nothing() -> None:
    assert not [rest for rest in of(final_stage(), "RUN") if re.search(r"\b(apt-get|pip|gcc|curl)\b", rest)]


def test_the_image_is_the_command() -> None:
    assert of(final_stage(), "ENTRYPOINT") == ['["tocsin"]']


def test_the_ports_are_those_of_the_processes() -> None:
    assert of(final_stage(), "EXPOSE") == [f"{repository.PAGE_PORT} {repository.PROCESS_PORT}"]


def test_every_setting_is_one_that_the_code_reads() -> None:
    assert repository.unknown_variables(repository.text("Dockerfile")) == set()


def test_what_is_copied_exists_and_is_sent_to_the_engine() -> None:
    let_in = [line[1:] for line in repository.text(".dockerignore").splitlines() if line.startswith("!")]
    for rest in of(instructions(), "COPY"):
        if rest.startswith("--from="):
            continue
        for source in rest.split()[:-1]:
            assert (repository.ROOT / source).exists(), source
            assert source in let_in, source


def test_nothing_else_is_sent_to_the_engine() -> None:
    lines = [line for line in repository.text(".dockerignore").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    let_in = [line[1:] for line in lines if line.startswith("!")]
    for private in (".env", ".git", "secrets", "tests", "tocsin.sqlite3"):
        assert not any(fnmatch(private, pattern) for pattern in let_in), private
