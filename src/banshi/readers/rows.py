"""Turns the cells of one row into an observation, or says of each faulty cell what was expected.

Every lookup is remembered by the text of the cell: a long table says the same few metrics, regions,
units and periods over and over.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

from banshi.messages import Message, say
from banshi.model.catalogue import Metric
from banshi.model.intake import Observation, RefusedRow
from banshi.model.period import Period, parse_period
from banshi.model.quantity import Unit, parse_number, plain, scaled
from banshi.model.registry import Registry, fold
from banshi.position import Position, Problem, Severity
from banshi.readers.checks import (
    Number,
    agreed_unit,
    check_range,
    check_unit,
    unknown,
)
from banshi.readers.table import CellFault
from banshi.wording.units import read_unit

# Words for the jurisdiction itself (semantics.md, "Verdicts").
_JURISDICTION = frozenset({"全市", "市本级", "全区", "区本级", "全县", "县本级"})
_WIDE = str.maketrans("０１２３４５６７８９．－＋％", "0123456789.-+%")
_VALUE = re.compile(r"(?P<number>[+-]?[0-9.]+)\s*(?P<unit>[^0-9.,\s]{1,12})?")
_SHOWN = 60

Found = TypeVar("Found")


class RowReader:
    """Reads rows that have the columns `columns`; problems and notes collect in `problems`."""

    def __init__(
        self,
        registry: Registry,
        columns: dict[str, int],
        *,
        region: str | None = None,
        jurisdiction: str | None = None,
    ) -> None:
        self.problems: list[Problem] = []
        self.refused: list[RefusedRow] = []
        self._registry = registry
        self._columns = columns
        self._region = region
        self._jurisdiction = jurisdiction
        self._known: dict[tuple[str, str], object] = {}

    def read(self, cells: Sequence[str], file: str, line: int) -> Observation | None:
        """Return the observation of one row, or None where a cell of it is faulty."""
        faults = len(self.problems)
        metric = self._cell("metric", cells, file, line, self._metric)
        number = self._cell("value", cells, file, line, self._number)
        period = self._cell("period", cells, file, line, self._period)
        region = self._cell("region", cells, file, line, self._region_code)
        unit = self._cell("unit", cells, file, line, self._unit)
        if metric and number and unit is not None:
            value = self._measured(metric, number, unit, file, line)
        else:
            value = None
        organisation = self._text("organisation", cells)
        if organisation:
            self._organisation(organisation, file, line)
        refused = any(p.severity is Severity.ERROR for p in self.problems[faults:])
        if refused or not (metric and number and period and region and value):
            self.refused.append(RefusedRow(metric.id if metric else None, region, period))
            return None
        return Observation(
            metric=metric.id,
            value=value[0],
            unit=value[1],
            region=region,
            period=period,
            position=self._place("value", file, line),
            organisation=organisation or None,
            item=self._text("item", cells) or None,
            body=self._body(organisation),
        )

    def _place(self, column: str, file: str, line: int) -> Position:
        index = self._columns.get(column)
        return Position(file, line, 0 if index is None else index + 1)

    def _text(self, column: str, cells: Sequence[str]) -> str:
        index = self._columns.get(column)
        return "" if index is None else cells[index].strip()

    def _cell(
        self,
        column: str,
        cells: Sequence[str],
        file: str,
        line: int,
        read: Callable[[str], Found],
    ) -> Found | None:
        text = self._text(column, cells)
        key = (column, text)
        known = self._known.get(key)
        if known is None:
            try:
                known = read(text)
            except CellFault as fault:
                known = fault
            self._known[key] = known
        if isinstance(known, CellFault):
            place = self._place(column, file, line)
            self.problems.append(Problem(place, known.rule, known.message))
            return None
        return known  # type: ignore[return-value]  # the key's column decides the type

    def _note(self, column: str, file: str, line: int, rule: str, message: Message) -> None:
        place = self._place(column, file, line)
        self.problems.append(Problem(place, rule, message, Severity.NOTE))

    # The cells, one by one.

    def _metric(self, text: str) -> Metric:
        if not text:
            raise CellFault("metric", say("no metric"))
        found = self._registry.metric_by_name.get(fold(text))
        if found:
            return found
        names = [
            name
            for metric in self._registry.metrics
            for name in (metric.id, metric.name.zh, *metric.aliases)
        ]
        raise CellFault(
            "metric", unknown(say("unknown metric {name}", name=text[:_SHOWN]), text, names)
        )

    def _region_code(self, text: str) -> str:
        if not text:
            if self._region:
                return self._region
            raise CellFault("region", say("no region; fill the cell or give --region"))
        if text in _JURISDICTION:
            for code in (self._region, self._jurisdiction):
                known = self._registry.region_by_code.get(code or "")
                # 全市 is a city's word and 全区 a district's: 站前区 is not the whole city.
                if known and known.name.zh[-1] in text:
                    return known.code
            raise CellFault(
                "region", say("{name} of which place? Name it, or give --region", name=text)
            )
        found = self._registry.region_by_name.get(fold(text))
        if found:
            return found.code
        names = [
            name for region in self._registry.regions for name in (region.name.zh, region.code)
        ]
        raise CellFault(
            "region", unknown(say("unknown region {name}", name=text[:_SHOWN]), text, names)
        )

    def _period(self, text: str) -> Period:
        found = parse_period(text.translate(_WIDE))
        if found:
            return found
        if not text:
            raise CellFault("period", say("no period; expected 2019-08, 2019-Q3, 2019-H1 or 2019"))
        raise CellFault(
            "period",
            say(
                "{text} is no period; expected 2019-08, 2019-Q3, 2019-H1 or 2019",
                text=text[:_SHOWN],
            ),
        )

    def _unit(self, text: str) -> tuple[Unit, int] | tuple[()]:
        if not text:
            return ()
        found = read_unit(text)
        if found:
            return found
        known = [unit.value for unit in Unit] + ["分钟", "工作日", "小时", "天", "%", "项", "个"]
        raise CellFault(
            "unit", unknown(say("unknown unit {name}", name=text[:_SHOWN]), text, known)
        )

    def _number(self, text: str) -> Number:
        if not text:
            raise CellFault(
                "value", say("no value; a value that is not known is left out with its row")
            )
        folded = text.translate(_WIDE)
        match = _VALUE.fullmatch(folded)
        value = parse_number(match["number"]) if match else None
        unit = read_unit(match["unit"]) if match and match["unit"] else None
        if match is None or value is None or (match["unit"] and unit is None):
            raise CellFault(
                "value",
                say("{text} is no number; expected plain digits such as 99.95", text=text[:_SHOWN]),
            )
        repair = None
        if folded != text:
            repair = say("{text} is read as {read}", text=text, read=folded)
        return Number(value, unit, repair)

    def _organisation(self, name: str, file: str, line: int) -> None:
        key = ("organisation", name)
        if key not in self._known:
            self._known[key] = self._registry.organisations_named(name) or CellFault(
                "organisation",
                unknown(
                    say(
                        "unknown organisation {name}; the row is judged all the same",
                        name=name[:_SHOWN],
                    ),
                    name,
                    [printed for body in self._registry.organisations for printed in body.printed],
                ),
            )
        fault = self._known[key]
        if isinstance(fault, CellFault):
            place = self._place("organisation", file, line)
            self.problems.append(Problem(place, fault.rule, fault.message, Severity.WARNING))

    def _body(self, name: str) -> str:
        """Return the id of the one body that is called `name`, else nothing."""
        known = self._known.get(("organisation", name))
        return known[0].id if isinstance(known, list) and len(known) == 1 else ""

    def _measured(
        self,
        metric: Metric,
        number: Number,
        column: tuple[Unit, int] | tuple[()],
        file: str,
        line: int,
    ) -> tuple[Decimal, Unit] | None:
        """Return value and unit, once both are known to fit the metric."""
        try:
            unit, scale = agreed_unit(metric, number, column)
            value = scaled(number.value, scale)
            check_unit(metric, unit)
            check_range(metric, value, unit)
        except CellFault as fault:
            place = self._place("unit" if fault.rule == "unit" else "value", file, line)
            self.problems.append(Problem(place, fault.rule, fault.message))
            return None
        if number.repair:
            self._note("value", file, line, "repaired", number.repair)
        if unit is not metric.unit:
            message = say(
                "given in {unit}, {metric} is measured in {wanted}; converted exactly",
                unit=unit.value,
                metric=metric.id,
                wanted=metric.unit.value,
            )
            self._note("unit", file, line, "converted", message)
        if metric.maximum and unit is Unit.PERCENT and 0 < value < 1:
            self.problems.append(
                Problem(
                    self._place("value", file, line),
                    "fraction",
                    say(
                        "taken as written, {value} percent;"
                        " if a share of one was meant, write it in percent",
                        value=plain(value),
                    ),
                    Severity.WARNING,
                )
            )
        return value, unit
