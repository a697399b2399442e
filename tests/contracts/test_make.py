"""`make` and .ci/run: what they do in which order, and what they say when something is absent."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.contracts import repository

STEPS = ["ruff check", "ruff format", "mypy", "lint-imports", "pytest"]
MAKE = shutil.which("make") or "make"


def make(*arguments: str, path: str = "/usr/bin:/bin", **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MAKE, *arguments],
        cwd=repository.ROOT,
        env={"PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def environment(folder: Path, *, failing: str | None = None) -> Path:
    """An environment that counts as installed, whose tools only say that they ran; ``failing`` ends with 1."""
    tools = folder / "bin"
    tools.mkdir(parents=True)
    for name in ("ruff", "mypy", "lint-imports", "pytest", "tocsin"):
        called = f"{name} $1" if name == "ruff" else name
        tool = tools / name
        tool.write_text(f'#!/bin/sh\necho "ran {name} $*"\n[ "{called}" != "{failing}" ]\n')
        tool.chmod(0o755)
    for stamp in (".installed-run", ".installed-dev"):
        (folder / stamp).touch()
    return folder


def bare_path(folder: Path, *programs: str) -> Path:
    """A folder of programs that holds these and what a shell cannot do without."""
    folder.mkdir()
    for name in ("sh", "make", *programs):
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


def test_make_alone_shows_every_target_with_what_it_does() -> None:
    shown = make().stdout
    targets = set(re.findall(r"^ +make (\w+) +\w", shown, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", repository.text("Makefile"), re.MULTILINE)
    assert phony
    assert targets == set(phony[1].split())


def test_make_test_takes_its_steps_in_order_and_ends_with_pytest(tmp_path: Path) -> None:
    done = make("test", f"VENV={environment(tmp_path / 'venv')}")
    assert done.returncode == 0
    assert re.findall(r"^== (.*)$", done.stdout, re.MULTILINE) == STEPS
    assert done.stdout.splitlines()[-1].startswith("ran pytest")


@pytest.mark.parametrize("failing", STEPS)
def test_make_test_stops_at_the_first_failure_and_names_it(tmp_path: Path, failing: str) -> None:
    done = make("test", f"VENV={environment(tmp_path / 'venv', failing=failing)}")
    assert done.returncode != 0
    assert f"make test: {failing} failed" in done.stderr
    assert re.findall(r"^== (.*)$", done.stdout, re.MULTILINE) == STEPS[: STEPS.index(failing) + 1]


@pytest.mark.parametrize(
    ("arguments", "ran"),
    [((), "ran tocsin demo"), (("ONCE=1",), "ran tocsin demo --once"), (("ONCE=0",), "ran tocsin demo")],
)
def test_make_demo_runs_the_demo_and_once_ends_it(tmp_path: Path, arguments: list[str], ran: str) -> None:
    done = make("demo", f"VENV={environment(tmp_path / 'venv')}", *arguments)
    assert done.stdout.strip() == ran


def test_what_is_installed_is_not_installed_again(tmp_path: Path) -> None:
    assert "Installing" not in make("demo", f"VENV={environment(tmp_path / 'venv')}").stdout


def test_a_changed_lock_file_is_installed(tmp_path: Path) -> None:
    venv = environment(tmp_path / "venv")
    for name in ("run", "dev"):
        assert make("--question", f"{venv}/.installed-{name}", f"VENV={venv}").returncode == 0
        lock = "requirements.lock" if name == "run" else "requirements-dev.lock"
        assert make("--question", "-W", lock, f"{venv}/.installed-{name}", f"VENV={venv}").returncode == 1


def test_an_old_python_is_named_with_its_version(tmp_path: Path) -> None:
    path = bare_path(tmp_path / "bin")
    python = path / "python3"
    python.write_text('#!/bin/sh\ncase "$2" in *version_info*) exit 1 ;; *) echo "  /opt/python3 is 3.9.18" ;; esac\n')
    python.chmod(0o755)
    done = make("demo", f"VENV={tmp_path / 'venv'}", path=str(path))
    assert done.returncode != 0
    assert "Tocsin needs Python 3.11 or newer" in done.stderr
    assert "/opt/python3 is 3.9.18" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_a_python_without_venv_is_told_from_an_old_one(tmp_path: Path) -> None:
    path = bare_path(tmp_path / "bin")
    python = path / "python3.11"
    python.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\n')
    python.chmod(0o755)
    done = make("demo", f"VENV={tmp_path / 'venv'}", path=str(path))
    assert done.returncode != 0
    assert "python3-venv" in done.stderr
    assert "needs Python" not in done.stderr


def test_absent_programs_are_said_with_the_tests_that_they_leave_out(tmp_path: Path) -> None:
    path = bare_path(tmp_path / "bin", "grep", "ls")
    said = make("tools", f"BUILT={tmp_path}", path=str(path)).stdout
    for absent, tests in [
        ("Java 17", "real Kafka"),
        ("Maven", "real Kafka"),
        ("Chromium", "browser"),
        ("helm", "chart"),
    ]:
        (line,) = [line for line in said.splitlines() if absent in line]
        assert tests in line
        assert line.endswith("are skipped.")


def test_under_ci_it_says_that_they_fail(tmp_path: Path) -> None:
    path = bare_path(tmp_path / "bin", "grep", "ls")
    said = make("tools", f"BUILT={tmp_path}", path=str(path), CI="true").stdout
    assert all(line.endswith("which fails them since CI=true.") for line in said.splitlines())
    assert said


def test_the_lock_files_name_no_host_and_hash_everything() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = repository.text(lock)
        assert "://" not in text
        assert "--index" not in text
        packages = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
        assert len(packages) > 50
        assert all("--hash=sha256:" in package for package in packages)


def test_the_two_lock_files_agree() -> None:
    def versions(lock: str) -> set[str]:
        return set(re.findall(r"^([a-z][\w.-]*==[^ ]+)", repository.text(lock), re.MULTILINE))

    assert versions("requirements.lock") <= versions("requirements-dev.lock")


def test_ci_runs_make_test_and_gives_back_its_status() -> None:
    script = repository.ROOT / ".ci/run"
    assert script.stat().st_mode & 0o111
    lines = script.read_text().splitlines()
    assert lines[0] == "#!/bin/bash"
    assert lines[-1] == "exec make test"
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
