"""Turns the rows of a table into observations, or says of each faulty cell what was expected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from banshi.messages import Message, say
from banshi.model.catalogue import Metric
from banshi.model.intake import Completion, Observation, RefusedRow
from banshi.model.period import Period
from banshi.model.quantity import Unit, plain, scaled
from banshi.position import Problem, Severity
from banshi.readers.aside import Aside
from banshi.readers.cells import CellReader
from banshi.readers.checks import agreed_unit, check_range, check_unit
from banshi.readers.layout import Layout, Measure
from banshi.readers.shares import check_share
from banshi.readers.table import CellFault, Table
from banshi.wording.cells import Figure, says_nothing

Found = TypeVar("Found")


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


@dataclass(frozen=True, slots=True)
class _Row:
    """One row, with what it says of all its values."""

    line: int
    cells: Sequence[str]
    metric: Metric | None
    region: str | None
    period: Period | None
    unit: tuple[Unit, int] | tuple[()] | None
    rows: int


class RowReader:
    """Reads the rows of one table into `out`."""

    def __init__(
        self, table: Table, layout: Layout, fixed: Fixed, cells: CellReader, out: Collected
    ) -> None:
        self._table = table
        self._layout = layout
        self._fixed = fixed
        self._cells = cells
        self._out = out
        self._aside = Aside(layout)
        self._beyond: set[int] = set()

    def read(self, line: int, cells: Sequence[str], rows: int = 1) -> None:
        """Read one row, which stands for `rows`: an observation for each figure in it."""
        self._out.rows += rows
        if self._left_aside(line, cells) or not (cells := self._of_width(line, cells)):
            return
        period = self._cell(line, cells, "period", self._cells.period)
        if period and period[1]:
            self._repaired(line, "period", self._text(cells, "period"), period[0].text)
        row = _Row(
            line,
            cells,
            self._row_metric(line, cells),
            self._cell(line, cells, "region", self._cells.region),
            period[0] if period else None,
            self._cell(line, cells, "unit", self._cells.unit),
            rows,
        )
        self._check_organisation(row)
        for measure in self._layout.measures:
            self._measure(measure, row)

    # What a row says of all its values.

    def _text(self, cells: Sequence[str], key: str) -> str:
        index = self._layout.keys.get(key)
        written = cells[index].strip() if index is not None else ""
        return written or str(getattr(self._fixed, key, ""))

    def _column(self, key: str) -> int:
        index = self._layout.keys.get(key)
        return 0 if index is None else index + 1

    def _cell(
        self, line: int, cells: Sequence[str], key: str, read: Callable[[str], Found]
    ) -> Found | None:
        """Return what a cell means; None where it is faulty, or where a header says it instead."""
        if key not in self._layout.keys and not getattr(self._fixed, key, ""):
            if key == "unit":
                return read("")
            if all(getattr(measure.role, key, None) for measure in self._layout.measures):
                return None
        try:
            self._check_place(line, self._column(key))
            return read(self._text(cells, key))
        except CellFault as fault:
            self._problem(line, self._column(key), fault)
            return None

    def _row_metric(self, line: int, cells: Sequence[str]) -> Metric | None:
        if all(measure.role.metric for measure in self._layout.measures):
            return None
        try:
            return self._cells.metric(self._text(cells, "metric"))
        except CellFault as fault:
            silent = all(says_nothing(cells[m.column]) for m in self._layout.measures)
            # Without a figure it may be the heading of a group; with one it must be known.
            severity = Severity.WARNING if silent else Severity.ERROR
            self._problem(line, self._column("metric"), fault, severity)
            return None

    def _check_organisation(self, row: _Row) -> None:
        name = self._text(row.cells, "organisation")
        if name:
            try:
                self._cells.bodies(name)
            except CellFault as fault:
                self._problem(row.line, self._column("organisation"), fault, Severity.WARNING)

    def _body(self, name: str) -> str:
        """Return the id of the one body that is called `name`, else nothing."""
        try:
            bodies = self._cells.bodies(name) if name else []
        except CellFault:
            return ""
        return bodies[0].id if len(bodies) == 1 else ""

    # The values.

    def _measure(self, measure: Measure, row: _Row) -> None:
        role = measure.role
        metric = role.metric or row.metric
        if metric is None and says_nothing(row.cells[measure.column]):
            return
        region = role.region.code if role.region else row.region
        period = role.period or row.period
        value = None
        try:
            self._check_place(row.line, measure.column + 1)
            if metric:
                figure = self._cells.figure(row.cells[measure.column].strip(), metric)
                if figure is None:
                    self._no_value(row, measure)
                    return
                value = self._measured(measure, metric, figure, row)
        except CellFault as fault:
            at = self._column("unit") if fault.rule == "unit" else 0
            self._problem(row.line, at or measure.column + 1, fault)
        if not (metric and region and period and value):
            self._out.refused.append(RefusedRow(metric.id if metric else None, region, period))
            return
        organisation = self._text(row.cells, "organisation")
        self._out.observations.append(
            Observation(
                metric=metric.id,
                value=value[0],
                unit=value[1],
                region=region,
                period=period,
                position=self._table.place(row.line, measure.column + 1),
                organisation=organisation or None,
                item=self._text(row.cells, "item") or None,
                body=self._body(organisation),
                rows=row.rows,
            )
        )

    def _measured(
        self, measure: Measure, metric: Metric, figure: Figure, row: _Row
    ) -> tuple[Decimal, Unit] | None:
        """Return value and unit, once both are known to fit the metric.

        Raises:
            CellFault: they do not.
        """
        if row.unit is None:  # it is faulty, and was said to be
            return None
        unit, scale = agreed_unit(metric, figure.unit, row.unit, measure.role.unit)
        value = scaled(figure.value, scale)
        check_unit(metric, unit)
        check_range(metric, value, unit)
        check_share(measure, row.cells, metric, figure, (unit, scale))
        at = measure.column + 1
        if figure.read_as:
            self._repaired_at(row.line, at, row.cells[measure.column].strip(), figure.read_as)
        if repair := self._table.repairs.get((row.line, at)):
            self._note(row.line, at, "repaired", repair)
        if unit is not metric.unit:
            message = say(
                "given in {unit}, {metric} is measured in {wanted}; converted exactly",
                unit=unit.value,
                metric=metric.id,
                wanted=metric.unit.value,
            )
            self._note(row.line, self._column("unit") or at, "converted", message)
        if metric.maximum and unit is Unit.PERCENT and 0 < value < 1 and figure.unit is None:
            message = say(
                "taken as written, {value} percent;"
                " if a share of one was meant, write it in percent",
                value=plain(value),
            )
            self._note(row.line, at, "fraction", message, Severity.WARNING)
        return value, unit

    # What is said of a row or a cell.

    def _check_place(self, line: int, column: int) -> None:
        """Raise what was wrong with a cell before anybody read its text."""
        if self._table.faults and (fault := self._table.faults.get((line, column))):
            raise fault

    def _problem(
        self, line: int, column: int, fault: CellFault, severity: Severity = Severity.ERROR
    ) -> None:
        place = self._table.place(line, column)
        self._out.problems.append(Problem(place, fault.rule, fault.message, severity))

    def _note(
        self,
        line: int,
        column: int,
        rule: str,
        message: Message,
        severity: Severity = Severity.NOTE,
    ) -> None:
        place = self._table.place(line, column)
        self._out.problems.append(Problem(place, rule, message, severity))

    def _repaired(self, line: int, key: str, text: str, read: str) -> None:
        if self._column(key):
            self._repaired_at(line, self._column(key), text, read)

    def _repaired_at(self, line: int, column: int, text: str, read: str) -> None:
        message = say("{text} is read as {read}", text=text, read=read)
        self._note(line, column, "repaired", message)

    def _no_value(self, row: _Row, measure: Measure) -> None:
        message = say("no figure: nothing is reported here")
        self._note(row.line, measure.column + 1, "no-value", message)

    def _left_aside(self, line: int, cells: Sequence[str]) -> bool:
        why = self._aside.why(cells)
        if why:
            self._note(line, 0, *why)
        return why is not None

    def _of_width(self, line: int, cells: Sequence[str]) -> Sequence[str]:
        """Return as many cells as the header has; none where a text file has another number."""
        width = self._layout.width
        if len(cells) == width:
            return cells
        if self._table.even:
            message = say(
                "{found} cells where the header has {expected}; a number such as 1,200 must be in"
                " quotes or without its comma",
                found=len(cells),
                expected=width,
            )
            place = self._table.place(line)
            self._out.problems.append(Problem(place, "cell-count", message))
            return ()
        for index in range(width, len(cells)):
            if cells[index].strip() and index not in self._beyond:
                self._beyond.add(index)
                message = say("a column without a header is not read")
                self._note(line, index + 1, "extra-column", message, Severity.WARNING)
        return [*cells[:width], *[""] * (width - len(cells))]
