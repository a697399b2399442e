"""rules/**/*.yaml -> RuleBook, or every fault of every file."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tocsin.declarations import Document, position, read, rule_paths
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.matching.cel import Condition, compile_condition
from tocsin.matching.rule import FileRule, Rule
from tocsin.matching.rulebook import RuleBook
from tocsin.matching.source import place_in_value

_MOST_SHOWN = 3  # files with the same id


def load_rulebook(path: Path) -> RuleBook:
    """Return the rule of a file, or those of a folder and of the folders right inside it, whose names mean nothing.

    Raises:
        DeclarationError: With every fault of every file, each as path:line:col.
    """
    return RuleBook.from_rules(rule for _, rule in load_rules_at(path))


def load_rules(
    directory: Path, tracked: Callable[[Sequence[Path]], Iterable[Path]] = iter
) -> tuple[tuple[Path, Rule], ...]:
    """Return each rule of a folder with its file; reads what ``load_rulebook`` reads, and raises the same.

    ``tracked`` is handed the files and gives them back one by one, so that it can show how far the reading is.
    """
    if not directory.is_dir():
        raise DeclarationError([Fault(str(directory), 0, 0, "is no folder; give the folder that holds the rules")])
    faults = list(_passed_over(directory))
    rules: list[tuple[Path, Rule]] = []
    for path in tracked(rule_paths(directory)):
        rule, found = _load_rule(path)
        faults.extend(found)
        if rule is not None:
            rules.append((path, rule))
    faults.extend(_said_twice(rules))
    if not rules and not faults:
        faults.append(Fault(str(directory), 0, 0, "holds no rule; a rule is a file named <id>.yaml"))
    if faults:
        raise DeclarationError(sorted(faults, key=lambda fault: fault.path))
    return tuple(rules)


def load_rules_at(
    path: Path, tracked: Callable[[Sequence[Path]], Iterable[Path]] = iter
) -> tuple[tuple[Path, Rule], ...]:
    """Return what ``load_rules`` returns for a folder, or the one rule of a file; raises the same."""
    return ((path, load_rule(path)),) if path.is_file() else load_rules(path, tracked)


def files_passed_over(directory: Path) -> Iterator[Path]:
    """Yield the files that look like rules and would never be read; each is a fault."""
    return (Path(fault.path) for fault in _passed_over(directory))


def _passed_over(directory: Path) -> Iterator[Fault]:
    """Yield a fault for each file that looks like a rule and stands, or is called, so that it would never be read."""
    for folder, folders, files in os.walk(directory):
        folders[:] = [one for one in folders if not one.startswith(".")]
        deep = len(Path(folder).relative_to(directory).parts)
        for file in map(Path, files):
            suffixes = [suffix.casefold() for suffix in file.suffixes]
            if suffixes[-1:] == [".txt"]:  # what editors of texts add, and hide
                suffixes.pop()
            if file.name.startswith(".") or suffixes[-1:] not in ([".yaml"], [".yml"]):
                continue
            path = str(Path(folder) / file)
            if file.suffix != ".yaml":
                yield Fault(path, 0, 0, "must end in .yaml to be read")
            elif deep > 1:
                yield Fault(path, 0, 0, f"stands {deep} folders deep; move it to {directory} or a folder right in it")


def _said_twice(rules: Iterable[tuple[Path, Rule]]) -> list[Fault]:
    """Return a fault at each of the places where an id stands that stands elsewhere too."""
    places: defaultdict[str, list[Path]] = defaultdict(list)
    for path, rule in rules:
        places[rule.id].append(path)
    faults: list[Fault] = []
    for rule_id, paths in places.items():
        for path in paths if len(paths) > 1 else ():
            line, column = position(path, "id")
            others = ", ".join([str(other) for other in paths if other != path][:_MOST_SHOWN])
            others += f" and {len(paths) - 1 - _MOST_SHOWN:,} more" if len(paths) - 1 > _MOST_SHOWN else ""
            said = f"id: {rule_id!r} also stands in {others}; ids are unique over all folders"
            faults.append(Fault(str(path), line, column, said))
    return faults


def load_rule(path: Path) -> Rule:
    """Return the rule of one file; raises DeclarationError with every fault of it."""
    rule, faults = _load_rule(path)
    if rule is None or faults:
        raise DeclarationError(faults)
    return rule


def _load_rule(path: Path) -> tuple[Rule | None, list[Fault]]:
    try:
        document = read(path, FileRule)
    except DeclarationError as error:
        return None, list(error.faults)
    # The condition is checked in a file whose other keys are wrong, too.
    faults = [*document.faults, *_faults_of_condition(path, document)]
    rule = document.found
    if rule is not None and rule.id != path.stem:
        line, column = document.position("id")
        said = f"id: must be the file's name, {path.stem!r}, but is {rule.id!r}; rename one of them"
        faults.append(Fault(str(path), line, column, said))
    return rule, faults


def _faults_of_condition(path: Path, document: Document[FileRule]) -> list[Fault]:
    when = document.text_at("when")
    if not when.strip():
        return []
    checked = compile_condition(when)
    if isinstance(checked, Condition):
        return []
    begins = document.position("when")
    places = [place_in_value(path, begins, (fault.line, fault.column)) for fault in checked]
    return [
        Fault(str(path), line, column, f"when: {fault.message}")
        for (line, column), fault in zip(places, checked, strict=True)
    ]
