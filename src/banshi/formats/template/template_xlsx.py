"""A form as a workbook that is filled in with Excel, WPS or LibreOffice.

Cells to fill in are shaded and open, all others are locked without a password, so that nobody
breaks a name by accident. The filled workbook is read by `banshi check` as it is.
"""

from typing import Any, Literal

from banshi.formats.sheets import workbook
from banshi.formats.sheets.workbook import Look, write
from banshi.formats.template.template_checks import completion_check, value_check
from banshi.formats.template.template_guide import guide
from banshi.formats.template.template_words import (
    COLUMNS,
    MILESTONE_COLUMNS,
    bodies_line,
    plan_name,
    row_words,
)
from banshi.messages import language, say
from banshi.model.form import Form
from banshi.model.registry import Registry
from banshi.visible import visible

# Names of a format, like the columns: the sheets of values, of milestones and of instructions.
SHEETS = {"zh": ("数据", "节点", "填报说明"), "en": ("data", "milestones", "instructions")}
HEADER_ROW = 3
FIRST_ROW = HEADER_ROW + 1
# The least and the most width of each column.
_WIDTHS = (
    (16.0, 30.0),
    (15.0, 15.0),
    (8.0, 12.0),
    (10.0, 18.0),
    (10.0, 20.0),
    (8.0, 22.0),
    (10.0, 12.0),
    (16.0, 40.0),
    (9.0, 14.0),
    (14.0, 30.0),
)
_MILESTONE_WIDTHS = (
    (16.0, 34.0),
    (24.0, 46.0),
    (13.0, 13.0),
    (15.0, 15.0),
    (9.0, 12.0),
    (9.0, 14.0),
    (14.0, 34.0),
)
# As wide as an upright page: programs do not shrink a single column.
_GUIDE_WIDTH = 78.0


def render(form: Form, registry: Registry) -> bytes:
    """Return the form as the bytes of a workbook; the same form gives the same bytes."""
    book, look = workbook.new()
    values, milestones, instructions = SHEETS[language()]
    title = str(say("Report of {who}, {period}", who=_who(form, registry), period=form.period.text))
    if form.rows:
        _values(book.create_sheet(values), form, registry, look, title)
    if form.milestones:
        _milestones(book.create_sheet(milestones), form, look, title)
    _guide(book.create_sheet(instructions), form, registry, look)
    return workbook.dumps(book, form.period.end, title)


def _who(form: Form, registry: Registry) -> str:
    many = len(form.bodies) > 1
    return str(say("several bodies")) if many else bodies_line(form.bodies, registry)


def _head(sheet: Any, columns: tuple[str, ...], look: Look, title: str, legend: str) -> None:
    """Write what stands above the rows: title, legend and header, which stay in sight."""
    write(sheet, 1, 1, title, look.title).alignment = _unwrapped()
    write(sheet, 2, 1, legend, look.legend).alignment = _unwrapped()
    sheet.row_dimensions[1].height = 30.0
    sheet.row_dimensions[2].height = 18.0
    for column, name in enumerate(columns, start=1):
        write(sheet, HEADER_ROW, column, name, look.header)
    sheet.freeze_panes = f"B{FIRST_ROW}"


def _unwrapped(upright: Literal["center", "bottom"] = "center") -> Any:
    from openpyxl.styles import Alignment

    # It may run over the columns to its right: merged cells would look like a column to a reader.
    return Alignment(horizontal="left", vertical=upright, wrap_text=False)


def _values(sheet: Any, form: Form, registry: Registry, look: Look, title: str) -> None:
    legend = str(say("Fill in the shaded cells; how is said on the last sheet."))
    _head(sheet, COLUMNS[language()], look, title, legend)
    checks: dict[str, Any] = {}
    for number, row in enumerate(form.rows, start=FIRST_ROW):
        words = row_words(row, form, registry)
        write(sheet, number, 1, words.metric, look.text)
        value = write(sheet, number, 2, "", look.entry)
        write(sheet, number, 3, words.unit, look.centred)
        write(sheet, number, 4, words.region, look.centred)
        # Where several bodies have a part, the one that reports puts in its name.
        body = look.centred if words.organisation else look.entry
        write(sheet, number, 5, words.organisation, body)
        write(sheet, number, 6, words.item, look.text)
        write(sheet, number, 7, words.period, look.centred)
        write(sheet, number, 8, "\n".join(words.requirement), look.text)
        write(sheet, number, 9, "\n".join(words.clause), look.centred)
        write(sheet, number, 10, "\n".join(words.plan), look.text)
        if row.metric.id not in checks:
            checks[row.metric.id] = value_check(row.metric, registry)
            sheet.add_data_validation(checks[row.metric.id])
        checks[row.metric.id].add(value)
    _finish(sheet, _WIDTHS)


def _milestones(sheet: Any, form: Form, look: Look, title: str) -> None:
    legend = str(say("Fill in the shaded cells: the day of completion."))
    _head(sheet, MILESTONE_COLUMNS[language()], look, title, legend)
    check = completion_check(f"D{FIRST_ROW}")
    sheet.add_data_validation(check)
    for number, row in enumerate(form.milestones, start=FIRST_ROW):
        period = row.period.text if row.period else ""
        write(sheet, number, 1, row.id, look.text)
        write(sheet, number, 2, visible(row.milestone.deliverable), look.text)
        write(sheet, number, 3, row.by.isoformat(), look.centred)
        check.add(write(sheet, number, 4, "", look.day))
        write(sheet, number, 5, period, look.centred)
        write(sheet, number, 6, visible(row.task.clause), look.centred)
        write(sheet, number, 7, plan_name(row.plan), look.text)
    _finish(sheet, _MILESTONE_WIDTHS)


def _finish(sheet: Any, widths: tuple[tuple[float, float], ...]) -> None:
    workbook.fit(sheet, HEADER_ROW, widths)
    workbook.protect(sheet)
    workbook.print_on_a4(sheet, _footer(), header_row=HEADER_ROW)


def _footer() -> str:
    # &P and &N are Excel's own codes for the page and the number of pages.
    return str(say("page {page} of {pages}", page="&P", pages="&N"))


def _guide(sheet: Any, form: Form, registry: Registry, look: Look) -> None:
    """Write the instructions, all in the first column: they must not look like a table."""
    for number, (text, heading) in enumerate(guide(form, registry), start=1):
        write(sheet, number, 1, text, look.title if heading else look.prose)
    workbook.fit(sheet, 1, ((_GUIDE_WIDTH, _GUIDE_WIDTH),))
    for (cell,) in sheet.iter_rows(max_col=1):
        if cell.style == look.title:
            cell.alignment = _unwrapped("bottom")
            sheet.row_dimensions[cell.row].height = 38.0
    sheet.sheet_view.showGridLines = False
    workbook.protect(sheet)
    workbook.print_on_a4(sheet, _footer())
