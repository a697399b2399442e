"""Whatever state the database is in -> the newest tables, by one process at a time."""

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from sqlalchemy import Connection, Engine, text

from tocsin.domain.errors import DeclarationError, Fault
from tocsin.storage.engine import transaction

_LOCK = 7_469_002_117  # any number: it only has to be the same for every process of ours


def upgrade(engine: Engine) -> tuple[str, ...]:
    """Apply what is missing, all or nothing, and return the revisions applied, oldest first.

    Processes that start together wait for each other: SQLite's write lock is held from the start of the transaction,
    PostgreSQL gets a lock of its own.

    Raises:
        DeclarationError: When the database was made by a newer Tocsin.
        Unavailable: When it cannot be used now.
    """
    from alembic import command

    with transaction(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        missing = _missing(connection)
        if missing:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        return missing


def pending(engine: Engine) -> tuple[str, ...]:
    """Return the revisions that ``upgrade`` would apply, oldest first."""
    with transaction(engine, read_only=True) as connection:
        return _missing(connection)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "tocsin.storage:migrations")
    return config


def _missing(connection: Connection) -> tuple[str, ...]:
    scripts = ScriptDirectory.from_config(_config())
    current = MigrationContext.configure(connection).get_current_revision()
    try:
        found = [script.revision for script in scripts.iterate_revisions("head", current or "base")]
    except ResolutionError as error:
        message = f"is at revision {current}, which this version does not know; run the newer version of Tocsin"
        raise DeclarationError([Fault("database", 0, 0, message)]) from error
    return tuple(reversed(found))
