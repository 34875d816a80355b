"""Opens waivers files: tells YAML from CSV, and stops the run where one is faulty."""

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from banshi.cli import output
from banshi.errors import BadUsageError
from banshi.loading.waivers import COLUMNS, WaiverSource, from_rows, from_yaml, read_waivers
from banshi.messages import say_count
from banshi.model.granted import Waivers, WaiversRead
from banshi.model.registry import Registry, fold
from banshi.position import Position, Problem
from banshi.readers.files.csv_file import open_csv
from banshi.readers.open_files import open_files
from banshi.readers.source import Source
from banshi.readers.table import Opened, Row, TableFault

_TEXT_TABLES = {".csv", ".tsv", ".txt"}
_ENOUGH = 2


def load(
    paths: Sequence[Path], registry: Registry, as_of: dt.date, most_days: int | None
) -> Waivers:
    """Return the waivers in the files at `paths`, in order.

    Raises:
        BadUsageError: a file cannot be read, or holds a fault; all faults of all files were written
            to standard error. None of the waivers may be applied then: a run that forgives by half
            of a file looks like one that was meant.
    """
    files = open_files([str(path) for path in paths])
    sources = [_source(file) for file in files]
    loaded = read_waivers(sources, registry, as_of, most_days=most_days)
    if loaded.problems:
        output.problems_to_stderr(loaded.problems)
        message = say_count(
            "the waivers have {count} error: nothing was checked",
            "the waivers have {count} errors: nothing was checked",
            len(loaded.problems),
        )
        raise BadUsageError(str(message))
    read = tuple(
        WaiversRead(file.name, sha256(file.data()).hexdigest(), count)
        for file, count in zip(files, loaded.counts, strict=True)
    )
    return Waivers(loaded.waivers, read)


def _source(file: Source) -> WaiverSource:
    opened = open_csv(file)
    try:
        rows = [row for table in opened.tables for row in table.rows]
    except TableFault as fault:
        place = Position(file.name, fault.line, fault.column)
        problems = (Problem(place, fault.rule, fault.message),)
        opened, rows = Opened("csv", (), problems), []
    if Path(file.name).suffix.lower() not in _TEXT_TABLES and not _is_table(rows):
        return from_yaml(file.data(), file.name)
    if opened.problems:
        return WaiverSource(file.name, None, opened.problems)
    return from_rows(rows, file.name)


def _is_table(rows: Sequence[Row]) -> bool:
    """Whether the first row names columns of a table of waivers; no YAML line does so."""
    return bool(rows) and sum(fold(cell) in COLUMNS for cell in rows[0][1]) >= _ENOUGH
