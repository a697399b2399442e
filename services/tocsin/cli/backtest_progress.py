"""How far the reading of a back-test is, shown on standard error where somebody looks at it."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text


class ReadingProgress:
    """A bar with the articles, how many of them were known from before, the rate, and the time that is left."""

    def __init__(self, total: int | None, console: Console | None = None) -> None:
        console = console or Console(stderr=True)
        self.done = 0
        self.kept = 0
        columns = (BarColumn(), _Articles(self), TimeElapsedColumn(), _Left(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._progress.add_task("articles", total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def advance(self, *, kept: bool) -> None:
        """One more article is done; ``kept`` says that its events were known."""
        self.done += 1
        self.kept += kept
        self._progress.advance(self._task)


class _Articles(ProgressColumn):
    """The numbers. They are worked out when they are drawn, ten times a second, and not for each article."""

    def __init__(self, progress: ReadingProgress) -> None:
        super().__init__()
        self._counts = progress

    def render(self, task: Task) -> Text:
        """Return for instance "1,200 of 3,000 articles, 900 known, 52 a second"."""
        if not self._counts.done:
            return Text("starting to read")
        of_all = f" of {task.total:,.0f}" if task.total is not None else ""
        rate = f", {task.speed:,.0f} a second" if task.speed else ""
        return Text(f"{self._counts.done:,}{of_all} articles, {self._counts.kept:,} known{rate}")


class _Left(ProgressColumn):
    """The word before the time that is left."""

    def render(self, task: Task) -> Text:
        """Return "left", or nothing where nobody knows how many there are."""
        return Text("left" if task.total is not None else "")
