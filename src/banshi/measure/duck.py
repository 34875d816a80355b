"""DuckDB in this process: it reads the files, and spills to disk what memory does not hold."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import duckdb
import ibis

from banshi.errors import BadUsageError
from banshi.measure.calendar import Calendar
from banshi.measure.columns import Expr
from banshi.measure.expressions import Judging
from banshi.measure.files import CaseFile, grouped
from banshi.measure.job import Job
from banshi.measure.rows import cases
from banshi.measure.tally import Progress
from banshi.measure.through_ibis import ThroughIbis
from banshi.messages import Message, say

_WATCHED_EVERY = 0.2
# Spilling stops at nine tenths of what the disk has, or where the system says so.
_DISK_FULL = ("failed to offload", "No space left", "max_temp_directory_size")


@contextmanager
def engine(
    job: Job,
    files: Sequence[CaseFile],
    days: Calendar | None,
    *,
    memory: str | None = None,
    folder: Path | None = None,
    tell: Progress | None = None,
) -> Iterator[ThroughIbis]:
    """Yield the engine; what it spilled is gone when it is left.

    `memory` is the most that DuckDB takes, such as 1GB; `folder` takes what does not fit.

    Raises:
        BadUsageError: memory or disk do not suffice, or a file is no whole table.
    """
    with tempfile.TemporaryDirectory(prefix="banshi-", dir=folder) as spilled:
        try:
            connection = duckdb.connect(config=_settings(memory, spilled))
        except duckdb.Error as error:
            message = say("--memory: {detail}", detail=_first_line(error))
            raise BadUsageError(str(message)) from None
        backend = ibis.duckdb.from_connection(connection)
        try:
            judging = Judging(job, days)
            table = ibis.union(*_tables(backend, judging, files))
            counting = ThroughIbis(backend, table, job, days)
            with _watched(connection, counting, tell):
                yield counting
        except duckdb.Error as error:
            if room := _no_room(error):
                raise BadUsageError(str(room)) from None
            _find_fault(job, files)
            message = say("DuckDB cannot go on: {detail}", detail=_first_line(error))
            raise BadUsageError(str(message)) from None
        finally:
            connection.close()


@contextmanager
def _watched(connection: Any, counting: ThroughIbis, tell: Progress | None) -> Iterator[None]:
    """Tell how far the questions have come, five times a second, while somebody watches."""
    if tell is None:
        yield
        return
    for setting in ("enable_progress_bar=true", "enable_progress_bar_print=false"):
        connection.execute(f"set {setting}")
    ended = Event()

    def watch() -> None:
        while not ended.wait(_WATCHED_EVERY):
            here = max(0.0, min(100.0, connection.query_progress()))
            whole = 100 * max(counting.questions, counting.asked)
            tell(int(100 * max(0, counting.asked - 1) + here), whole)

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def _settings(memory: str | None, spilled: str) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "temp_directory": spilled,
        # Nothing is fetched from the network, and nothing loaded that is not in the package.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "preserve_insertion_order": False,
    }
    return settings | ({"memory_limit": memory} if memory else {})


def _tables(backend: Any, judging: Judging, files: Sequence[CaseFile]) -> list[Expr]:
    return [judging.canonical(*_table(backend, group)) for group in grouped(files)]


def _table(backend: Any, group: Sequence[CaseFile]) -> tuple[Expr, dict[str, Expr]]:
    """Return the table of files that are read as one, and the columns of the job in it."""
    paths = [str(file.path) for file in group]
    first = group[0]
    if first.kind == "parquet":
        table = backend.read_parquet(paths)
        return table, {column: table[first.headers[n]] for column, n in first.columns}
    # The names of columns are ours, so that no header becomes a part of a query. Detection stays
    # on: without it DuckDB has no idea of the number of rows, and joins the wrong way round.
    table = backend.read_csv(
        paths,
        names=[f"c{n}" for n in range(len(first.headers))],
        header=True,
        all_varchar=True,
        delim=first.delimiter,
        quote='"',
        escape='"',
    )
    return table, {column: table[f"c{n}"] for column, n in first.columns}


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]


def _no_room(error: duckdb.Error) -> Message | None:
    """Return what is wanted where memory or disk do not suffice, or None."""
    text = _first_line(error)
    if any(words in text for words in _DISK_FULL):
        return say("the disk is full: name another folder with --temp-dir ({detail})", detail=text)
    if isinstance(error, duckdb.OutOfMemoryException):
        return say("memory does not suffice: allow more with --memory ({detail})", detail=text)
    return None


def _find_fault(job: Job, files: Sequence[CaseFile]) -> None:
    """Read the files row by row where DuckDB gave up: the first fault is said with its row.

    Raises:
        BadUsageError: a file is no whole table.
    """
    for file in files:
        for _ in cases(file, job):
            pass
