"""Whether a map file fits a table: the headers and columns that it names must be there."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Protocol

from banshi.messages import say
from banshi.model.registry import fold
from banshi.nearest import MOST_SOUGHT, Seeker, nearest
from banshi.position import Position, Problem
from banshi.readers.columns import split_unit
from banshi.readers.roles import Role
from banshi.readers.table import Row, Table, TableFault


class Fixes(Protocol):
    """What holds for all rows of a table."""

    @property
    def metric(self) -> str:
        """Name of the metric of all rows, or nothing."""


class Mapped(Protocol):
    """What a map file says of a table; see mapping.py."""

    @property
    def header_line(self) -> int | None:
        """Line of the header; 0 where there is none."""

    @property
    def assigned(self) -> Mapping[str | int, Role]:
        """Roles by folded header or by index."""

    @property
    def fixed(self) -> Fixes:
        """What holds for all rows."""

    @property
    def places(self) -> Mapping[str | int, Position]:
        """Where the map names a header, as folded, or a column."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Every header that the map names, by its folded form."""


def fitting(mapped: Mapped, rows: Sequence[Row], table: Table) -> list[Row]:
    """Return `rows` with every row that may be the header as wide as the map says.

    Raises:
        TableFault: no row holds all of the headers and columns that the map names; each that is
            missing is told at its place in the map.
    """
    chosen = [row for row in rows if mapped.header_line in {None, row[0]}]
    if not chosen:
        return list(rows)  # there is no such row, which is another fault
    width = max(len(cells) for _, cells in rows)
    wanted = [key for key in mapped.places if isinstance(key, int)]
    line, cells = max(chosen, key=lambda row: _likeness(mapped, row[1]))
    named = _named(mapped, cells)
    missing = [key for key in mapped.headers if key not in named]
    beyond = [index for index in wanted if index >= width]
    twice = [
        index for index in wanted if index < len(cells) and fold(cells[index]) in mapped.assigned
    ]
    seeker = Seeker()
    problems = [_no_header(mapped, key, table, (line, cells), seeker) for key in missing]
    for index in beyond:
        message = say("the table has {count} columns", count=width)
        problems.append(Problem(mapped.places[index], "map", message))
    for index in twice:
        message = say(
            "this column is {header}, of which the map speaks already", header=cells[index]
        )
        problems.append(Problem(mapped.places[index], "map", message))
    if problems:
        raise TableFault(line, "map", problems[0].message, elsewhere=problems)
    if table.even:
        return list(rows)
    # A sheet's rows end with their last cell: a column without a header stands beyond.
    least = max(wanted, default=-1) + 1
    return [(number, [*row, *[""] * (least - len(row))]) for number, row in rows]


def holds_all(mapped: Mapped, cells: Sequence[str]) -> bool:
    """Whether a row holds every header that the map names."""
    return len(_named(mapped, cells)) == len(mapped.headers)


def assigned(mapped: Mapped, index: int, cell: str) -> Role | None:
    """Return what the map says of the column `index`, which is headed `cell`."""
    for key in (fold(cell), fold(split_unit(cell)[0]), index):
        if role := mapped.assigned.get(key):
            return role
    return None


def _named(mapped: Mapped, cells: Sequence[str]) -> set[str]:
    """Return the folded headers of the map that stand in a row."""
    found = {fold(cell) for cell in cells} | {fold(split_unit(cell)[0]) for cell in cells}
    return found & set(mapped.headers)


def _likeness(mapped: Mapped, cells: Sequence[str]) -> tuple[int, int, int]:
    """Return how much a row looks like the header that the map means."""
    filled = [fold(cell) for cell in cells if cell.strip()]
    # Near names weigh only where no row holds all: some of them are enough to choose one.
    near = sum(bool(nearest(key, filled)) for key in islice(mapped.headers, MOST_SOUGHT))
    return len(_named(mapped, cells)), near, len(filled)


def _no_header(mapped: Mapped, key: str, table: Table, row: Row, seeker: Seeker) -> Problem:
    line, cells = row
    name = mapped.headers[key]
    place = str(table.place(line))
    message = say("no column {name} in {place}", name=name, place=place)
    near = seeker.nearest(name, (cell for cell in cells if cell.strip()))
    if near:
        message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
    return Problem(mapped.places[key], "map", message)
