"""Turns delimited text into a table: encoding, delimiter, quotes and true line numbers.

Structure faults refuse the file: a quote that is never closed, a NUL, another encoding. Python's
csv module is strict here: by default it would swallow the rest of the file after an open quote.
A position's column is the number of the cell in its row, its line the one on which the row begins.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from banshi.messages import Message, say
from banshi.position import Position, Problem
from banshi.readers.columns import read_header
from banshi.readers.files.encoding import Encoding, detect
from banshi.readers.source import Source
from banshi.readers.table import Opened, Row, Table, TableFault
from banshi.values import dataclass

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon"}
_SNIFFED_ROWS = 30
_SNIFFED_TEXT = 1 << 16


def open_csv(source: Source) -> Opened:
    """Return the one table of a text file, or the problem that refuses it.

    Raises:
        OSError: the file cannot be read.
    """
    with source.open() as file:
        encoding = detect(file)
    if encoding.fault:
        problem = Problem(Position(source.name, encoding.line), "encoding", encoding.fault)
        return Opened("csv", (), (problem,), encoding.shown, "", encoding.sha256)
    delimiter = _delimiter(source, encoding)
    rows = CsvRows(source, encoding, delimiter)
    shown = DELIMITERS[delimiter]
    table = Table(source.name, rows, even=True)
    return Opened("csv", (table,), (), encoding.shown, shown, encoding.sha256)


@dataclass(frozen=True, slots=True)
class CsvRows:
    """The rows of a text file that are not blank, each with the line on which it begins."""

    source: Source
    encoding: Encoding
    delimiter: str

    def text(self) -> io.TextIOWrapper:
        """Return the text, opened anew, its line ends as they are; closing it closes the file."""
        file = self.source.open()
        file.seek(self.encoding.mark)
        return io.TextIOWrapper(file, self.encoding.name, newline="")

    def __iter__(self) -> Iterator[Row]:
        with self.text() as text:
            yield from _rows(text, self.delimiter)


def _rows(text: io.TextIOBase, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableFault(line, "quoting", quoting(str(error))) from None
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def quoting(detail: str) -> Message:
    """Return what is wrong with the quotes, from what Python's csv module says."""
    if "unexpected end" in detail:
        return say("a quote is opened here and never closed")
    if "expected after" in detail:
        return say("a quote ends here in the middle of a cell; double it or take it out")
    if "field limit" in detail:
        return say("a cell of more than {most} characters", most=csv.field_size_limit())
    return say("not readable as CSV from here: {detail}", detail=detail)


def _delimiter(source: Source, encoding: Encoding) -> str:
    """Return the delimiter under which a row names the most known columns.

    Where none names any, the one that cuts most rows into the same number of cells: a map file may
    know the header.
    """
    with CsvRows(source, encoding, ",").text() as text:
        head = text.read(_SNIFFED_TEXT)

    def score(delimiter: str) -> tuple[int, int]:
        rows = []
        try:
            rows = list(islice(_rows(io.StringIO(head, newline=""), delimiter), _SNIFFED_ROWS))
        except TableFault:
            # A quote that is open at the end of the head says nothing about the rows before it.
            lines = head.splitlines()[:_SNIFFED_ROWS]
            rows = [(0, [cell.strip().strip('"') for cell in ln.split(delimiter)]) for ln in lines]
        known = max((len(read_header(cells)) for _, cells in rows), default=0)
        widths = Counter(len(cells) for _, cells in rows if len(cells) > 1)
        return known, max(widths.values(), default=0)

    return max(DELIMITERS, key=score)
