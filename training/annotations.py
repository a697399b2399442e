"""Annotated texts of others <-> annotations alone: offsets into a text instead of its words.

    python -m training.annotations strip ANNOTATED OUT
    python -m training.annotations restore ANNOTATIONS TEXTS OUT

All files hold one JSON object a line. TEXTS has ``id`` and ``text``. ``strip`` leaves the id, the date, a checksum of
the text, and of each event its codes, numbers and offsets; ``restore`` puts the words back, and refuses a text that
is not the one that was annotated.
"""

import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Offsets = list[int]
_WORDS = ("trigger", "place")
_LISTS = ("evidence", "names")


def stripped(row: Row) -> Row:
    """Return an annotated text without its words. What does not stand in the text stays as it is."""
    text = row["text"]
    events = []
    for event in row["events"]:
        bare = dict(event)
        for key in _WORDS:
            if event.get(key):
                bare[key] = _offsets(text, event[key])
        for key in _LISTS:
            bare[key] = [_offsets(text, one) for one in _listed(event.get(key))]
        events.append(bare)
    return {"id": row["id"], "date": row.get("date"), "checksum": zlib.crc32(text.encode()), "events": events}


def restored(row: Row, text: str) -> Row:
    """Return the annotated text that ``row`` was made from. Raises ValueError where ``text`` is another."""
    if zlib.crc32(text.encode()) != row["checksum"]:
        message = f"text {row['id']} is not the one that was annotated: its checksum differs"
        raise ValueError(message)
    events = []
    for bare in row["events"]:
        event = dict(bare)
        for key in _WORDS:
            event[key] = _words(text, bare.get(key))
        for key in _LISTS:
            event[key] = [_words(text, one) for one in bare[key]]
        events.append(event)
    return {"id": row["id"], "date": row["date"], "text": text, "events": events}


def _listed(value: str | list[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


def _offsets(text: str, words: str) -> Offsets | str:
    start = text.find(words)
    return words if start < 0 else [start, start + len(words)]


def _words(text: str, told: Offsets | str | None) -> str | None:
    return text[told[0] : told[1]] if isinstance(told, list) else told


def _rows(path: Path) -> Iterator[Row]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Run one of the two commands."""
    match arguments:
        case ["strip", annotated, out]:
            _write(Path(out), (stripped(row) for row in _rows(Path(annotated))))
        case ["restore", annotations, texts, out]:
            known = {row["id"]: row["text"] for row in _rows(Path(texts))}
            _write(
                Path(out), (restored(row, known[row["id"]]) for row in _rows(Path(annotations)) if row["id"] in known)
            )
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
