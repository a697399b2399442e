"""The folder of rules -> the rules in force, again whenever a file changes: whole or not at all."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import structlog

from tocsin import telemetry
from tocsin.declarations import rule_paths
from tocsin.detector.telling import tell
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.matching.live_rules import LiveRules
from tocsin.matching.rule import Rule
from tocsin.matching.rule_files import files_passed_over, load_rules

log = structlog.get_logger(__name__)
MOST_FAULTS_SAID = 20


class _Seen(NamedTuple):
    """What tells one state of a file from another, through links too."""

    path: Path
    modified_ns: int
    bytes: int
    inode: int


class RuleFiles:
    """The files of a folder, and whether they have changed since they were loaded.

    They are looked at and not listened to: a mounted ConfigMap is a link that is turned to another folder, and network
    file systems tell nobody what others write.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._loaded: tuple[_Seen, ...] | None = None

    def load(self) -> tuple[Rule, ...]:
        """Return the rules.

        Raises:
            DeclarationError: With every fault of every file.
        """
        # Before loading: what is written meanwhile is then a change.
        self._loaded = self._look()
        return tuple(rule for _, rule in load_rules(self._directory))

    def changed(self) -> bool:
        """Tell whether the files are others than at the last loading, or cannot be looked at."""
        now = self._look()
        return now is None or now != self._loaded

    def _look(self) -> tuple[_Seen, ...] | None:
        try:
            return tuple(self._seen())
        except (OSError, DeclarationError):
            return None  # gone between two looks, or for good; loading says which

    def _seen(self) -> Iterator[_Seen]:
        for path in sorted({*rule_paths(self._directory), *files_passed_over(self._directory)}):
            about = path.stat()
            yield _Seen(path, about.st_mtime_ns, about.st_size, about.st_ino)


class FilesWatch:
    """Keeps the living rules at what the files say; a broken file keeps the last good set in force."""

    def __init__(self, files: RuleFiles, live: LiveRules) -> None:
        self._files = files
        self._live = live
        self._said: tuple[Fault, ...] = ()

    async def follow(self, *, every_s: float) -> None:
        """Look again and again; never ends and raises nothing."""
        while True:
            await asyncio.sleep(every_s)
            await self.look()

    async def look(self) -> None:
        """Load the files if they have changed, in a thread: articles go on meanwhile."""
        if not await asyncio.to_thread(self._files.changed):
            return
        try:
            rules = await asyncio.to_thread(self._files.load)
            change = self._live.replace_files(rules)
        except DeclarationError as error:
            self._keep(error.faults)
        except Exception as error:
            # A fault of ours at a file must cost no alert, and no other file's rule.
            log.exception("rules_not_loaded")
            self._keep((Fault("rules", 0, 0, type(error).__name__),))
        else:
            self._said = ()
            telemetry.RULES_RELOADS.labels(outcome="loaded").inc()
            telemetry.RULES_RELOAD_FAILED.set(0)
            tell(self._live, change, origin="file")

    def _keep(self, faults: tuple[Fault, ...]) -> None:
        telemetry.RULES_RELOAD_FAILED.set(1)
        if faults == self._said:
            return
        self._said = faults
        telemetry.RULES_RELOADS.labels(outcome="failed").inc()
        for fault in faults[:MOST_FAULTS_SAID]:
            log.error("rule_file_fault", fault=str(fault))
        log.error("rules_reload_failed", faults=len(faults), kept=self._live.from_files)
