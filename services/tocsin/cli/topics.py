"""``tocsin topics``: the topics of topics/ on the broker."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from tocsin.cli.broker import Wait, connected
from tocsin.kafka.settings import ToolSettings
from tocsin.kafka.topics import Topics, load_topics

if TYPE_CHECKING:
    from tocsin.kafka.administration import Difference

app = typer.Typer(
    help="Make the topics that topics/ declares, and compare them with the broker's.", no_args_is_help=True
)


@app.command("apply")
def apply_(
    replication: Annotated[
        int | None,
        typer.Option(
            help="Copies of each partition of a new topic.", show_default="TOCSIN_TOPIC_REPLICATION, else 1", min=1
        ),
    ] = None,
    wait: Wait = 300,
) -> None:
    """Create missing topics; add partitions, widen retention and message size. Never shrinks, never deletes."""
    from tocsin.kafka import administration, tools

    settings = ToolSettings.load()
    topics = load_topics(settings.topics_directory)
    with connected(lambda: tools.admin_client(settings), settings, wait_s=wait) as client:
        found = administration.differences(topics, administration.look(client, topics))
        _show(found, topics)
        administration.apply(client, topics, found, replication=replication or settings.topic_replication)
    changed = [one for one in found if one.verdict is not administration.Verdict.KEEP]
    typer.echo(f"{len(changed)} change{'s' if len(changed) != 1 else ''} made.")


@app.command()
def check(wait: Wait = 30) -> None:
    """Show in what the broker differs from the files; exit status 1 when it does."""
    from tocsin.kafka import administration, tools

    settings = ToolSettings.load()
    topics = load_topics(settings.topics_directory)
    with connected(lambda: tools.admin_client(settings), settings, wait_s=wait) as client:
        found = administration.differences(topics, administration.look(client, topics))
    _show(found, topics)
    raise typer.Exit(1 if found else 0)


@app.command()
def schemas(
    check_only: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit status 1 when a file is not up to date.")
    ] = False,
) -> None:
    """Write the JSON Schema of each message, and of the topic files, to the folder schemas beside them."""
    from tocsin.kafka.schemas import schema_files, stale, write

    settings = ToolSettings.load()
    files = schema_files(load_topics(settings.topics_directory))
    directory = settings.topics_directory / "schemas"
    old = stale(directory, files)
    if check_only:
        for name in old:
            typer.echo(f"{directory / name}: is not up to date; run `tocsin topics schemas`", err=True)
        raise typer.Exit(1 if old else 0)
    write(directory, files)
    typer.echo(f"{len(files)} schemas in {directory}, {len(old)} of them changed.")


def _show(found: "Sequence[Difference]", topics: Topics) -> None:
    console = Console()
    if not found:
        console.print(f"All {len(tuple(topics))} topics are as declared.")
        return
    table = Table("topic", "what", "declared", "broker", "verdict", box=None)
    for one in found:
        table.add_row(one.topic, one.what, one.declared, one.broker, one.verdict.value)
    console.print(table)


def register(parent: typer.Typer) -> None:
    """Add the commands to ``parent``."""
    parent.add_typer(app, name="topics")
