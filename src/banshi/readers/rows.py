"""Turns the rows of a table into observations, or says of each faulty cell what was expected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TypeVar

from banshi.messages import say
from banshi.model.catalogue import Metric
from banshi.model.intake import Observation, RefusedRow
from banshi.model.period import Period
from banshi.model.quantity import Unit, plain, scaled
from banshi.position import Severity
from banshi.readers.cells import CellReader
from banshi.readers.checks import agreed_unit, check_range, check_unit
from banshi.readers.layout import Layout
from banshi.readers.measures import Measure
from banshi.readers.progress import ProgressReader
from banshi.readers.row_cells import Collected, Fixed, RowCells
from banshi.readers.shares import check_share
from banshi.readers.table import CellFault, Table
from banshi.wording.cells import Figure, says_nothing

Found = TypeVar("Found")
# A number of these has one reading; 15 minutes may be 15 hours, and 0.95 percent 95.
_COUNTED = frozenset({Unit.ITEM, Unit.STAGE, Unit.PERSON})


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
        self._row = RowCells(table, layout, fixed, out)
        self._cells = cells
        self._progress = ProgressReader(self._row, cells)
        self._above: str | None = None
        """Region of the nearest row above that writes one."""

    def read(self, line: int, cells: Sequence[str], rows: int = 1) -> None:
        """Read one row, which stands for `rows`: an observation for each figure in it."""
        self._row.out.rows += rows
        cells = self._row.row(line, cells)
        if not cells or self._progress.takes(line, cells):
            return
        period = self._cell(line, cells, "period", partial(self._progress.period, cells))
        if period and period[1]:
            written = self._row.text(cells, "period")
            self._row.repaired(line, self._row.column("period"), written, period[0].text)
        row = _Row(
            line,
            cells,
            self._row_metric(line, cells),
            self._cell(line, cells, "region", self._region),
            period[0] if period else None,
            self._cell(line, cells, "unit", self._cells.unit),
            rows,
        )
        self._check_organisation(row)
        for measure in self._row.layout.measures:
            self._measure(measure, row)

    def _cell(
        self, line: int, cells: Sequence[str], key: str, read: Callable[[str], Found]
    ) -> Found | None:
        """Return what a cell means; None where it is faulty, or where a header says it instead."""
        if key not in self._row.layout.keys and not self._row.fixed(key):
            if key == "unit":
                return read("")
            if all(getattr(measure.role, key, None) for measure in self._row.layout.measures):
                return None
        try:
            self._row.check(line, self._row.column(key))
            return read(self._row.text(cells, key))
        except CellFault as fault:
            self._row.problem(line, self._row.column(key), fault)
            return None

    def _region(self, text: str) -> str:
        code = self._cells.region(text)
        if text:
            self._above = code
        elif self._above not in {None, code}:
            # The text of a merged cell stands in its first row alone, once it is saved as CSV.
            message = say(
                "no region, and the row above is another place's; fill the cell in every row"
            )
            raise CellFault("region", message)
        return code

    def _row_metric(self, line: int, cells: Sequence[str]) -> Metric | None:
        if all(measure.role.metric for measure in self._row.layout.measures):
            return None
        try:
            return self._cells.metric(self._row.text(cells, "metric"))
        except CellFault as fault:
            silent = all(says_nothing(cells[m.column]) for m in self._row.layout.measures)
            # Without a figure it may be the heading of a group; with one it must be known.
            severity = Severity.WARNING if silent else Severity.ERROR
            self._row.problem(line, self._row.column("metric"), fault, severity)
            return None

    def _check_organisation(self, row: _Row) -> None:
        name = self._row.text(row.cells, "organisation")
        if name:
            try:
                self._cells.bodies(name)
            except CellFault as fault:
                self._row.problem(
                    row.line, self._row.column("organisation"), fault, Severity.WARNING
                )

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
            self._row.check(row.line, measure.column + 1)
            if metric:
                figure = self._cells.figure(row.cells[measure.column].strip(), metric)
                if figure is None:
                    message = say("no figure: nothing is reported here")
                    self._row.note(row.line, measure.column + 1, "no-value", message)
                    return
                value = self._measured(measure, metric, figure, row)
        except CellFault as fault:
            at = self._row.column("unit") if fault.rule == "unit" else 0
            self._row.problem(row.line, at or measure.column + 1, fault)
        if not (metric and region and period and value):
            self._row.out.refused.append(RefusedRow(metric.id if metric else None, region, period))
            return
        organisation = self._row.text(row.cells, "organisation")
        self._row.out.observations.append(
            Observation(
                metric=metric.id,
                value=value[0],
                unit=value[1],
                region=region,
                period=period,
                position=self._row.table.place(row.line, measure.column + 1),
                organisation=organisation or None,
                item=self._row.text(row.cells, "item") or None,
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
        unit, scale = self._unit(measure, metric, figure, row)
        value = scaled(figure.value, scale)
        check_unit(metric, unit)
        check_range(metric, value, unit)
        check_share(measure, row.cells, metric, figure, (unit, scale))
        at = measure.column + 1
        if figure.read_as:
            self._row.repaired(row.line, at, row.cells[measure.column].strip(), figure.read_as)
        if repair := self._row.table.repairs.get((row.line, at)):
            self._row.note(row.line, at, "repaired", repair)
        if unit is not metric.unit:
            message = say(
                "given in {unit}, {metric} is measured in {wanted}; converted exactly",
                unit=unit.value,
                metric=metric.id,
                wanted=metric.unit.value,
            )
            self._row.note(row.line, self._row.column("unit") or at, "converted", message)
        if metric.maximum and unit is Unit.PERCENT and 0 < value < 1 and figure.unit is None:
            message = say(
                "taken as written, {value} percent;"
                " if a share of one was meant, write it in percent",
                value=plain(value),
            )
            self._row.note(row.line, at, "fraction", message, Severity.WARNING)
        return value, unit

    def _unit(
        self, measure: Measure, metric: Metric, figure: Figure, row: _Row
    ) -> tuple[Unit, int]:
        """Return the unit that cell, row and header agree on; a count needs none.

        Raises:
            CellFault: they do not agree, or say none where several are possible.
        """
        said = (figure.unit, row.unit, measure.role.unit)
        if metric.unit in _COUNTED and not any(said):
            message = say("no unit; counted in {unit}", unit=metric.unit.value)
            self._row.note(row.line, measure.column + 1, "unit", message)
            return metric.unit, 1
        return agreed_unit(metric, *said)
