"""How far the reading of a back-test is, shown on standard error where somebody looks at it."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn


class ReadingProgress:
    """A bar with the articles, how many of them were known from before, the rate, and the time that is left."""

    def __init__(self, total: int | None) -> None:
        console = Console(stderr=True)
        columns = (
            BarColumn(),
            TextColumn("{task.fields[articles]}"),
            TimeElapsedColumn(),
            TextColumn("left:"),
            TimeRemainingColumn(),
        )
        self.done = 0
        self.kept = 0
        self._total = total
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        self._task = self._progress.add_task("articles", total=self._total, articles="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def advance(self, *, kept: bool) -> None:
        """One more article is done; ``kept`` says that its events were known."""
        self.done += 1
        self.kept += kept
        if self._task is not None:
            self._progress.update(self._task, advance=1, articles=self._said(self._task))

    def _said(self, task: TaskID) -> str:
        of_all = f" of {self._total:,}" if self._total is not None else ""
        speed = self._progress.tasks[task].speed
        rate = f", {speed:,.0f} a second" if speed else ""
        return f"{self.done:,}{of_all} articles, {self.kept:,} known{rate}"
