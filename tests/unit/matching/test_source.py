from pathlib import Path

import pytest

from tocsin.declarations import position
from tocsin.matching.source import place_in_value


@pytest.mark.parametrize(
    ("yaml", "inside", "place"),
    [
        ("when: a == b\n", (1, 3), (1, 9)),
        ("when: 'a == b'\n", (1, 3), (1, 10)),
        ('when: "a == b"\n', (1, 3), (1, 10)),
        ("when: |\n  a ==\n    b\n", (2, 3), (3, 5)),
        ("when: |-\n\n    a == b\n", (2, 1), (3, 5)),
        ("when: >-\n  a ==\n  b\n", (1, 6), (1, 7)),
        ("when: a ==\n  b\n", (1, 6), (1, 7)),
    ],
)
def test_a_place_in_a_text_is_found_in_its_file(
    tmp_path: Path, yaml: str, inside: tuple[int, int], place: tuple[int, int]
) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text(yaml, encoding="utf-8")
    assert place_in_value(path, position(path, "when"), inside) == place
