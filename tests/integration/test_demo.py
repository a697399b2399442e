"""The demo as a newcomer runs it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECONDS_TO_END = 3.0


def environment(**more: str) -> dict[str, str]:
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return outer | more


def of_the_demo(mark: str) -> list[int]:
    """Return the processes whose environment holds the mark: children inherit it, whatever group they are in."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdecimal() and mark.encode() in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:  # it ended while we looked, or is another user's
            continue
    return found


@pytest.fixture
def running_demo(tmp_path):
    """A demo whose page stays open, and the mark by which all its processes are found."""
    mark = f"DEMO_UNDER_TEST={tmp_path}"
    log = tmp_path / "demo.log"
    with log.open("wb") as output:
        demo = subprocess.Popen(
            [sys.executable, "-m", "tocsin", "demo"],
            cwd=ROOT,
            env=environment(DEMO_UNDER_TEST=str(tmp_path)),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        wait_for(log, "console is ready", demo)
        yield demo, mark
    finally:
        for process in of_the_demo(mark):
            os.kill(process, signal.SIGKILL)
        demo.wait()


def wait_for(log: Path, text: str, demo: subprocess.Popen[bytes], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while text not in log.read_text(errors="replace"):
        assert demo.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)


@pytest.mark.slow
def test_make_demo_once_receives_every_expected_alert_with_a_signature_that_holds():
    demo = subprocess.run(
        ["make", "demo", "ONCE=1"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )

    assert demo.returncode == 0, demo.stdout[-3000:] + demo.stderr[-1000:]
    assert "memory only" in demo.stdout
    assert "every signature verified" in demo.stdout


@pytest.mark.slow
def test_ctrl_c_ends_everything_within_three_seconds_and_leaves_no_process(running_demo):
    demo, mark = running_demo
    assert len(of_the_demo(mark)) >= 5  # demo, broker, detector, notifier, page

    started = time.monotonic()
    os.killpg(demo.pid, signal.SIGINT)
    demo.wait(SECONDS_TO_END)

    assert time.monotonic() - started < SECONDS_TO_END
    assert of_the_demo(mark) == []


@pytest.mark.slow
def test_a_killed_demo_leaves_no_process_behind(running_demo):
    demo, mark = running_demo

    demo.kill()

    end = time.monotonic() + 10  # children may end in order first
    while of_the_demo(mark) and time.monotonic() < end:
        time.sleep(0.1)
    assert of_the_demo(mark) == []
