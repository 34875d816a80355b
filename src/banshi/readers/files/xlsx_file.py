"""Opens workbooks (.xlsx, .xlsm): every visible sheet becomes a table of texts.

openpyxl finds the sheets, behind the guard of zip_guard.py; the cells are read by xlsx_sheet.py.
"""

import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from banshi.messages import Message, say
from banshi.nearest import nearest
from banshi.position import Position, Problem
from banshi.readers.files.file_fault import FileFault
from banshi.readers.files.sniff import refuse_zip
from banshi.readers.files.xlsx_cells import CellTexts
from banshi.readers.files.xlsx_formats import read_formats
from banshi.readers.files.xlsx_sheet import Budget, SheetReader
from banshi.readers.files.xlsx_strings import read_strings
from banshi.readers.files.xml_walk import walk
from banshi.readers.files.zip_guard import GuardedZip, damaged
from banshi.readers.table import Opened, Table
from banshi.values import dataclass

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader

FORMAT = "xlsx"
_STRICT = b"purl.oclc.org/ooxml"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STRINGS = f"{_KIND}.sharedStrings+xml"
_STYLES = f"{_KIND}.styles+xml"
_WORKSHEET = "/relationships/worksheet"


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    visible: bool
    part: str
    """Empty for a sheet without cells: a chart, a macro sheet."""


@dataclass(frozen=True, slots=True)
class _Workbook:
    archive: GuardedZip
    sheets: tuple[_Sheet, ...]
    texts: CellTexts


def open_workbook(data: bytes, name: str, sheets: Sequence[str] | None = None) -> Opened:
    """Open the workbook `data` that is called `name`; faults are problems, never exceptions.

    Read are the visible sheets that hold any text, or those that `sheets` names, hidden ones
    included; upper and lower case are the same, as in Excel. The others are in `unread_sheets`.
    Rows end with their last text; merged cells are filled downwards (xlsx_merges.py). A fault of
    the workbook (rule `format`, `workbook` or `too-large`) refuses all of it.
    """
    try:
        return _opened(_workbook(data), name, sheets)
    except FileFault as fault:
        return Opened(FORMAT, problems=(fault.problem(name),))
    except Exception:  # noqa: BLE001 - whatever a hostile workbook does to a library is one problem
        unknown = damaged(say("it cannot be read as a workbook"))
        return Opened(FORMAT, problems=(unknown.problem(name),))


def _opened(workbook: _Workbook, name: str, wanted: Sequence[str] | None) -> Opened:
    chosen, problems = _chosen(workbook.sheets, name, wanted)
    budget = Budget()
    tables = []
    for sheet in chosen:
        try:
            table = _table(workbook, sheet, name, budget)
        except FileFault as fault:
            fault.sheet = sheet.name
            raise
        if table:
            tables.append(table)
    if not tables and not problems:
        message = say("no sheet holds any text: nothing to check")
        if not chosen:
            message = say("all sheets are hidden: nothing to check; name with --sheet what to read")
        problems.append(Problem(Position(name), "no-rows", message))
    unread = tuple(sheet.name for sheet in workbook.sheets if sheet not in chosen)
    return Opened(FORMAT, tuple(tables), tuple(problems), unread_sheets=unread)


def _chosen(
    sheets: Sequence[_Sheet], name: str, wanted: Sequence[str] | None
) -> tuple[list[_Sheet], list[Problem]]:
    """Return the sheets to read, in the order of the workbook, and a problem a wrong name."""
    if not wanted:
        return [sheet for sheet in sheets if sheet.visible and sheet.part], []
    problems = []
    by_name = {sheet.name.casefold(): sheet for sheet in reversed(sheets)}
    found = set()
    for text in wanted:
        sheet = by_name.get(text.casefold())
        if sheet and sheet.part:
            found.add(sheet)
            continue
        message: Message = say("the workbook has no sheet {name}", name=text)
        if sheet:
            message = say("sheet {name} holds a chart and no cells", name=text)
        elif near := nearest(text, [sheet.name for sheet in sheets]):
            message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
        problems.append(Problem(Position(name), "sheet", message))
    return [sheet for sheet in sheets if sheet in found], problems


def _table(workbook: _Workbook, sheet: _Sheet, name: str, budget: Budget) -> Table | None:
    if sheet.part not in workbook.archive.namelist():
        raise damaged(say("the part with its cells is missing"))
    reader = SheetReader(workbook.texts, budget)
    with workbook.archive.open(sheet.part) as part:
        walk(part, reader)
    return reader.table(name, sheet.name)


def _workbook(data: bytes) -> _Workbook:
    """Read all of a workbook but its cells.

    Raises:
        FileFault: it is damaged, too large, or no workbook.
    """
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    archive = GuardedZip(data)
    refused = refuse_zip(archive.namelist())
    if refused:
        raise FileFault("format", refused)
    with warnings.catch_warnings():
        # openpyxl warns of what it leaves out (drawings, extensions), which nobody here reads.
        warnings.simplefilter("ignore")
        reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        # From here on it sees the file through the guard alone.
        reader.archive.close()
        reader.archive = archive
        reader.read_manifest()
        reader.read_workbook()
        sheets = tuple(
            _Sheet(
                str(sheet.name),
                sheet.state == "visible",
                str(relation.target) if str(relation.Type).endswith(_WORKSHEET) else "",
            )
            for sheet, relation in reader.parser.find_sheets()
        )
    if not sheets:
        raise _no_sheets(archive.read(reader.parser.workbook_part_name))
    strings, styles = (_part(archive, reader, kind) for kind in (_STRINGS, _STYLES))
    texts = CellTexts(
        read_strings(strings) if strings else (),
        read_formats(styles) if styles else (),
        since_1904=reader.wb.epoch == CALENDAR_MAC_1904,
    )
    return _Workbook(archive, sheets, texts)


def _part(archive: GuardedZip, reader: "ExcelReader", kind: str) -> bytes:
    """Return the one part of this kind, nothing where the workbook has none."""
    found = reader.package.find(kind)  # type: ignore[no-untyped-call]  # the stubs give no types
    return archive.read(str(found.PartName).lstrip("/")) if found else b""


def _no_sheets(part: bytes) -> FileFault:
    if _STRICT in part:
        message = say(
            "saved as “Strict Open XML”; save it again as an ordinary Excel workbook (.xlsx)"
        )
        return FileFault("format", message)
    return damaged(say("it names no sheet"))
