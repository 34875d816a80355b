"""Reads large text files through one sieve; what is no plain table of one value a row, in full."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain

from banshi.model.intake import Intake
from banshi.model.registry import Registry
from banshi.readers.files.csv_file import CsvRows
from banshi.readers.large_files.kinds import Sieved
from banshi.readers.large_files.scanned import Scanned
from banshi.readers.large_files.sieve import Sieve
from banshi.readers.layout import HEAD_ROWS, Layout
from banshi.readers.open_source import open_source
from banshi.readers.row_cells import Collected
from banshi.readers.rows import RowReader
from banshi.readers.settles import Settles
from banshi.readers.source import Source
from banshi.readers.table import Opened, Table, TableFault
from banshi.readers.understand import Reading, Understood, understand

_PASSES = 2


@dataclass(frozen=True, slots=True)
class Large:
    """A large file that is a plain table of one value a row."""

    source: Source
    opened: Opened
    table: Table
    understood: Understood
    sieved: Sieved


def as_large(file: Source, registry: Registry, reading: Reading) -> Large | None:
    """Return `file` as the sieve wants it, or None where it must be read in full.

    Raises:
        OSError: the file cannot be read.
    """
    opened = open_source(file)
    if not opened.tables:
        return None
    table = opened.tables[0]
    try:
        understood = understand(table, registry, reading)
    except TableFault:
        return None
    layout = understood.layout
    plain = "value" in layout.keys and layout.measures[0].numerator is None
    if (
        not plain
        or "year" in layout.keys
        or _blank_region(table, layout)
        or not isinstance(table.rows, CsvRows)
    ):
        return None
    cells = understood.cells(registry, reading)
    sieved = Sieved(table.rows, layout, understood.fixed, cells)
    return Large(file, opened, table, understood, sieved)


def _blank_region(table: Table, layout: Layout) -> bool:
    """Whether a blank region stands below another: what it means depends on the order of rows."""
    column = layout.keys.get("region")
    rows = [cells for _, cells in table.head(HEAD_ROWS)[layout.above :]]
    texts = [cells[column].strip() for cells in rows if column is not None and column < len(cells)]
    return any(texts) and not all(texts)


def sieve_all(
    files: Sequence[Large],
    others: Sequence[Intake],
    settles: Settles,
    progress: Callable[[int, int], None] | None = None,
) -> list[Collected]:
    """Return what the rows of each file gave.

    `others` are the intakes of the files that were read in full: their rows may be of the same
    series. `progress` is told of how many of how many bytes were gone through.

    Raises:
        OSError: a file cannot be read.
    """
    size = sum(file.source.size for file in files)
    done = 0

    def tell(read: int) -> None:
        if progress:
            progress(done + read, size * _PASSES)

    sieve = Sieve(settles, size, tell)
    for intake in others:
        sieve.know(intake.observations, intake.refused)
    found = []
    with ExitStack() as stores:
        scanned: list[Scanned | TableFault] = []
        for file in files:
            # It has no name and is gone with this process, however that ends.
            store = stores.enter_context(tempfile.TemporaryFile())
            try:
                scanned.append(sieve.scan(file.sieved, store))
            except TableFault as fault:
                scanned.append(fault)
            done += file.source.size
        for file, known in zip(files, scanned, strict=True):
            found.append(_collected(file, known, sieve))
            done += file.source.size
    return found


def _collected(file: Large, scanned: Scanned | TableFault, sieve: Sieve) -> Collected:
    out = Collected(problems=[*file.opened.problems, *file.understood.problems])
    reader = RowReader(
        file.table, file.understood.layout, file.understood.fixed, file.sieved.cells, out
    )
    try:
        if isinstance(scanned, TableFault):
            raise scanned
        for (line, cells), rows in chain(sieve.collect(scanned), scanned.uneven):
            if any(cell.strip() for cell in cells):
                reader.read(line, cells, rows)
    except TableFault as fault:
        out.problems += fault.said(file.table)
    return out
