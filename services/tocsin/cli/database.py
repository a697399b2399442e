"""``tocsin database``: the tables."""

from typing import TYPE_CHECKING

import typer

from tocsin.settings import DatabaseSettings

if TYPE_CHECKING:
    from tocsin.storage.store import Store

app = typer.Typer(help="The tables of the database.", no_args_is_help=True)


@app.command("upgrade")
def upgrade() -> None:
    """Make the tables, or bring them to this version. The notifier does the same when it starts."""
    applied = _open().upgrade()
    typer.echo(f"Applied {', '.join(applied)}." if applied else "The database is up to date.")


@app.command("check")
def check() -> None:
    """Exit with status 1 when the tables are of an older version."""
    missing = _open().pending_revisions()
    if missing:
        typer.echo(f"Missing: {', '.join(missing)}. Run tocsin database upgrade.")
        raise typer.Exit(1)
    typer.echo("The database is up to date.")


def _open() -> "Store":
    from tocsin.storage.store import Store

    return Store.at(DatabaseSettings.load().database_url.get_secret_value())


def register(main: typer.Typer) -> None:
    """Add the group to ``main``."""
    main.add_typer(app, name="database")
