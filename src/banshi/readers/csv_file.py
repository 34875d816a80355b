"""Reads long-form CSV: one row a value, with the headers of columns.py in any order.

Structure faults refuse the file: a quote that is never closed, a row with a cell too many (an
unquoted 1,200), a doubled column, no header, no rows. "No rows" must never look like a pass.
A position's column is the number of the cell in its row.
"""

import csv
import io
from collections.abc import Iterator
from hashlib import sha256

from banshi.messages import Message, say
from banshi.model.intake import InputFile, Intake, Observation, RefusedRow
from banshi.model.registry import Registry
from banshi.nearest import nearest
from banshi.position import Position, Problem, Severity
from banshi.readers.columns import HEADERS, REQUIRED, read_header
from banshi.readers.encoding import decode
from banshi.readers.rows import RowReader
from banshi.readers.table import Opened, Table

# The rules whose breach refuses a whole file.
FILE_RULES = frozenset(
    {"encoding", "header", "quoting", "duplicate-column", "no-rows", "cell-count", "column-name"}
)
_DELIMITERS = (",", "\t", ";")


# So near to a known header, a column is a misspelt one: leaving it aside would change verdicts.
_NEAR = 0.74


class _Refused(Exception):  # noqa: N818 - the file cannot be read further; caught in this module
    def __init__(self, line: int, rule: str, message: Message, column: int = 0) -> None:
        super().__init__(rule)
        self.line = line
        self.rule = rule
        self.message = message
        self.column = column


def read(
    data: bytes,
    name: str,
    registry: Registry,
    *,
    region: str | None = None,
    jurisdiction: str | None = None,
) -> Intake:
    """Read the CSV `data` that is called `name`; faults are problems, never exceptions.

    `region` is the code that rows without a region take, `jurisdiction` the one that 全市 names.
    """
    decoded = decode(data)
    digest = sha256(data).hexdigest()
    if decoded.fault:
        problem = Problem(Position(name, decoded.line), "encoding", decoded.fault)
        return Intake((), (problem,), (InputFile(name, digest, 0, decoded.encoding),))
    found = _Found(name)
    try:
        found.take(decoded.text, registry, region, jurisdiction)
    except _Refused as refused:
        place = Position(name, refused.line, refused.column)
        found.problems.append(Problem(place, refused.rule, refused.message))
    file = InputFile(name, digest, found.rows, decoded.encoding)
    whole = not any(problem.rule in FILE_RULES for problem in found.problems)
    observations = tuple(found.observations) if whole else ()
    return Intake(observations, tuple(sorted(found.problems)), (file,), tuple(found.refused))


def open_csv(data: bytes, name: str) -> Opened:
    """Return the one table of the CSV `data` that is called `name`, whatever its columns mean."""
    decoded = decode(data)
    if decoded.fault:
        problem = Problem(Position(name, decoded.line), "encoding", decoded.fault)
        return Opened("csv", problems=(problem,), encoding=decoded.encoding)
    try:
        table = Table(name, list(_table(decoded.text)), even=True)
    except _Refused as refused:
        place = Position(name, refused.line, refused.column)
        problem = Problem(place, refused.rule, refused.message)
        return Opened("csv", problems=(problem,), encoding=decoded.encoding)
    return Opened("csv", (table,), encoding=decoded.encoding)


class _Found:
    """What was read of one file, as far as it could be read."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.observations: list[Observation] = []
        self.problems: list[Problem] = []
        self.refused: list[RefusedRow] = []
        self.rows = 0

    def take(
        self, text: str, registry: Registry, region: str | None, jurisdiction: str | None
    ) -> None:
        """Read the table.

        Raises:
            _Refused: it cannot be read further.
        """
        table = _table(text)
        line, header = next(table, (0, []))
        columns, notes = _columns(header, line)
        for column, message in notes:
            place = Position(self._name, line, column)
            self.problems.append(Problem(place, "extra-column", message, Severity.NOTE))
        reader = RowReader(registry, columns, region=region, jurisdiction=jurisdiction)
        # The reader's lists are these, so that a fault further down loses nothing said before it.
        reader.problems, reader.refused = self.problems, self.refused
        for line, cells in table:
            self.rows += 1
            if len(cells) != len(header):
                self.problems.append(_wrong_width(self._name, line, len(cells), len(header)))
            elif observation := reader.read(cells, self._name, line):
                self.observations.append(observation)
        if not self.rows:
            raise _Refused(line, "no-rows", say("a header and no rows: nothing to check"))


def _table(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _Refused(line, "quoting", _quoting(str(error))) from None
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _quoting(detail: str) -> Message:
    if "unexpected end" in detail:
        return say("a quote is opened here and never closed")
    if "expected after" in detail:
        return say("a quote ends here in the middle of a cell; double it or take it out")
    if "field limit" in detail:
        return say("a cell of more than {most} characters", most=csv.field_size_limit())
    return say("not readable as CSV from here: {detail}", detail=detail)


def _delimiter(text: str) -> str:
    """Return the delimiter under which the first line names the most known columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=lambda mark: len(read_header(_unquoted(first.split(mark)))))


def _unquoted(cells: list[str]) -> list[str]:
    return [cell.strip().strip('"') for cell in cells]


def _columns(header: list[str], line: int) -> tuple[dict[str, int], list[tuple[int, Message]]]:
    """Return where the known columns stand, and a note on every other one."""
    columns = read_header(header)
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise _Refused(
            line,
            "header",
            say(
                "no column {missing} in the header; expected metric,value,unit,region,organisation,"
                "item,period or 指标,数值,单位,地区,部门,事项,期间",
                missing=", ".join(missing),
            ),
        )
    notes = []
    for index, cell in enumerate(header):
        known = HEADERS.get("".join(cell.split()).casefold())
        if known and columns[known] != index:
            message = say("a second column {name}; keep one", name=cell)
            raise _Refused(line, "duplicate-column", message, index + 1)
        if not known and (near := nearest(cell, HEADERS, cutoff=_NEAR)):
            message = say("unknown column {name}; did you mean {names}?", name=cell, names=near[0])
            raise _Refused(line, "column-name", message, index + 1)
        if not known:
            notes.append((index + 1, say("column {name} is not read", name=cell or "-")))
    return columns, notes


def _wrong_width(name: str, line: int, found: int, expected: int) -> Problem:
    message = say(
        "{found} cells where the header has {expected}; a number such as 1,200 must be in quotes"
        " or without its comma",
        found=found,
        expected=expected,
    )
    return Problem(Position(name, line), "cell-count", message)
