import io

from rich.console import Console

from tocsin.cli.backtest_progress import ReadingProgress


def drawn(total: int | None, *, terminal: bool) -> str:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=terminal, width=120)
    with ReadingProgress(total, console) as progress:
        for number in range(1_200):
            progress.advance(kept=number < 900)
    return screen.getvalue()


def test_a_terminal_shows_how_many_are_done_and_how_many_were_known() -> None:
    assert "1,200 of 3,000 articles, 900 known" in drawn(3_000, terminal=True)


def test_of_a_pipe_nobody_knows_how_much_is_left() -> None:
    screen = drawn(None, terminal=True)
    assert "1,200 articles, 900 known" in screen
    assert "left" not in screen


def test_nothing_is_written_where_nobody_looks() -> None:
    assert drawn(3_000, terminal=False) == ""
