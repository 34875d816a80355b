"""The one shape in which every kind of file reaches the rules for headers and cells.

A reader of a file format turns its file into tables of texts and knows nothing of metrics: what a
header or a cell means is for layout.py and rows.py.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import field
from itertools import islice

from banshi.messages import Message
from banshi.position import Position, Problem
from banshi.values import dataclass

Row = tuple[int, list[str]]
"""The number of a line (of a workbook, of a row) and the texts of its cells, blank ones empty."""


class CellFault(Exception):  # noqa: N818 - caught by the row that the cell stands in
    """A cell that cannot be read, with the rule and what was expected."""

    def __init__(self, rule: str, message: Message) -> None:
        super().__init__(rule)
        self.rule = rule
        self.message = message


class TableFault(Exception):  # noqa: N818 - caught where the table is read
    """The table cannot be read further from this place on; the whole file is refused.

    `elsewhere` are problems in another file, such as a map file, that are told instead.
    """

    def __init__(
        self,
        line: int,
        rule: str,
        message: Message,
        column: int = 0,
        elsewhere: Sequence[Problem] = (),
    ) -> None:
        super().__init__(rule)
        self.line = line
        self.rule = rule
        self.message = message
        self.column = column
        self._elsewhere = elsewhere

    def said(self, table: "Table") -> list[Problem]:
        """Return the problems of a fault in `table`."""
        place = table.place(self.line, self.column)
        return list(self._elsewhere) or [Problem(place, self.rule, self.message)]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one file, or of one sheet of a workbook. Rows without any text are left out."""

    file: str
    rows: Iterable[Row]
    """In order; it can be gone through again. A cell of index n stands in column n + 1.

    Going through them raises TableFault where a text file breaks off.
    """
    sheet: str = ""
    even: bool = False
    """Whether every row must have as many cells as the header, as in a text file."""
    faults: Mapping[tuple[int, int], CellFault] = field(default_factory=dict)
    """What is wrong with a cell (line, column) before anybody reads its text: #DIV/0!, a formula
    that was never calculated."""
    repairs: Mapping[tuple[int, int], Message] = field(default_factory=dict)
    """What was repaired to get a cell's text, to be said where the cell is used."""

    def head(self, count: int) -> list[Row]:
        """Return the first `count` rows.

        Raises:
            TableFault: the table breaks off before them.
        """
        rows = iter(self.rows)
        try:
            return list(islice(rows, count))
        finally:
            if isinstance(rows, Generator):
                rows.close()  # and with it the file

    def place(self, line: int = 0, column: int = 0) -> Position:
        """Return the position of a cell, of a line, or of the whole table."""
        return Position(self.file, line, column, self.sheet)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reader made of one file's bytes: its tables, or the problem that refuses the file."""

    format: str
    tables: tuple[Table, ...] = ()
    problems: tuple[Problem, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sha256: str = ""
    unread_sheets: tuple[str, ...] = ()
