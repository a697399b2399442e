"""How long a newcomer waits: a fresh clone of this repository, then its commands, by the clock on the wall.

    python -m benchmarks.setup_time [--without-uv] [--test]

It clones HEAD into a temporary folder and runs `make demo ONCE=1` twice there: the first time it installs (package
caches are as warm as the machine's are), the second time everything is there. With `--test` also `make test`.
"""

import argparse
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = (
    ("make demo ONCE=1, installing", ["make", "demo", "ONCE=1"], 60),
    ("make demo ONCE=1, installed", ["make", "demo", "ONCE=1"], 20),
)
TEST = ("make test", ["make", "test"], 600)


def main() -> None:
    """Clone, run, print the seconds beside the target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without-uv", action="store_true", help="hide uv, so that venv and pip install")
    parser.add_argument("--test", action="store_true", help="run make test too, which takes minutes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tocsin-setup-") as folder:
        clone = Path(folder) / "tocsin"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        for name, command, target in (*RUNS, TEST) if options.test else RUNS:
            seconds, status = _run(command, clone, hide_uv=options.without_uv)
            load = os.getloadavg()[0]
            print(f"{name:30} {seconds:6.1f} s (target {target}), exit {status}, load {load:.1f}", flush=True)


def _run(command: list[str], clone: Path, *, hide_uv: bool) -> tuple[float, int]:
    outer = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "VIRTUAL_ENV"))
    }
    if hide_uv and (uv := shutil.which("uv")):
        hidden = str(Path(uv).parent)
        outer["PATH"] = os.pathsep.join(part for part in outer["PATH"].split(os.pathsep) if part != hidden)
    started = time.monotonic()
    done = subprocess.run(command, cwd=clone, env=outer, stdout=subprocess.DEVNULL, check=False)
    return time.monotonic() - started, done.returncode


if __name__ == "__main__":
    main()
