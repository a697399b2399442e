"""A container's limit counts, not the size of its host."""

from pathlib import Path

import pytest

from tocsin.detector.processors import usable_processors


def limited(folder: Path, text: str) -> int:
    file = folder / "cpu.max"
    file.write_text(text)
    return usable_processors(file)


@pytest.mark.parametrize("text", ["100000 100000\n", "50000 100000\n", "1000 100000\n"])
def test_a_limit_of_one_processor_or_less_is_one(tmp_path: Path, text: str) -> None:
    assert limited(tmp_path, text) == 1


def test_without_a_limit_the_machine_counts(tmp_path: Path) -> None:
    everything = usable_processors(tmp_path / "no such file")
    assert everything >= 1
    assert limited(tmp_path, "max 100000\n") == everything
    assert limited(tmp_path, "99900000 100000\n") == everything
