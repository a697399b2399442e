"""The machine and the container's limit -> how many processors are ours."""

import math
import os
from pathlib import Path

CPU_LIMIT = Path("/sys/fs/cgroup/cpu.max")  # Linux, control groups version 2: "QUOTA PERIOD" or "max PERIOD"


def usable_processors(limit: Path = CPU_LIMIT) -> int:
    """Return how many processors this process may keep busy, at least 1.

    A container sees every processor of its host and may use only its share; one pool child for each of the host's
    would fill its memory and gain nothing.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = limit.read_text().split()
    except (OSError, ValueError):
        return allowed  # no such limit on this system
    return allowed if quota == "max" else max(1, min(allowed, math.ceil(int(quota) / int(period))))
