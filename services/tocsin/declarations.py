"""A YAML file of ours -> a frozen model, or every fault of it as ``path:line:col``."""

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tocsin.domain.errors import DeclarationError, Fault

Model = TypeVar("Model", bound=BaseModel)
FILE_LIMIT = 1_000_000  # bytes; a rule or topic file is a few kilobytes


class _UniqueKeyLoader(yaml.SafeLoader):
    """SafeLoader that refuses a key said twice: YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002, RUF100  # signature is PyYAML's
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, list | dict):
                raise yaml.constructor.ConstructorError(None, None, "a key must be a plain word", key_node.start_mark)
            if key in seen:
                problem = f"key {key!r} stands twice; keep one"
                raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def load(path: Path, model: type[Model], *, shown_as: str | None = None) -> Model:
    """Return the model that the file holds.

    Args:
        path: The YAML file, UTF-8, one document.
        model: What it must be.
        shown_as: The name to use in faults instead of the path.

    Raises:
        DeclarationError: With every fault of the file.
    """
    name = shown_as or str(path)
    root = _compose(path, name)
    try:
        data = _construct(root)
    except yaml.constructor.ConstructorError as error:
        raise DeclarationError([_fault_at(name, error.problem_mark, error.problem or "not readable")]) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        # That a key may also be left out is no advice for one that is there.
        details = [detail for detail in error.errors() if detail["type"] != "none_required"] or error.errors()
        raise DeclarationError([_locate(name, root, detail, model) for detail in details]) from error


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


def rule_paths(directory: Path, suffix: str = ".yaml") -> tuple[Path, ...]:
    """Return the files of ``directory`` and of the folders right inside it, sorted by path.

    Folders whose name begins with a dot are passed over: in a mounted ConfigMap, ``..data`` holds every file again.
    """
    folders = (one for one in directory.iterdir() if one.is_dir() and not one.name.startswith("."))
    return tuple(sorted(path for folder in (directory, *folders) for path in folder.glob(f"*{suffix}")))


def position(path: Path, *keys: str | int) -> tuple[int, int]:
    """Return line and column of the value at ``keys`` in a file that loads, for faults that need two files to see."""
    node = _walk(_compose(path, str(path)), keys)
    return node.start_mark.line + 1, node.start_mark.column + 1


def _compose(path: Path, name: str) -> yaml.Node:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DeclarationError([Fault(name, 0, 0, f"cannot be read: {error.strerror}")]) from error
    if len(raw) > FILE_LIMIT:
        raise DeclarationError([Fault(name, 0, 0, f"is {len(raw):,} bytes; the limit is {FILE_LIMIT:,}")])
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DeclarationError([Fault(name, line, 1, "is not UTF-8; save it as UTF-8")]) from error
    try:
        root = yaml.compose(text, Loader=_UniqueKeyLoader)
    except yaml.MarkedYAMLError as error:
        raise DeclarationError([_fault_at(name, error.problem_mark, f"is no YAML: {error.problem}")]) from error
    except yaml.YAMLError as error:
        raise DeclarationError([Fault(name, 1, 1, f"is no YAML: {error}")]) from error
    except RecursionError as error:
        raise DeclarationError([Fault(name, 1, 1, "is nested too deeply")]) from error
    if root is None:
        raise DeclarationError([Fault(name, 1, 1, "is empty")])
    return root


def _construct(root: yaml.Node) -> Any:
    loader = _UniqueKeyLoader("")
    try:
        return loader.construct_document(root)
    finally:
        loader.dispose()


def _fault_at(name: str, mark: yaml.Mark | None, message: str) -> Fault:
    if mark is None:
        return Fault(name, 1, 1, message)
    return Fault(name, mark.line + 1, mark.column + 1, message)


def _locate(name: str, root: yaml.Node, detail: ErrorDetails, model: type[BaseModel]) -> Fault:
    """Turn one of pydantic's errors into a fault at the place in the file that it means."""
    location = [part for part in detail["loc"] if not (isinstance(part, str) and part.startswith("function-"))]
    unknown = detail["type"] == "extra_forbidden"
    node = _walk(root, location, key_of_last=unknown)
    where = ".".join(str(part) for part in location) or "the file"
    message = detail["msg"].removeprefix("Value error, ")
    if unknown:
        message = "unknown key" + _suggestion(str(location[-1]), _keys_of(model, location[:-1]))
    elif detail["type"] == "missing":
        message = "is missing"
    elif isinstance(detail["input"], str | int | float | bool) and not _quotes(message, detail["input"]):
        message = f"{message}, not {str(detail['input'])[:60]!r}"
    return Fault(name, node.start_mark.line + 1, node.start_mark.column + 1, f"{where}: {message}")


def _quotes(message: str, value: str | float) -> bool:
    """Does the message already say what stands there?"""
    return value == "" or "but" in message or repr(value) in message


def _walk(node: yaml.Node, location: Iterable[str | int], *, key_of_last: bool = False) -> yaml.Node:
    """Follow ``location`` as far as nodes go: union tags in it have no node and are passed over."""
    parts = list(location)
    for number, part in enumerate(parts):
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if found is None:
                continue
            node = found[0] if key_of_last and number == len(parts) - 1 else found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
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


def _suggestion(key: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; known are {', '.join(known)}" if known else ""
