"""A place inside a YAML text value -> its line and column in the file."""

from pathlib import Path


def place_in_value(path: Path, value_at: tuple[int, int], inside: tuple[int, int]) -> tuple[int, int]:
    """Return line and column in the file of a place inside a text value; all numbers count from 1.

    Args:
        path: The YAML file, which loads.
        value_at: Where the value begins, its quote or ``|`` included.
        inside: The place in the text that the value stands for.

    Where YAML has joined lines (text over several lines, ``>``), the beginning of the value is returned.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    line, column = value_at
    rest = lines[line - 1][column - 1 :]
    if rest.startswith("|"):
        return _place_in_block(lines, line, inside)
    is_one_line = inside[0] == 1 and inside[1] <= len(rest) + 1
    if not is_one_line or rest.startswith(">"):
        return value_at
    return line, column + inside[1] - 1 + (1 if rest[:1] in {"'", '"'} else 0)


def _place_in_block(lines: list[str], header: int, inside: tuple[int, int]) -> tuple[int, int]:
    """Return the place in a literal block, whose text begins on the line after its header."""
    first_with_text = next((text for text in lines[header:] if text.strip()), "")
    indent = len(first_with_text) - len(first_with_text.lstrip(" "))
    return header + inside[0], indent + inside[1]
