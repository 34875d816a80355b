"""A history file is opened, read and written: whole runs only, or untouched.

One writer at a time, and every writing one transaction that begins with the lock: a process that is
killed, or a second one, leaves whole runs. docs/adr/0025-history-in-one-file.md has the why.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from banshi.errors import BanshiError, OutputError
from banshi.history import tables
from banshi.history.file_head import WAIT, holds_history, refused
from banshi.history.rows import DamagedError, runs, said
from banshi.history.run import Run
from banshi.history.series import RunHead, Said
from banshi.messages import say
from banshi.values import dataclass

_PRIMARY = 0xFF
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SYSTEM = {
    sqlite3.SQLITE_READONLY: say("permission denied"),
    sqlite3.SQLITE_CANTOPEN: say("permission denied"),
    sqlite3.SQLITE_PERM: say("permission denied"),
    sqlite3.SQLITE_FULL: say("the disk is full"),
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_FAULT = say("the history is damaged, or another program has written into it; it is left as it is")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a history file holds."""

    runs: tuple[tuple[RunHead, str, list[tuple[str, str]]], ...] = ()
    """Every run, oldest first, with the version of banshi, and its files by name and SHA-256."""
    said: tuple[Said, ...] = ()


def read(path: Path) -> Recorded:
    """Return all that is recorded at `path`; nothing where there is no file, or an empty one.

    Raises:
        BadUsageError: what is there is no history, is damaged, locked or newer; it was left as it
            is.
    """
    if not holds_history(path):
        return Recorded()
    with _opened(path) as connection:
        connection.execute("BEGIN")
        if not _filled(connection, path):
            return Recorded()
        return Recorded(tuple(runs(connection)), tuple(said(connection)))


def said_until(path: Path, as_of: str) -> tuple[Said, ...]:
    """Return what runs that judged by `as_of` or an earlier day said, where one can be added.

    Raises:
        BadUsageError: what is there is no history, is damaged, locked or newer; it was left as it
            is.
        OutputError: it cannot be written.
    """
    if not holds_history(path):
        return ()
    with _opened(path) as connection:
        connection.execute("BEGIN")
        found = tuple(said(connection, as_of)) if _filled(connection, path) else ()
        connection.execute("ROLLBACK")
        # Writes what is there already, and takes it back: whether it can is known before the work.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {tables.VERSION}")
        connection.execute("ROLLBACK")
        return found


def append(path: Path, run: Run) -> bool:
    """Record `run` at `path`, whole or not at all; return whether it is new.

    Raises:
        BadUsageError: what is there is no history, is damaged, locked or newer; it was left as it
            is.
        OutputError: it cannot be written, or the disk is full.
    """
    holds_history(path)
    with _opened(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        if not _filled(connection, path, whole=False):
            # Apart, since a long transaction may write before it ends, and not from the beginning:
            # killed then, it would leave a file that nobody knows for a history.
            tables.create(connection)
            connection.execute("COMMIT")
            connection.execute("BEGIN IMMEDIATE")
        new = tables.insert(connection, run)
        connection.execute("COMMIT")
    return new


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file; what is not committed at the end of the block is rolled back.

    Raises:
        BadUsageError: SQLite cannot do what the block asks of it.
        OutputError: it cannot be written, or the disk is full.
    """
    # An absolute path: ":memory:" and "file:…" mean something else to SQLite.
    place = str(path.absolute())
    try:
        with closing(sqlite3.connect(place, timeout=WAIT, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            # The folder is synced once the journal is gone: no power cut brings it back.
            connection.execute("PRAGMA synchronous = EXTRA")
            yield connection
    except (DamagedError, UnicodeDecodeError):  # SQLite quotes what is damaged in its own messages
        raise refused(path, _FAULT) from None
    except sqlite3.Error as error:
        raise _explained(path, error) from None


def _explained(path: Path, error: sqlite3.Error) -> BanshiError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & _PRIMARY
    if code in _BUSY:
        return refused(path, say("another program holds the history; try again when it is done"))
    if code in _DAMAGED:
        return refused(path, _FAULT)
    detail = _SYSTEM.get(code) or say("{detail}", detail=str(error))
    message = say("{path} cannot be written: {detail}", path=str(path), detail=detail)
    return OutputError(str(message))


def _filled(connection: sqlite3.Connection, path: Path, *, whole: bool = True) -> bool:
    """Whether the tables of a history are there; with `whole` every page is looked at.

    False where nothing is: a process that was killed while it made them, which has been undone now.

    Raises:
        BadUsageError: the file is damaged, or something else has written into it.
        sqlite3.Error: it cannot be read.
    """
    found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    healthy = not found or found == tables.TABLES
    if healthy and whole:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        healthy = verdict == "ok" and not connection.execute("PRAGMA foreign_key_check").fetchall()
    if not healthy:
        raise refused(path, _FAULT)
    return bool(found)
