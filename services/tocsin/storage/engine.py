"""Database URL -> transactions that end whole or not at all, and say Unavailable when the database cannot be used."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from tocsin.domain.errors import DeclarationError, Fault, Unavailable
from tocsin.logs import redact

BUSY_SECONDS = 5.0  # how long SQLite waits for another writer before we say Unavailable
_POSTGRES = {
    "connect_timeout": 5,  # seconds
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # ms; a server that vanished is noticed, not waited for
}


def make_engine(url: str, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Return the engine for ``sqlite:///FILE``, ``postgresql://...`` or ``postgres://...``.

    Args:
        url: Where the database is.
        busy_seconds: How long SQLite waits for another writer.

    Raises:
        DeclarationError: When the URL is none of these.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DeclarationError([_fault("is no URL")]) from error
    # hide_parameters: an error's text would otherwise show receivers' URLs and article text.
    match parsed.get_backend_name():
        case "sqlite":
            if not parsed.database or parsed.database == ":memory:":
                raise DeclarationError([_fault("names no file; each connection would see another database")])
            engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": busy_seconds})
            event.listen(engine, "do_connect", _keep_to_ourselves)
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        case "postgresql" | "postgres":
            return create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                hide_parameters=True,
                pool_pre_ping=True,
                connect_args=_POSTGRES,
            )
        case other:
            raise DeclarationError([_fault(f"{other} is not supported")])


_TURNS: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


@contextmanager
def transaction(engine: Engine, *, read_only: bool = False) -> Iterator[Connection]:
    """Open a transaction: committed at the end, rolled back by an exception.

    Raises:
        Unavailable: When the database is locked, full, unreachable or otherwise not to be used now. Only what the
            data itself is to blame for (DataError, IntegrityError) comes through as it is: everything else, known or
            not, must not cost a message.
    """
    chosen = engine.execution_options(read_only=True) if read_only else engine
    try:
        with _turn(engine, read_only=read_only), chosen.begin() as connection:
            yield connection
    except (DataError, IntegrityError):
        raise
    except SQLAlchemyError as error:
        raise Unavailable(f"the database cannot be used: {reason_of(error)}") from error


def _turn(engine: Engine, *, read_only: bool) -> AbstractContextManager[object]:
    """Let the threads of this process write one after the other where the database has one writer at a time.

    SQLite itself makes them sleep and look again, up to 100 ms: a message waited a second for its turn.
    """
    if read_only or engine.dialect.name != "sqlite":
        return nullcontext()
    return _TURNS.setdefault(engine, Lock())


def reason_of(error: SQLAlchemyError) -> str:
    """Return the database's own words in one line, without statement, parameters or password."""
    said = str(getattr(error, "orig", None) or error)
    return redact(" ".join(said.split()))[:300]


def _keep_to_ourselves(_: Any, __: Any, arguments: Sequence[Any], ___: Any) -> None:
    """Make the file readable for its owner alone, before SQLite makes it readable for all: it holds secrets."""
    with suppress(OSError):  # a folder that is missing or not ours: SQLite tells it better
        Path(arguments[0]).touch(mode=0o600)


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, below
    connection.execute("PRAGMA journal_mode = WAL")  # readers and the writer do not wait for each other
    # FULL: what is committed survives a power cut. NORMAL would not promise that in WAL mode, and Kafka's offset is
    # committed on the strength of it.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start: a transaction that reads first and writes later cannot wait for it."""
    options: Any = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN" if options.get("read_only") else "BEGIN IMMEDIATE")


def _fault(message: str) -> Fault:
    right = "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
    return Fault("environment", 0, 0, f"TOCSIN_DATABASE_URL: {message}; {right}")
