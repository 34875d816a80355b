"""Turns the rows of a table into observations, or says of each faulty cell what was expected."""

from collections.abc import Callable, Sequence
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
from banshi.readers.unit_words import unit_word
from banshi.values import dataclass
from banshi.wording.cells import Figure, says_nothing

Found = TypeVar("Found")
# A number of these has one reading; 15 minutes may be 15 hours, and 0.95 percent 95.
_COUNTED = frozenset({Unit.ITEM, Unit.STAGE, Unit.PERSON})


_NO_FIGURE = (Decimal(0), Unit.ITEM)
_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class _Keys:
    """What a row says of all its values."""

    metric: Metric | None
    region: str | None
    period: Period | None
    unit: tuple[Unit, int] | tuple[()] | None
    behind: tuple[Unit, int] | tuple[()]
    """The unit in brackets behind the metric's name."""
    organisation: str
    body: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One row."""

    line: int
    cells: Sequence[str]
    keys: _Keys
    rows: int


class RowReader:
    """Reads the rows of one table into `out`."""

    def __init__(
        self, table: Table, layout: Layout, fixed: Fixed, cells: CellReader, out: Collected
    ) -> None:
        self._row = RowCells(table, layout, fixed, out)
        self._cells = cells
        self._progress = ProgressReader(self._row, cells)
        # A long table says the same few things of its values again and again; what had nothing to
        # be said of it is remembered. In a workbook a cell may be faulty by its place.
        self._remembers = table.even
        self._known: dict[tuple[str, ...], _Keys] = {}
        self._values: dict[tuple[object, ...], tuple[Decimal, Unit]] = {}
        named = ("metric", "region", "period", "year", "unit", "organisation")
        self._named = [layout.keys[key] for key in named if key in layout.keys]
        self._above: str | None = None
        """Region of the nearest row above that writes one."""

    def read(self, line: int, cells: Sequence[str], rows: int = 1) -> None:
        """Read one row, which stands for `rows`: an observation for each figure in it."""
        self._row.out.rows += rows
        cells = self._row.row(line, cells)
        if not cells or self._progress.takes(line, cells):
            return
        texts = tuple([cells[index] for index in self._named])
        keys = self._known.get(texts)
        if keys is None:
            before = len(self._row.out.problems)
            keys = self._keys(line, cells)
            # What a blank region means depends on the row above.
            placed = not self._row.column("region") or self._row.text(cells, "region") != ""
            if self._remembers and placed and len(self._row.out.problems) == before:
                if len(self._known) > _REMEMBERED:
                    self._known.clear()
                self._known[texts] = keys
        elif self._row.column("region"):
            self._above = keys.region
        row = _Row(line, cells, keys, rows)
        for measure in self._row.layout.measures:
            self._measure(measure, row)

    def _keys(self, line: int, cells: Sequence[str]) -> _Keys:
        period = self._cell(line, cells, "period", partial(self._progress.period, cells))
        if period and period[1]:
            written = self._row.text(cells, "period")
            self._row.repaired(line, self._row.column("period"), written, period[0].text)
        metric = self._row_metric(line, cells)
        region = self._cell(line, cells, "region", self._region)
        unit = self._cell(line, cells, "unit", self._cells.unit)
        name = self._row.text(cells, "organisation")
        body = self._body(line, name) if name else ""
        behind = self._cells.unit_behind(self._row.text(cells, "metric")) if metric else ()
        return _Keys(metric, region, period[0] if period else None, unit, behind, name, body)

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

    def _body(self, line: int, name: str) -> str:
        """Return the id of the one body called `name`, else nothing; warn of a strange one."""
        try:
            bodies = self._cells.bodies(name)
        except CellFault as fault:
            column = self._row.column("organisation")
            self._row.problem(line, column, fault, Severity.WARNING)
            return ""
        return bodies[0].id if len(bodies) == 1 else ""

    # The values.

    def _measure(self, measure: Measure, row: _Row) -> None:
        role = measure.role
        text = row.cells[measure.column]
        metric = role.metric or row.keys.metric
        if metric is None and says_nothing(text):
            return
        region = role.region.code if role.region else row.keys.region
        period = role.period or row.keys.period
        value = None
        try:
            self._row.check(row.line, measure.column + 1)
            if metric:
                value = self._value(measure, metric, text, row)
                if value is _NO_FIGURE:
                    return
        except CellFault as fault:
            at = self._row.column("unit") if fault.rule == "unit" else 0
            self._row.problem(row.line, at or measure.column + 1, fault)
        if not (metric and region and period and value):
            self._row.out.refused.append(RefusedRow(metric.id if metric else None, region, period))
            return
        self._row.out.observations.append(
            Observation(
                metric=metric.id,
                value=value[0],
                unit=value[1],
                region=region,
                period=period,
                position=self._row.table.place(row.line, measure.column + 1),
                organisation=row.keys.organisation or None,
                item=self._row.text(row.cells, "item") or None,
                body=row.keys.body,
                rows=row.rows,
            )
        )

    def _value(
        self, measure: Measure, metric: Metric, text: str, row: _Row
    ) -> tuple[Decimal, Unit] | None:
        """Return what a cell writes; _NO_FIGURE where it says that there is none.

        Raises:
            CellFault: it is not understood, or does not fit the metric.
        """
        key = (measure.column, metric.id, row.keys.unit, row.keys.behind, text)
        known = self._values.get(key)
        if known:
            return known
        before = len(self._row.out.problems)
        figure = self._cells.figure(text.strip(), metric)
        if figure is None:
            message = say("no figure: nothing is reported here")
            self._row.note(row.line, measure.column + 1, "no-value", message)
            return _NO_FIGURE
        value = self._measured(measure, metric, figure, row)
        said = len(self._row.out.problems) > before
        if value and self._remembers and not said and measure.numerator is None:
            if len(self._values) > _REMEMBERED:
                self._values.clear()
            self._values[key] = value
        return value

    def _measured(
        self, measure: Measure, metric: Metric, figure: Figure, row: _Row
    ) -> tuple[Decimal, Unit] | None:
        """Return value and unit, once both are known to fit the metric.

        Raises:
            CellFault: they do not.
        """
        if row.keys.unit is None:  # it is faulty, and was said to be
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
                unit=unit_word(unit),
                metric=metric.id,
                wanted=unit_word(metric.unit),
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
        said = (figure.unit, row.keys.unit, row.keys.behind, measure.role.unit)
        if metric.unit in _COUNTED and not any(said):
            message = say("no unit; counted in {unit}", unit=unit_word(metric.unit))
            self._row.note(row.line, measure.column + 1, "unit", message)
            return metric.unit, 1
        return agreed_unit(metric, *said)
