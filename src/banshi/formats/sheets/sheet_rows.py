"""The rows of a large sheet, written as XML: openpyxl takes two to ten times as long.

openpyxl makes the workbook, its styles and what stands around the rows; `workbook.dumps` puts the
rows into the sheet. Texts and numbers are all that a cell can hold here: data becomes no formula.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import field
from functools import lru_cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from banshi.formats.shared.csv_text import safe
from banshi.formats.sheets.workbook import LINE_HEIGHT, SPARE_HEIGHT, lines_in, width
from banshi.position import column_letters
from banshi.values import dataclass
from banshi.visible import visible

MAX_ROWS = 1_048_576
"""Rows of a sheet, in every program that reads the format."""
MAX_TEXT = 32_767
"""UTF-16 units of text in a cell."""
# Excel reads _x001B_ in a text as the character of that number, unless its first _ is written so.
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
_HIGHEST = 400.0
_LITERAL = re.compile(r'"([^"]*)"')


class Number(NamedTuple):
    """A number in plain digits, and the format by which it is shown."""

    digits: str
    format: str


Value = str | Number


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; its width, in digits, lies between the two limits."""

    header: str
    least: float
    most: float
    centred: bool = False


class _Text(NamedTuple):
    xml: str
    width: float
    quoted: bool
    """A reader who edits the cell would make a formula of it."""
    cut: bool


class _Cell(NamedTuple):
    tail: str
    """What follows the name of the cell in the XML."""
    lines: int
    cut: bool


@dataclass(slots=True)
class Rows:
    """Rows in the making, and what they look like so far."""

    sheet: Any
    names: tuple[str, str]
    """The named styles of cells: of text, and of what is centred."""
    xml: list[str] = field(default_factory=list)
    across: int = 1
    """The columns of the widest row."""
    last: int = 0
    """The last row that was written."""
    left_out: int = 0
    """Rows beyond those that a sheet can have."""
    cut: int = 0
    """Cells whose text was cut at what a cell can hold."""
    _styles: dict[tuple[str, str, bool], int] = field(default_factory=dict)
    _texts: dict[str, _Text] = field(default_factory=dict)

    def add(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Value]], first_row: int
    ) -> list[float]:
        """Write `rows` from `first_row` on; return the widths of the columns."""
        room = MAX_ROWS - first_row + 1
        kept = rows[:room]
        self.left_out += len(rows) - len(kept)
        widths, cells = [], []
        for at, column in enumerate(columns):
            # Most columns say few things many times: each is written once. In order, or the styles
            # would get other numbers in every run.
            values = dict.fromkeys(row[at] for row in kept)
            wide = self._wide(column, values)
            name = self.names[column.centred]
            widths.append(wide)
            cells.append({value: self._cell(value, name, wide) for value in values})
        for number, row in enumerate(kept, start=first_row):
            self._put(number, [cells[at][value] for at, value in enumerate(row)])
        return widths

    def line(
        self, number: int, row: Sequence[Value], names: Sequence[str], widths: Sequence[float]
    ) -> None:
        """Write one row below all others, each cell in the named style of its place.

        It is as high as its texts need in columns of these widths.
        """
        triples = zip(row, names, widths, strict=True)
        self._put(number, [self._cell(value, name, wide) for value, name, wide in triples])

    def _put(self, number: int, cells: Sequence[_Cell]) -> None:
        letters = _letters(len(cells))
        xml = [f'<c r="{at}{number}"{cell.tail}' for at, cell in zip(letters, cells, strict=True)]
        lines = max([cell.lines for cell in cells])
        self.cut += sum([cell.cut for cell in cells])
        height = min(lines * LINE_HEIGHT + SPARE_HEIGHT, _HIGHEST)
        self.xml.append(f'<row r="{number}" ht="{height}" customHeight="1">{"".join(xml)}</row>')
        self.last = number
        self.across = max(self.across, len(cells))

    def _wide(self, column: Column, values: Iterable[Value]) -> float:
        needed = width(column.header) + 2.0  # the arrow of the filter
        for value in values:
            if isinstance(value, Number):
                # A number has no second line: a narrow column shows ### for it.
                needed = max(needed, _number_width(value) + 2.5)
            else:
                needed = max(needed, min(self._text(value).width + 2.5, column.most))
        return max(column.least, needed)

    def _cell(self, value: Value, name: str, room: float) -> _Cell:
        if isinstance(value, Number):
            style = self._style(name, value.format, quoted=False)
            return _Cell(f' s="{style}"><v>{value.digits}</v></c>', 1, cut=False)
        if not value:
            return _Cell(f' s="{self._style(name, "", quoted=False)}"/>', 1, cut=False)
        text = self._text(value)
        style = self._style(name, "", quoted=text.quoted)
        tail = f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{text.xml}</t></is></c>'
        return _Cell(tail, lines_in(text.width, room), text.cut)

    def _style(self, name: str, number_format: str, *, quoted: bool) -> int:
        """Return the number under which the workbook keeps this look, which is made once."""
        key = name, number_format, quoted
        if key not in self._styles:
            from openpyxl.cell.cell import Cell

            cell = Cell(self.sheet, 1, 1)  # it stands in no sheet
            cell.style = name
            if number_format:
                cell.number_format = number_format
            if quoted:
                cell.quotePrefix = True
            self._styles[key] = int(cell.style_id)
        return self._styles[key]

    def _text(self, value: str) -> _Text:
        if value not in self._texts:
            self._texts[value] = _text(value)
        return self._texts[value]


def _number_width(value: Number) -> float:
    section = value.format.split(";")[0]
    unit = "".join(_LITERAL.findall(section))
    digits = max(len(value.digits), len(_LITERAL.sub("", section)))
    return width(unit) + min(digits, 20)


def _text(value: str) -> _Text:
    shown = visible(value)
    coded = _CODED.sub("_x005F_", shown)
    cut = len(coded) > MAX_TEXT // 2 and len(coded.encode("utf-16-le")) // 2 > MAX_TEXT
    if cut:
        # A character may be written in up to seven.
        shown = shown[: MAX_TEXT // 8] + "…"
        coded = _CODED.sub("_x005F_", shown)
    return _Text(escape(coded), width(shown), safe(value) != visible(value), cut)


@lru_cache(maxsize=64)
def _letters(count: int) -> tuple[str, ...]:
    return tuple(column_letters(number) for number in range(1, count + 1))


def put_into(part: bytes, rows: Rows) -> bytes:
    """Return the XML of a sheet, as openpyxl wrote it, with `rows` below those that it has."""
    if not rows.xml:
        return part
    ref = f'<dimension ref="A1:{_letters(rows.across)[-1]}{rows.last}"'.encode()
    part = _DIMENSION.sub(ref, part, count=1)
    head, tag, tail = part.partition(b"</sheetData>")
    return b"".join((head, "".join(rows.xml).encode(), tag, tail))
