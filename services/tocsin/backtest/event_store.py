"""The events of articles that were read before, in one SQLite file.

It only saves time: whatever goes wrong with it is said, and the article is read anew. Several runs may use one file.
"""

import os
import sqlite3
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from tocsin.backtest.fingerprint import article_key
from tocsin.backtest.reading import Told
from tocsin.domain.article import ArticleText
from tocsin.domain.errors import DeclarationError, Fault
from tocsin.domain.event import Event

_EVENTS = TypeAdapter(tuple[Event, ...])
_APPLICATION = 0x546F6353  # SQLite's place for whose file it is: "TocS"
_WAIT_S = 30.0  # for another run to finish its transaction, which takes milliseconds
_TABLE = """
CREATE TABLE IF NOT EXISTS told (
    article TEXT NOT NULL, reader TEXT NOT NULL, language TEXT NOT NULL, events BLOB NOT NULL,
    PRIMARY KEY (article, reader)
) WITHOUT ROWID
"""

Say = Callable[[str], None]


class EventStore(Protocol):
    """Keeps what articles tell."""

    def get(self, article: ArticleText) -> Told | None:
        """Return what is kept of an article, None where nothing is; never raises on account of the file."""

    def put(self, article: ArticleText, told: Told) -> None:
        """Keep what an article tells; never raises on account of the file."""

    def close(self) -> None:
        """Let go of what is open."""


class NoStore:
    """Keeps nothing."""

    def get(self, article: ArticleText) -> Told | None:  # noqa: ARG002, RUF100
        """Return None."""
        return None

    def put(self, article: ArticleText, told: Told) -> None:
        """Forget it."""

    def close(self) -> None:
        """Do nothing."""


class SqliteStore:
    """Keeps events in a SQLite file, for one version of what reads them."""

    def __init__(self, connection: sqlite3.Connection, reader: str, say: Say) -> None:
        self._connection = connection
        self._reader = reader
        self._say = say
        self._usable = True

    def get(self, article: ArticleText) -> Told | None:
        """Return what is kept of the article, None where nothing that can be read is."""
        if not self._usable:
            return None
        asked = "SELECT language, events FROM told WHERE article = ? AND reader = ?"
        try:
            row = self._connection.execute(asked, (article_key(article), self._reader)).fetchone()
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        if row is None:
            return None
        try:
            return Told(_EVENTS.validate_json(zlib.decompress(row[1])), row[0])
        except (zlib.error, ValidationError, TypeError):
            return None  # the row is damaged; what is read anew takes its place

    def put(self, article: ArticleText, told: Told) -> None:
        """Keep what the article tells, each in a transaction of its own: what was read outlives an interruption."""
        if not self._usable:
            return
        events = zlib.compress(_EVENTS.dump_json(told.events, by_alias=True), level=1)
        try:
            self._connection.execute(
                "INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?)",
                (article_key(article), self._reader, told.language, events),
            )
        except sqlite3.Error as error:
            self._give_up(error)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _give_up(self, error: sqlite3.Error) -> None:
        self._usable = False
        self._say(f"the file of kept events is used no further: {error}")


def open_store(file: Path, reader: str, say: Say) -> SqliteStore | NoStore:
    """Open the file, or make it; what other versions of the reader left in it is removed.

    A damaged file is put aside as ``FILE.damaged`` and a new one begun. Where none can be made, nothing is kept.

    Args:
        file: The SQLite file.
        reader: The fingerprint of what reads the articles.
        say: Tells the user what went wrong.

    Raises:
        DeclarationError: The file is the database of some other program.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return SqliteStore(_open(file, reader), reader, say)
    except (OSError, sqlite3.OperationalError) as error:
        say(f"{file}: events are not kept, since it cannot be opened: {error}")
        return NoStore()
    except sqlite3.DatabaseError as error:
        aside = file.with_name(file.name + ".damaged")
        say(f"{file}: is damaged ({error}); it is begun anew, and the old one put aside as {aside.name}")
        return _begin_anew(file, aside, reader, say)


def _begin_anew(file: Path, aside: Path, reader: str, say: Say) -> SqliteStore | NoStore:
    try:
        for ending in ("-wal", "-shm"):  # they belong to the damaged file and would damage the new one
            Path(f"{file}{ending}").unlink(missing_ok=True)
        os.replace(file, aside)  # noqa: PTH105, RUF100  # Path.replace does the same
        return SqliteStore(_open(file, reader), reader, say)
    except (OSError, sqlite3.Error) as error:
        say(f"{file}: events are not kept: {error}")
        return NoStore()


def _open(file: Path, reader: str) -> sqlite3.Connection:
    """Return a connection to a file that is whole and ours; each statement is a transaction."""
    connection = sqlite3.connect(file, timeout=_WAIT_S, isolation_level=None)
    try:
        _check(connection, file)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(_TABLE)
        connection.execute("DELETE FROM told WHERE reader <> ?", (reader,))
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, file: Path) -> None:
    [tables] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    [application] = connection.execute("PRAGMA application_id").fetchone()
    if tables and application != _APPLICATION:
        said = "is a database of some other program; give a file that does not exist yet"
        raise DeclarationError([Fault(str(file), 0, 0, said)])
    [state] = connection.execute("PRAGMA quick_check(1)").fetchone()
    if state != "ok":
        raise sqlite3.DatabaseError(state)


def default_file() -> Path | None:
    """Return where events are kept unless told otherwise: in the folder that the system has for caches of a user.

    None for a user without a home, as in some containers: nothing is kept there.
    """
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        folder = home / "Library/Caches"
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local")
    else:
        told = os.environ.get("XDG_CACHE_HOME", "")
        folder = Path(told) if Path(told).is_absolute() else home / ".cache"
    return folder / "tocsin" / "events.sqlite3"
