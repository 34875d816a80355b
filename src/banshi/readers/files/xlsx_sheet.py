"""Reads the rows of one sheet from its XML, in one pass and within limits.

openpyxl's own row walk is not used: it makes up all rows and cells that the file leaves out (a cell
at XFD1048576 is all it takes), drops rows that come out of order without a word, knows no merged
cells, and cannot tell a formula that gave an empty text from one that was never calculated.
"""

import re
from collections.abc import Callable

from banshi.messages import Message, say
from banshi.readers.files.file_fault import FileFault
from banshi.readers.files.xlsx_cells import CellTexts, Read, Stored
from banshi.readers.files.xlsx_merges import Merge, column_number, fill, read_merge
from banshi.readers.files.zip_guard import damaged
from banshi.readers.table import CellFault, Row, Table

# A row that is kept holds at least one of them, so that there are no more rows than this either.
MOST_CELLS = 100_000
MOST_COLUMNS = 16_384
LAST_ROW = 1_048_576
# Rows are lists up to their last text: a few cells far to the right must not fill the memory.
MOST_PLACES = 2_000_000
MOST_MERGED = 200_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
_STYLE = re.compile(r"[0-9]{1,6}", re.ASCII)


class Budget:
    """What may still be read of a workbook, over all its sheets."""

    def __init__(self) -> None:
        self._cells = MOST_CELLS
        self._places = MOST_PLACES
        self._merged = MOST_MERGED

    def visit(self, rows: int) -> None:
        """Take the rows that a merge reaches from it.

        Raises:
            FileFault: there are not so many left.
        """
        self._merged -= rows
        if self._merged < 0:
            raise _too_large(say("too many merged cells"))

    def spend(self, cells: int, places: int = 0) -> None:
        """Take cells with content and places in the lists of rows from it.

        Raises:
            FileFault: there is not so much left.
        """
        self._cells -= cells
        self._places -= places
        if self._cells < 0:
            raise _too_large(say("more than {most} cells with content", most=MOST_CELLS))
        if self._places < 0:
            raise _too_large(say("cells too far to the right"))


class SheetReader:
    """Takes the tags of a sheet's part one by one and makes a table of them."""

    def __init__(self, texts: CellTexts, budget: Budget) -> None:
        self.cells: dict[int, dict[int, Read]] = {}
        self.merges: list[Merge] = []
        self._texts = texts
        self._budget = budget
        self._row = 0
        self._column = 0
        self._in_row = self._in_cell = False
        self._hidden = 0
        self._attributes: dict[str, str] = {}
        self._parts: dict[str, list[str]] = {}
        self._taking: list[str] | None = None
        self._open: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._open_row,
            "c": self._open_cell,
            "mergeCell": self._open_merge,
        }

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        """Take a tag that opens."""
        if self._in_cell:
            if tag in {"v", "f"}:
                self._taking = self._parts.setdefault(tag, [])
            elif tag == "rPh":
                # How a text is pronounced stands beside it, in tags of the same names.
                self._hidden += 1
            elif tag == "t" and not self._hidden:
                self._taking = self._parts.setdefault("t", [])
        elif tag in self._open:
            self._open[tag](attrib)

    def data(self, text: str) -> None:
        """Take a piece of text."""
        if self._taking is not None:
            self._taking.append(text)

    def end(self, tag: str) -> None:
        """Take a tag that closes."""
        if tag == "row":
            self._in_row = False
        elif self._in_cell:
            self._taking = None
            if tag == "rPh":
                self._hidden -= 1
            elif tag == "c":
                self._in_cell = False
                self._take_cell()

    def _open_row(self, attrib: dict[str, str]) -> None:
        number = attrib.get("r")
        if number is not None and not _ROW_NUMBER.fullmatch(number):
            raise damaged(say("a row has no proper number"))
        row = int(number) if number else self._row + 1
        if row <= self._row:
            raise damaged(say("its rows are out of order"))
        if row > LAST_ROW:
            raise damaged(say("a row has no proper number"))
        self._row, self._column, self._in_row = row, 0, True

    def _open_cell(self, attrib: dict[str, str]) -> None:
        if not self._in_row:
            return
        reference = attrib.get("r")
        column = self._column + 1
        if reference is not None:
            found = _REFERENCE.fullmatch(reference)
            if not found or int(found[2]) != self._row:
                raise damaged(say("a cell has no proper place"))
            column = column_number(found[1])
        if column <= self._column:
            raise damaged(say("its cells are out of order"))
        if column > MOST_COLUMNS:
            raise damaged(say("a cell has no proper place"))
        self._column, self._in_cell, self._attributes = column, True, attrib
        self._parts, self._hidden = {}, 0

    def _open_merge(self, attrib: dict[str, str]) -> None:
        merge = read_merge(attrib.get("ref", ""))
        if merge:
            self.merges.append(merge)

    def _take_cell(self) -> None:
        parts, kind = self._parts, self._attributes.get("t", "n")
        if not parts:
            return
        style = self._attributes.get("s", "0")
        if not _STYLE.fullmatch(style):
            raise damaged(say("a cell refers to a style that is not there"))
        value = parts.get("t" if kind == "inlineStr" else "v")
        formula = parts.get("f")
        read = self._texts.read(
            Stored(
                kind,
                int(style),
                None if value is None else "".join(value),
                None if formula is None else "".join(formula),
            )
        )
        if read.text:
            row = self.cells.get(self._row)
            if row is None:
                row = self.cells[self._row] = {}
            row[self._column] = read
            self._budget.spend(1)

    def table(self, file: str, sheet: str) -> Table | None:
        """Return what was read as the table of `sheet`, or None where it holds no text.

        Raises:
            FileFault: its merged cells or its width go beyond what may be read.
        """
        spend = self._budget.spend
        spend(fill(self.cells, self.merges, self._budget.visit))
        rows: list[Row] = []
        faults: dict[tuple[int, int], CellFault] = {}
        repairs: dict[tuple[int, int], Message] = {}
        for line, cells in self.cells.items():
            width = max(cells)
            spend(0, places=width)
            texts = [""] * width
            for column, read in cells.items():
                texts[column - 1] = read.text
                if read.fault:
                    faults[line, column] = read.fault
                if read.repair:
                    repairs[line, column] = read.repair
            rows.append((line, texts))
        return Table(file, rows, sheet, faults=faults, repairs=repairs) if rows else None


def _too_large(what: Message) -> FileFault:
    message = say("the workbook holds {what}; save the sheet as CSV", what=what)
    return FileFault("too-large", message)
