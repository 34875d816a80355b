"""A sheet with a table: title, header, rows, filter, colours by verdict, and a page to print."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from banshi.formats.check.scores import BASELINED
from banshi.formats.shared.words import MILESTONE_WORDS, STATUS_WORDS
from banshi.formats.sheets import workbook
from banshi.formats.sheets.sheet_rows import Column, Rows, Value
from banshi.formats.sheets.workbook import Look, write
from banshi.messages import say
from banshi.position import column_letters

HEADER_ROW = 3
BASELINE_SIGN = "○"
# The fills by the sign that a verdict begins with: tints of Okabe and Ito's colours, which nobody
# takes for one another; black text stands on each with a contrast above 10.
_FILLS = {
    "×": "FFF5C6AD",
    "!": "FFFBF3B0",
    "?": "FFEFD3E4",
    "…": "FFEDEDED",
    "-": "FFD3EAF8",
    "√": "FFCDEBE1",
    BASELINE_SIGN: "FFFFFFFF",
}


_SIGNS: dict[str, str] = {
    **{status.value: word[0] for status, word in STATUS_WORDS.items()},
    **{status.value: word[0] for status, word in MILESTONE_WORDS.items()},
    BASELINED: BASELINE_SIGN,
}
# Headers keep to one line.
_UNFOLDED = 1000.0


def sign_of(verdict: str) -> str:
    """Return the sign that stands for a verdict, in any language."""
    return _SIGNS[verdict]


@dataclass(slots=True)
class Sheet:
    """A sheet in the making, with the rows that are put into it at the end."""

    sheet: Any
    look: Look
    rows: Rows
    widths: dict[int, float] = field(default_factory=dict)
    """The widths that columns have so far, by their number."""

    @classmethod
    def new(cls, book: Any, title: str, look: Look) -> "Sheet":
        """Add an empty sheet to `book`."""
        sheet = book.create_sheet(title)
        return cls(sheet, look, Rows(sheet, (look.text, look.centred)))

    @property
    def title(self) -> str:
        """The name of the sheet."""
        return str(self.sheet.title)

    def colour(self, first: str, row: int, last: str = "") -> None:
        """Colour the cells of the columns `first` to `last` from `row` on by their verdict.

        The colour follows the text: it stays right when a reader sorts or changes it.
        """
        from openpyxl.formatting.rule import FormulaRule
        from openpyxl.styles import PatternFill

        end = max(self.rows.last, row)
        for sign, fill in _FILLS.items():
            self.sheet.conditional_formatting.add(
                f"{first}{row}:{last or first}{end}",
                FormulaRule(  # type: ignore[no-untyped-call]  # openpyxl's stubs leave it out
                    formula=[f'EXACT(LEFT({first}{row},1),"{sign}")'],
                    fill=PatternFill("solid", bgColor=fill),
                ),
            )


def head(sheet: Sheet, title: str, legend: str) -> None:
    """Write the title and the line below it, which run over the columns to their right."""
    from openpyxl.styles import Alignment

    for row, text, style, height in (
        (1, title, sheet.look.title, 30.0),
        (2, legend, sheet.look.legend, 18.0),
    ):
        cell = write(sheet.sheet, row, 1, text, style)
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=False)
        sheet.sheet.row_dimensions[row].height = height


def table(
    sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[Value]], row: int
) -> None:
    """Write a header in `row` and the rows below it.

    A column is as wide as the widest of the tables that stand on the sheet.
    """
    headers = [column.header for column in columns]
    sheet.rows.line(row, headers, [sheet.look.header] * len(columns), [_UNFOLDED] * len(columns))
    for number, wide in enumerate(sheet.rows.add(columns, rows, row + 1), start=1):
        dimension = sheet.sheet.column_dimensions[column_letters(number)]
        dimension.width = max(wide, sheet.widths.get(number, 0.0))
        sheet.widths[number] = dimension.width


def filtered(sheet: Sheet, row: int, across: int) -> None:
    """Put a filter on the table with its header in `row`: a sheet can have one."""
    sheet.sheet.auto_filter.ref = f"A{row}:{column_letters(across)}{sheet.rows.last}"


def print_page(sheet: Sheet, header_row: int, across: int) -> None:
    """Print the first `across` columns on A4, the header on each page and its number below."""
    # &P and &N are Excel's own codes for the page and the number of pages.
    footer = str(say("page {page} of {pages}", page="&P", pages="&N"))
    workbook.print_on_a4(sheet.sheet, footer, header_row=header_row)
    sheet.sheet.print_area = f"A1:{column_letters(across)}{sheet.rows.last}"


def note(sheet: Sheet, text: str) -> None:
    """Write a line of its own, with an empty one before it."""
    sheet.rows.line(sheet.rows.last + 2, [text], [sheet.look.heading], [_UNFOLDED])
