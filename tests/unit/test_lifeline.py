"""A child ends when its parent ends, however that is."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tocsin.lifeline import VARIABLE, Lifeline, hold

HOLDS_AND_SLEEPS = """
import os, signal, sys, time
from tocsin.lifeline import hold
signal.signal(signal.SIGTERM, lambda *_: (os.write(1, b"told to end\\n"), os._exit(7)))
print(hold(), "_TOCSIN_LIFELINE" in os.environ, flush=True)
time.sleep(60)
"""
STARTS_A_CHILD = f"""
import os, subprocess, sys, time
from tocsin.lifeline import Lifeline
with Lifeline() as lifeline:
    child = subprocess.Popen([sys.executable, "-c", {HOLDS_AND_SLEEPS!r}],
        env=os.environ | lifeline.environment, pass_fds=lifeline.pass_fds)
    time.sleep(60)
"""


def test_closing_the_lifeline_tells_the_child_to_end() -> None:
    with Lifeline() as lifeline:
        child = subprocess.Popen(
            [sys.executable, "-c", HOLDS_AND_SLEEPS],
            env=os.environ | lifeline.environment,
            pass_fds=lifeline.pass_fds,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "True False\n"
        assert child.poll() is None
    assert child.stdout.readline() == "told to end\n"
    assert child.wait(10) == 7
    child.stdout.close()


def test_a_parent_that_is_killed_takes_its_child_with_it(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with output.open("w") as file:
        parent = subprocess.Popen(
            [sys.executable, "-c", STARTS_A_CHILD], stdout=subprocess.PIPE, text=True, stderr=file
        )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "True False\n"
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    # The pipe is shared with the child, so its end is the child's.
    assert parent.stdout.read() == "told to end\n"
    parent.stdout.close()


def test_without_a_parent_that_asks_nothing_is_held() -> None:
    assert VARIABLE not in os.environ
    assert not hold()
