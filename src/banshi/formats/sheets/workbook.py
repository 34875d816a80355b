"""Workbooks as banshi writes them: text stays text, widths fit Chinese, the same call, same bytes.

openpyxl is imported where a workbook is made: most commands never make one.
"""

import datetime as dt
import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zipfile import ZipFile

from banshi.formats.shared.csv_text import safe
from banshi.formats.shared.packing import CREATOR, repack
from banshi.messages import language
from banshi.values import dataclass
from banshi.visible import visible

# Of a cell's width, in points a line of text at the size below, and what stands free around it.
LINE_HEIGHT = 16.5
SPARE_HEIGHT = 5.0
_SIZE = 11
# A Chinese character is a little wider than two digits, by which Excel counts widths.
_WIDE = 2.15


@dataclass(frozen=True, slots=True)
class Look:
    """The styles of the cells of one workbook."""

    title: Any
    legend: Any
    header: Any
    text: Any
    centred: Any
    entry: Any
    """Of cells to fill in: unlocked and shaded."""
    day: Any
    """The same for a date."""
    prose: Any
    """Of running text: no border."""
    heading: Any
    """Above one of several tables on a sheet."""


def new() -> tuple[Any, Look]:
    """Return an empty workbook without sheets, and its styles."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

    name = "微软雅黑" if language() == "zh" else "Calibri"
    side = Side(style="thin", color="FFB4B4B4")
    border = Border(left=side, right=side, top=side, bottom=side)
    book = Workbook()
    book.remove(book.worksheets[0])

    def style(
        key: str,
        *,
        font: Any = None,
        across: str = "left",
        fill: str = "",
        framed: bool = True,
        folded: bool = True,
        number_format: str = "General",
    ) -> str:
        named = NamedStyle(name=f"banshi {key}", number_format=number_format)
        named.font = font or Font(name=name, size=_SIZE)
        upright = "center" if framed else "top"
        named.alignment = Alignment(horizontal=across, vertical=upright, wrap_text=folded)
        named.border = border if framed else Border()
        if fill:
            named.fill = PatternFill("solid", fgColor=fill)
        named.protection = Protection(locked=key not in {"entry", "day"})
        book.add_named_style(named)
        return named.name

    small = Font(name=name, size=_SIZE - 1, color="FF595959")
    bold = Font(name=name, size=_SIZE, bold=True)
    return book, Look(
        title=style("title", font=Font(name=name, size=_SIZE + 5, bold=True), framed=False),
        legend=style("legend", font=small, framed=False),
        header=style("header", font=bold, across="center", fill="FFDCE6F1"),
        text=style("text"),
        centred=style("centred", across="center"),
        entry=style("entry", across="center", fill="FFFFF7CC"),
        day=style("day", across="center", fill="FFFFF7CC", number_format="yyyy-mm-dd"),
        prose=style("prose", framed=False),
        heading=style(
            "heading",
            font=Font(name=name, size=_SIZE + 1, bold=True),
            framed=False,
            folded=False,
        ),
    )


def write(sheet: Any, row: int, column: int, text: str, style: str) -> Any:
    """Write a text cell and return it.

    openpyxl takes text that begins with = for a formula and #N/A for an error: here it stays text,
    also after a reader of the workbook has edited the cell.
    """
    cell = sheet.cell(row, column)
    cell.style = style
    if text:
        cell.value = text
        cell.data_type = "s"
        if safe(text) != visible(text):
            cell.quotePrefix = True
    return cell


def width(text: str) -> float:
    """Return how wide the widest line of `text` is, in digits of the usual size."""
    if text.isascii() and "\n" not in text:
        return float(len(text))
    return max((sum(map(_character, line)) for line in text.split("\n")), default=0.0)


def _character(character: str) -> float:
    # Ambiguous ones (“ ” ≤) are wide in Chinese fonts.
    return _WIDE if unicodedata.east_asian_width(character) in "WFA" else 1.0


def fit(sheet: Any, first_row: int, widths: Sequence[tuple[float, float]]) -> None:
    """Set the widths of the columns, each between its two limits, and heights that show all text.

    Heights are set by rule: programs differ in whether they fit wrapped text when a file is opened.
    """
    from openpyxl.utils import get_column_letter

    rows = list(sheet.iter_rows(min_row=first_row))
    chosen = []
    for index, (least, most) in enumerate(widths):
        needed = max((width(str(row[index].value or "")) for row in rows), default=0.0)
        chosen.append(min(max(least, needed + 2.5), most))
        sheet.column_dimensions[get_column_letter(index + 1)].width = chosen[-1]
    for row in rows:
        lines = max(
            _lines(str(cell.value or ""), room) for cell, room in zip(row, chosen, strict=False)
        )
        sheet.row_dimensions[row[0].row].height = lines * LINE_HEIGHT + SPARE_HEIGHT


def lines_in(wide: float, room: float) -> int:
    """Return how many lines a text of the width `wide` takes in a column of the width `room`."""
    return max(1, -int(-wide // (room - 1.0)))


def _lines(text: str, room: float) -> int:
    return sum(lines_in(width(line), room) for line in text.split("\n"))


def protect(sheet: Any) -> None:
    """Lock what is not to be filled in, without a password; looks may still be changed."""
    sheet.protection.enable()
    # In the file format these say what is locked.
    sheet.protection.formatCells = False
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def print_on_a4(sheet: Any, footer: str, *, header_row: int = 0) -> None:
    """Print as wide as the page, with `footer` below.

    With a header row it is a table: across the page, and the header stands on every one.
    """
    from openpyxl.worksheet.properties import PageSetupProperties

    across = sheet.ORIENTATION_LANDSCAPE if header_row else sheet.ORIENTATION_PORTRAIT
    sheet.page_setup.orientation = across
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.print_options.horizontalCentered = header_row > 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = 0.6
    sheet.page_margins.bottom, sheet.page_margins.footer = 0.75, 0.35
    sheet.oddFooter.center.text = footer
    if header_row:
        sheet.print_title_rows = f"{header_row}:{header_row}"


def dumps(
    book: Any,
    day: dt.date,
    title: str,
    change: Mapping[str, Callable[[bytes], bytes]] | None = None,
) -> bytes:
    """Return the bytes of `book`; `day` is the day that it says it was made on.

    The clock is not asked, neither for the properties nor for the entries of the zip archive.
    `change` has what is done to the part of a sheet, by the sheet's name, before it is packed.
    """
    from openpyxl.writer.excel import ExcelWriter

    moment = dt.datetime.combine(day, dt.time())
    book.properties.creator = CREATOR
    book.properties.title = title
    book.properties.created = book.properties.modified = moment
    written = io.BytesIO()
    ExcelWriter(book, ZipFile(written, "w")).save()
    # openpyxl names the parts by the order of the sheets.
    changes = {
        f"xl/worksheets/sheet{number}.xml": change[sheet.title]
        for number, sheet in enumerate(book.worksheets, start=1)
        if change and sheet.title in change
    }
    return repack(written.getvalue(), changes)
