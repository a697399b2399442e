"""Helm, which renders the chart: from the path or from what .ci/run built."""

import os
import shutil
from pathlib import Path

import pytest

from tests.contracts import repository


@pytest.fixture(scope="session")
def helm() -> Path:
    found = shutil.which("helm", path=f"{os.environ['PATH']}:{repository.ROOT / '.cache/bin'}")
    if found:
        return Path(found)
    reason = "helm is not on the path; .ci/run builds it where Go is"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
