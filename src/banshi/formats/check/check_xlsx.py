"""The result of a check as a workbook: to filter, to sort, to calculate with and to print.

What is amiss stands on the first sheet, all else on the second; then scorecards, the matrix of
regions and targets, and what was read. Figures are numbers wherever a cell shows them exactly.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from banshi.formats.check.check_rows import tally_line
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.formats.sheets import sheet_findings, workbook
from banshi.formats.sheets.sheet_inputs import write_inputs
from banshi.formats.sheets.sheet_numbers import Numbers
from banshi.formats.sheets.sheet_rows import put_into
from banshi.formats.sheets.sheet_scores import write_cards, write_matrix
from banshi.formats.sheets.sheet_table import HEADER_ROW, Sheet, filtered, head, print_page, table
from banshi.messages import language, mark, say, translate

# Names of a format, like the headers: other programs look for them.
SHEETS = {
    "zh": ("问题清单", "其余结果", "汇总", "矩阵", "数据来源"),
    "en": ("findings", "other outcomes", "scorecards", "matrix", "inputs"),
}


def render(found: CheckResult) -> bytes:
    """Return the result as the bytes of a workbook; the same result gives the same bytes."""
    book, look = workbook.new()
    numbers = Numbers()
    names = SHEETS[language()]
    sheets = [Sheet.new(book, name, look) for name in names]
    title = str(say("banshi check as of {day}", day=found["as_of"]))
    _outcomes(sheets[0], found, sheet_findings.findings(found), numbers, title)
    rest = translate(mark("What is pending, done or met"))
    _outcomes(sheets[1], found, sheet_findings.others(found), numbers, rest)
    write_cards(sheets[2], found)
    write_matrix(sheets[3], found)
    write_inputs(sheets[4], found, title, [(one.title, one.rows) for one in sheets[:4]])
    day = dt.date.fromisoformat(found["as_of"])
    changes: dict[str, Callable[[bytes], bytes]] = {
        sheet.title: partial(put_into, rows=sheet.rows) for sheet in sheets
    }
    return workbook.dumps(book, day, title, changes)


def _outcomes(
    sheet: Sheet,
    found: CheckResult,
    entries: Sequence[sheet_findings.Entry],
    numbers: Numbers,
    title: str,
) -> None:
    head(sheet, title, tally_line(found))
    columns = sheet_findings.columns()
    table(sheet, columns, sheet_findings.rows(found, entries, numbers), HEADER_ROW)
    filtered(sheet, HEADER_ROW, len(columns))
    print_page(sheet, HEADER_ROW, sheet_findings.PRINTED)
    sheet.colour("A", HEADER_ROW + 1)
    # The verdict stays in sight.
    sheet.sheet.freeze_panes = f"B{HEADER_ROW + 1}"
