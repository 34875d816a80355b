"""The cells of a table's rows by what they hold, and what is said of them."""

from collections.abc import Sequence
from dataclasses import field

from banshi.messages import Message, say
from banshi.model.intake import Completion, Observation, RefusedRow
from banshi.position import Problem, Severity
from banshi.readers.aside import Aside
from banshi.readers.layout import Layout
from banshi.readers.table import CellFault, Table
from banshi.values import dataclass


@dataclass(frozen=True, slots=True)
class Fixed:
    """What holds for the rows of a table that has no column for it, from a map, option or title."""

    metric: str = ""
    unit: str = ""
    region: str = ""
    organisation: str = ""
    item: str = ""
    period: str = ""


@dataclass(slots=True)
class Collected:
    """What the rows gave, in their order."""

    observations: list[Observation] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    rows: int = 0


class RowCells:
    """Finds cells by what their column holds, and collects what is said of them in `out`."""

    def __init__(self, table: Table, layout: Layout, fixed: Fixed, out: Collected) -> None:
        self.table = table
        self.layout = layout
        self.out = out
        self._fixed = fixed
        self._aside = Aside(layout)
        self._beyond: set[int] = set()

    def text(self, cells: Sequence[str], key: str) -> str:
        """Return what the row says of `key`, or what holds for all rows."""
        index = self.layout.keys.get(key)
        written = cells[index].strip() if index is not None else ""
        return written or self.fixed(key)

    def fixed(self, key: str) -> str:
        """Return what holds for all rows."""
        return str(getattr(self._fixed, key, ""))

    def column(self, key: str) -> int:
        """Return the number of the column that holds `key`, from 1; 0 where there is none."""
        index = self.layout.keys.get(key)
        return 0 if index is None else index + 1

    def check(self, line: int, column: int) -> None:
        """Raise what was wrong with a cell before anybody read its text.

        Raises:
            CellFault: something was.
        """
        if self.table.faults and (fault := self.table.faults.get((line, column))):
            raise fault

    def problem(
        self, line: int, column: int, fault: CellFault, severity: Severity = Severity.ERROR
    ) -> None:
        """Say what is wrong with a cell."""
        place = self.table.place(line, column)
        self.out.problems.append(Problem(place, fault.rule, fault.message, severity))

    def note(
        self,
        line: int,
        column: int,
        rule: str,
        message: Message,
        severity: Severity = Severity.NOTE,
    ) -> None:
        """Say something of a cell that is not wrong."""
        place = self.table.place(line, column)
        self.out.problems.append(Problem(place, rule, message, severity))

    def repaired(self, line: int, column: int, text: str, read: str) -> None:
        """Say that a cell was read as something else than it was written."""
        if column:
            message = say("{text} is read as {read}", text=text, read=read)
            self.note(line, column, "repaired", message)

    def row(self, line: int, cells: Sequence[str]) -> Sequence[str]:
        """Return as many cells as the header has; none where the row is no report or faulty."""
        if why := self._aside.why(cells):
            self.note(line, 0, *why)
            return ()
        width = self.layout.width
        if len(cells) == width:
            return cells
        if self.table.even:
            message = say(
                "{found} cells where the header has {expected}; a number such as 1,200 must be in"
                " quotes or without its comma",
                found=len(cells),
                expected=width,
            )
            self.note(line, 0, "cell-count", message, Severity.ERROR)
            return ()
        for index in range(width, len(cells)):
            if cells[index].strip() and index not in self._beyond:
                self._beyond.add(index)
                message = say("a column without a header is not read")
                self.note(line, index + 1, "extra-column", message, Severity.WARNING)
        return [*cells[:width], *[""] * (width - len(cells))]
