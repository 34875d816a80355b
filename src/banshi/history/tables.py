"""The tables of a history file, and a run as rows of them.

Absent texts are empty, since SQL takes two NULLs for different in a UNIQUE constraint. Numbers are
texts: SQLite would make binary floats of them. STRICT tables would need SQLite 3.37, which the
Python of long-lived systems lacks; what is read is checked in rows.py instead.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple
from typing import TypeVar

from banshi.history.rows import DamagedError
from banshi.history.run import Demand, Run, SeriesKey

_Entry = TypeVar("_Entry", SeriesKey, Demand)

APPLICATION_ID = 0x62736872
"""`bshr`: how SQLite files say whose they are; at byte 68."""
VERSION = 1
"""Of the tables; at byte 60. A file of a higher one is not touched."""

_RUN = """\
CREATE TABLE run (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  turn INTEGER NOT NULL UNIQUE,
  as_of TEXT NOT NULL,
  banshi TEXT NOT NULL
)"""
_INPUT = """\
CREATE TABLE input (
  run INTEGER NOT NULL REFERENCES run,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (run, position)
) WITHOUT ROWID"""
_SERIES = """\
CREATE TABLE series (
  number INTEGER PRIMARY KEY,
  target TEXT NOT NULL,
  region TEXT NOT NULL,
  body TEXT NOT NULL,
  item TEXT NOT NULL,
  UNIQUE (target, region, body, item)
)"""
_DEMAND = """\
CREATE TABLE demand (
  number INTEGER PRIMARY KEY,
  metric TEXT NOT NULL,
  subject TEXT NOT NULL,
  op TEXT NOT NULL,
  value TEXT NOT NULL,
  upper TEXT NOT NULL,
  value_unit TEXT NOT NULL,
  whole TEXT NOT NULL,
  unit TEXT NOT NULL,
  due TEXT NOT NULL,
  UNIQUE (metric, subject, op, value, upper, value_unit, whole, unit, due)
)"""
_VERDICT = """\
CREATE TABLE verdict (
  series INTEGER NOT NULL REFERENCES series,
  run INTEGER NOT NULL REFERENCES run,
  demand INTEGER NOT NULL REFERENCES demand,
  status TEXT NOT NULL,
  was TEXT NOT NULL,
  baselined INTEGER NOT NULL CHECK (baselined IN (0, 1)),
  threshold TEXT NOT NULL,
  period TEXT NOT NULL,
  organisation TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY (series, run)
) WITHOUT ROWID"""
_VALUE = """\
CREATE TABLE value (
  series INTEGER NOT NULL,
  run INTEGER NOT NULL,
  period TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (series, run, period),
  FOREIGN KEY (series, run) REFERENCES verdict
) WITHOUT ROWID"""
TABLES = {
    "run": _RUN,
    "input": _INPUT,
    "series": _SERIES,
    "demand": _DEMAND,
    "verdict": _VERDICT,
    "value": _VALUE,
}
"""The statements by table, as SQLite keeps them: a file with others was not made by banshi."""

_EACH_SERIES = (
    "INSERT OR IGNORE INTO series VALUES (NULL, ?, ?, ?, ?)",
    "SELECT number, target, region, body, item FROM series",
)
_EACH_DEMAND = (
    "INSERT OR IGNORE INTO demand VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "SELECT number, metric, subject, op, value, upper, value_unit, whole, unit, due FROM demand",
)


def create(connection: sqlite3.Connection) -> None:
    """Make the tables inside the caller's transaction: the file is a history or stays empty.

    Raises:
        sqlite3.Error: the file cannot be written.
    """
    for statement in TABLES.values():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def insert(connection: sqlite3.Connection, run: Run) -> bool:
    """Record `run` inside the caller's transaction; return whether it is new.

    One that is there already is not doubled, but counts as the newest of its day from now on.

    Raises:
        DamagedError: the tables contradict each other.
        sqlite3.Error: the file cannot be written.
    """
    (last,) = connection.execute("SELECT coalesce(max(turn), 0) FROM run").fetchone()
    known = connection.execute("SELECT number, turn FROM run WHERE id = ?", (run.id,)).fetchone()
    if known:
        if known[1] != last:
            connection.execute("UPDATE run SET turn = ? WHERE number = ?", (last + 1, known[0]))
        return False
    number = connection.execute(
        "INSERT INTO run (id, turn, as_of, banshi) VALUES (?, ?, ?, ?)",
        (run.id, last + 1, run.as_of, run.banshi),
    ).lastrowid
    connection.executemany(
        "INSERT INTO input VALUES (?, ?, ?, ?)",
        [(number, position, *one) for position, one in enumerate(run.inputs)],
    )
    series = _numbers(connection, _EACH_SERIES, (verdict.series for verdict in run.verdicts))
    demands = _numbers(connection, _EACH_DEMAND, (verdict.demand for verdict in run.verdicts))
    connection.executemany(
        "INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(series[v.series], number, demands[v.demand], v.status, v.was, v.baselined),
                *(v.threshold, v.period, v.organisation, v.item),
            )
            for v in run.verdicts
        ],
    )
    connection.executemany(
        "INSERT INTO value VALUES (?, ?, ?, ?)",
        [(series[v.series], number, *value) for v in run.verdicts for value in v.values],
    )
    return True


def _numbers(
    connection: sqlite3.Connection, statements: tuple[str, str], entries: Iterable[_Entry]
) -> dict[_Entry, int]:
    """Return the number of each of `entries`; those that have none get one."""
    add, look_up = statements
    wanted = {entry: astuple(entry) for entry in entries}
    connection.executemany(add, wanted.values())
    numbers = {tuple(row): number for number, *row in connection.execute(look_up)}
    if not numbers.keys() >= set(wanted.values()):
        raise DamagedError  # an index knows what its table does not
    return {entry: numbers[row] for entry, row in wanted.items()}
