"""``tocsin demo``: the whole line on one machine."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    once: Annotated[bool, typer.Option("--once", help="End when the expected alerts have arrived.")] = False,
    samples: Annotated[Path, typer.Option(metavar="DIR", help="Folder with articles/*.json and alerts.yaml.")] = Path(
        "samples"
    ),
    rules: Annotated[Path, typer.Option(metavar="DIR", help="Folder with a YAML file a rule.")] = Path("rules"),
    topics: Annotated[Path, typer.Option(metavar="DIR", help="Folder with a YAML file a topic.")] = Path("topics"),
) -> None:
    """Start everything on this machine, publish sample articles, show the alerts, leave a page open.

    With --once the exit status is 0 when every expected alert was received and its signature held, else 1.
    """
    from tocsin.demo.run import Folders, run
    from tocsin.demo.screen import Screen

    folders = Folders(samples=samples.resolve(), rules=rules.resolve(), topics=topics.resolve())
    screen = Screen()
    try:
        satisfied = run(folders, once=once, screen=screen)
    except KeyboardInterrupt:
        screen.say("Ended.")
        raise typer.Exit(0 if not once else 130) from None
    raise typer.Exit(0 if satisfied else 1)


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("demo")(demo)
