"""DuckDB in this process: it reads the files, and spills to disk what memory does not hold."""

import datetime as dt
import glob
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import duckdb
import ibis
from ibis.expr.operations import DatabaseTable

from banshi.errors import BadUsageError
from banshi.measure.calendar import Calendar
from banshi.measure.columns import Dialect, Expr
from banshi.measure.expressions import Judging
from banshi.measure.files import CaseFile, grouped
from banshi.measure.job import DAY, Job
from banshi.measure.rows import cases
from banshi.measure.tally import Progress
from banshi.measure.through_ibis import ThroughIbis
from banshi.messages import Message, say

_WATCHED_EVERY = 0.2
# Spilling stops at nine tenths of what the disk has, or where the system says so.
_DISK_FULL = ("failed to offload", "No space left", "max_temp_directory_size")


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def try_strptime(_text: str, _form: str) -> dt.datetime:  # type: ignore[empty-body]
    """Return the time that a text writes in a form, or nothing: a function of DuckDB's own."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def right(_text: str, _length: int) -> str:  # type: ignore[empty-body]
    """Return the last characters of a text: a function of DuckDB's own."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def divide(_number: int, _by: int) -> int:  # type: ignore[empty-body]
    """Return how often one whole number is in another: a function of DuckDB's own."""


def _strip(column: Expr) -> Expr:
    # To take white space away costs ten times what it costs to see that there is none: it lies
    # before "!" in the order of bytes.
    clean = (column >= "!") & (right(column, 1) >= "!")
    return ibis.ifelse(clean, column, column.strip())


def _is_usual(column: Expr) -> Expr:
    # The form that strptime is given alone would let white space and a minute of one digit pass.
    return column.like("____-__-__ __:__:__")


def _usual_time(column: Expr) -> Expr:
    return try_strptime(column, "%Y-%m-%d %H:%M:%S")


def _days(seconds: Expr) -> Expr:
    return divide(seconds, DAY)  # Ibis would go by way of a fraction


DIALECT = Dialect(is_usual=_is_usual, usual_time=_usual_time, days=_days)
_OF_TEXTS = replace(DIALECT, strip=_strip)
"""Parquet has few different words, which DuckDB strips once each; those of a text come singly."""


class _ThroughDuck(ThroughIbis):
    """Asks DuckDB itself: Ibis would import pandas for an answer, and ask for a view's columns."""

    def _step(self, name: str, expression: Expr) -> Expr:
        sql = self._backend.compile(expression)
        return _view(self._backend, self._called(name), sql, expression.schema())

    def _answer(self, expression: Expr) -> Any:
        return self._backend.con.sql(self._backend.compile(expression)).to_arrow_table()

    def _table(self, name: str, rows: Any) -> Expr:
        self._backend.con.register(self._called(name), rows)
        return _known(self._backend, self._called(name), ibis.Schema.from_pyarrow(rows.schema))


def _view(backend: Any, name: str, sql: str, schema: Any) -> Expr:
    backend.con.execute(f'create temp view "{name}" as {sql}')
    return _known(backend, name, schema)


def _known(backend: Any, name: str, schema: Any) -> Expr:
    """Return a table of which nobody has to ask what its columns are."""
    return DatabaseTable(name=name, schema=schema, source=backend).to_expr()


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
            judging = Judging(job, days, DIALECT)
            table = ibis.union(*_tables(backend, judging, files))
            full = (duckdb.OutOfMemoryException,)
            counting = _ThroughDuck(backend, table, job, days, DIALECT, full)
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
    return [
        judging.canonical(
            *_table(backend, number, group), _OF_TEXTS if group[0].kind == "csv" else None
        )
        for number, group in enumerate(grouped(files))
    ]


def _table(backend: Any, number: int, group: Sequence[CaseFile]) -> tuple[Expr, dict[str, Expr]]:
    """Return the table of files that are read as one, and the columns of the job in it."""
    paths = [glob.escape(str(file.path)) for file in group]  # DuckDB takes * for a pattern
    first = group[0]
    if first.kind == "parquet":
        table = backend.read_parquet(paths)
        return table, {column: table[first.headers[n]] for column, n in first.columns}
    # The names of columns are ours, so that no header becomes a part of a query. Detection stays
    # on: without it DuckDB has no idea of the number of rows, and joins the wrong way round.
    names = [f"c{n}" for n in range(len(first.headers))]
    options = {
        "names": f"[{', '.join(map(_quoted, names))}]",
        "header": "true",
        "all_varchar": "true",
        "delim": _quoted(first.delimiter),
        "quote": _quoted('"'),
        "escape": _quoted('"'),
    }
    said = ", ".join(f"{name} = {value}" for name, value in options.items())
    sql = f"select * from read_csv([{', '.join(map(_quoted, paths))}], {said})"  # noqa: S608
    table = _view(backend, f"files{number}", sql, ibis.schema(dict.fromkeys(names, "string")))
    return table, {column: table[f"c{n}"] for column, n in first.columns}


def _quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


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
