"""A YAML file of ours -> a frozen model, or every fault of it as ``path:line:col``."""

import difflib
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tocsin.complaints import complaint
from tocsin.documents import Node, compose
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.lookalikes import in_latin, mixed_letter, named

Model = TypeVar("Model", bound=BaseModel)
FILE_LIMIT = 1_000_000  # bytes; a rule or topic file is a few kilobytes
MOST_FAULTS = 50
"""Shown of one file: who has more of them has one of them many times."""
_SHOWN = 60  # characters of a key


@dataclass(frozen=True, slots=True)
class Document(Generic[Model]):
    """A file that was read and what it holds: ``found``, or the faults that keep it from being a model."""

    name: str
    root: Node
    found: Model | None
    faults: tuple[Fault, ...]

    def position(self, *keys: str | int) -> tuple[int, int]:
        """Return line and column of the value at ``keys``, or of the last that is there on the way to it."""
        node = _walk(self.root, keys)
        return node.line, node.column

    def text_at(self, key: str) -> str:
        """Return the text of a key of the root as it is written; "" where it has none."""
        node = self.root.parts.get(key)
        return node.value if node is not None and isinstance(node.value, str) else ""


def read(path: Path, model: type[Model], *, shown_as: str | None = None) -> Document[Model]:
    """Return the document in a file, composed once, with the model or the faults of it.

    Args:
        path: The YAML file, UTF-8, one document.
        model: What it must be.
        shown_as: The name to use in faults instead of the path.

    Raises:
        DeclarationError: If it cannot be read as YAML at all.
    """
    name = shown_as or str(path)
    root = compose(_text(path, name), name)
    try:
        return Document(name, root, model.model_validate(root.value), ())
    except ValidationError as error:
        # That a key may also be left out is no advice for one that is there.
        details = [detail for detail in error.errors() if detail["type"] != "none_required"] or error.errors()
        located = [_locate(name, root, detail, model) for detail in details[:MOST_FAULTS]]
        if len(details) > MOST_FAULTS:
            located.append(Fault(name, 0, 0, f"has {len(details) - MOST_FAULTS:,} more faults"))
        return Document(name, root, None, tuple(located))


def load(path: Path, model: type[Model], *, shown_as: str | None = None) -> Model:
    """Return the model that the file holds; arguments as for ``read``.

    Raises:
        DeclarationError: With every fault of the file.
    """
    document = read(path, model, shown_as=shown_as)
    if document.found is None:
        raise DeclarationError(document.faults)
    return document.found


def load_all(paths: Iterable[Path], model: type[Model]) -> tuple[tuple[Path, Model], ...]:
    """Return every file with its model; raises DeclarationError with the faults of all files together."""
    loaded: list[tuple[Path, Model]] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            loaded.append((path, load(path, model)))
        except DeclarationError as error:
            faults.extend(error.faults)
    if faults:
        raise DeclarationError(faults)
    return tuple(loaded)


def rule_paths(directory: Path) -> tuple[Path, ...]:
    """Return the ``.yaml`` files of ``directory`` and of the folders right inside it, sorted by path.

    What begins with a dot is passed over: in a mounted ConfigMap, ``..data`` holds every file again, and editors keep
    their locks in such files.

    Raises:
        DeclarationError: If a folder may not be read.
    """
    within = _entries(directory)
    deeper = (path for folder in within if folder.is_dir() for path in _entries(folder))
    return tuple(sorted(path for path in (*within, *deeper) if path.suffix == ".yaml"))


def position(path: Path, *keys: str | int) -> tuple[int, int]:
    """Return line and column of the value at ``keys`` in a file that loads, for faults that need two files to see."""
    node = _walk(compose(_text(path, str(path)), str(path)), keys)
    return node.line, node.column


def suggestion(word: str, known: Sequence[str]) -> str:
    """Return ``did you mean x?``, or all that are known where none is near; "" where nothing is."""
    close = difflib.get_close_matches(in_latin(word), known, n=1)
    if not close:
        return f"known are {', '.join(known)}" if known else ""
    foreign = mixed_letter(word)
    return f"did you mean {close[0]}?" + (f" ({named(foreign)})" if foreign else "")


def _entries(directory: Path) -> tuple[Path, ...]:
    try:
        return tuple(path for path in directory.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise DeclarationError([Fault(str(directory), 0, 0, f"cannot be read: {error.strerror}")]) from error


def _text(path: Path, name: str) -> str:
    try:
        raw = _bytes(path, name)
    except OSError as error:
        lost = path.is_symlink() and not path.exists()
        said = "is a link that leads nowhere; remove it or mend it" if lost else f"cannot be read: {error.strerror}"
        raise DeclarationError([Fault(name, 0, 0, said)]) from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DeclarationError([Fault(name, line, 1, "is not UTF-8; save it as UTF-8")]) from error


def _bytes(path: Path, name: str) -> bytes:
    there = path.stat()
    if not stat.S_ISREG(there.st_mode):  # reading a pipe or a device may never end
        kind = "folder" if stat.S_ISDIR(there.st_mode) else "device or pipe"
        raise DeclarationError([Fault(name, 0, 0, f"is a {kind}; it must be a file, or have another name")])
    if there.st_size > FILE_LIMIT:
        raise DeclarationError([Fault(name, 0, 0, f"is {there.st_size:,} bytes; the limit is {FILE_LIMIT:,}")])
    return path.read_bytes()


def _locate(name: str, root: Node, detail: ErrorDetails, model: type[BaseModel]) -> Fault:
    """Turn one of pydantic's errors into a fault at the place in the file that it means."""
    location = [part for part in detail["loc"] if not (isinstance(part, str) and part.startswith("function-"))]
    unknown = detail["type"] == "extra_forbidden"
    node = _walk(root, location, key_of_last=unknown)
    where = ".".join(_printable(part) for part in location) or "the file"
    if unknown:
        key = str(location[-1])
        hint = _hint(key, _keys_of(model, location[:-1]))
        message = f"unknown key; {hint}" if hint else "unknown key"
    else:
        message = complaint(detail)
    return Fault(name, node.line, node.column, f"{where}: {message}")


def _hint(key: str, known: Sequence[str]) -> str:
    """Return what is right instead of a key that is unknown."""
    if key.isdigit():
        return "a number has no comma"
    word, colon, value = key.partition(":")
    if colon and word in known:  # in { }, YAML takes min:5 for a key without a value
        return f"a blank is missing after the colon: {word}: {value}"
    plurals = [one for one in known if one in {f"{key}s", f"{key[:-1]}ies" if key.endswith("y") else key}]
    return f"did you mean {plurals[0]}?" if plurals else suggestion(key, known)


def _printable(part: str | int) -> str:
    """Return a key as it may be printed: what it is called by its writer may hold anything."""
    text = str(part)[:_SHOWN]
    return text if text.isprintable() else repr(text)


def _walk(node: Node, location: Iterable[str | int], *, key_of_last: bool = False) -> Node:
    """Follow ``location`` as far as nodes go: union tags in it have no node and are passed over."""
    parts = list(location)
    for number, part in enumerate(parts):
        found = node.parts.get(part)
        if found is not None:
            node = node.keys[str(part)] if key_of_last and number == len(parts) - 1 else found
    return node


def _keys_of(model: type[BaseModel], location: Iterable[str | int]) -> tuple[str, ...]:
    """Return the keys that are known at ``location``, by following the models of the fields."""
    current: type[BaseModel] | None = model
    for part in location:
        if isinstance(part, int) or current is None:
            continue
        field = next((f for key, f in current.model_fields.items() if part in (key, f.alias)), None)
        current = _model_in(field.annotation) if field else current
    return tuple(f.alias or key for key, f in current.model_fields.items()) if current else ()


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    arguments = getattr(annotation, "__args__", ())
    return next((found for argument in arguments if (found := _model_in(argument))), None)
