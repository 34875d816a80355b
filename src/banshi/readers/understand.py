"""What a table's columns hold, and what holds for all rows: headers, titles, maps, options."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from banshi.messages import say
from banshi.model.registry import Registry, fold
from banshi.position import Problem
from banshi.readers.cells import CellReader
from banshi.readers.columns import SPANS
from banshi.readers.layout import HEAD_ROWS, Layout, find_layout
from banshi.readers.mapped import MappedTable, table_map
from banshi.readers.roles import Setting
from banshi.readers.row_cells import Fixed
from banshi.readers.settles import Settles
from banshi.readers.surroundings import around, completed, one_year, wants
from banshi.readers.table import Row, Table, TableFault
from banshi.values import dataclass
from banshi.wording.cells import read_figure
from banshi.wording.periods import read_period

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read, beyond what they say themselves."""

    region: str | None = None
    """Code of the region that rows without a region take."""
    jurisdiction: str | None = None
    """Code of the division that 全市 names."""
    period: str = ""
    """The period of tables that name none."""
    sheets: tuple[str, ...] | None = None
    """The sheets of workbooks that are read; None for every visible one."""
    maps: tuple[MappedTable, ...] = ()
    """What a map file says of the tables."""
    settles: Settles | None = None
    """Settles the rows of large files that are met; without it every row is kept."""
    progress: Progress | None = None
    """Is told of how many of how many bytes the large files were gone through."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A table with what its columns hold and what holds for all of its rows."""

    table: Table
    layout: Layout
    fixed: Fixed
    year: int | None
    problems: tuple[Problem, ...]

    def below(self) -> Iterator[Row]:
        """Yield the rows below the header.

        Raises:
            TableFault: the table breaks off.
        """
        return islice(self.table.rows, self.layout.above, None)

    def cells(self, registry: Registry, reading: Reading) -> CellReader:
        """Return what reads the cells of this table."""
        column = self.layout.keys.get("period")
        header = "" if column is None else self.layout.header[column]
        return CellReader(
            registry,
            region=reading.region,
            jurisdiction=reading.jurisdiction,
            year=self.year,
            span=SPANS.get(fold(header), ""),
        )


def understand(table: Table, registry: Registry, reading: Reading) -> Understood:
    """Find the header of a table and what holds for all of its rows.

    Raises:
        TableFault: there is none, or something that every value must have is named nowhere.
    """
    mapped = table_map(reading.maps, table.sheet)
    layout = find_layout(
        table.head(HEAD_ROWS), table, registry, mapped, _setting(registry, reading)
    )
    texts = around(table, layout)
    fixed, notes = completed(mapped.fixed if mapped else Fixed(), layout, registry, texts)
    if wants(layout, fixed, "period") and layout.measures:
        if not reading.period:
            message = say(
                "no column period, and no title names one; give --period 2019-12, or add the column"
            )
            raise TableFault(layout.line, "header", message)
        fixed = replace(fixed, period=reading.period)
    # An option that a title speaks against settles nothing: 8月 then names its year itself.
    years = {one_year(texts), _year_of(reading.period)} - {None}
    year = years.pop() if len(years) == 1 else None
    problems = (*layout.problems, *notes)
    return Understood(table, layout, fixed, year, problems)


def _setting(registry: Registry, reading: Reading) -> Setting:
    places = [registry.region_by_code.get(c or "") for c in (reading.region, reading.jurisdiction)]
    return Setting(tuple(filter(None, places)), _year_of(reading.period))


def words_alone(table: Table, fault: TableFault, reading: Reading) -> bool:
    """Whether `fault` says no more than that a sheet, such as one of instructions, is no table.

    A sheet that holds a figure, and one that --sheet asks for or a map names, must have a header.
    """
    mapped = table_map(reading.maps, table.sheet)
    named = reading.sheets is not None or (mapped is not None and mapped.sheet is not None)
    if fault.rule not in {"header", "map"} or not table.sheet or named:
        return False
    return not any(read_figure(cell) is not None for _, cells in table.rows for cell in cells)


def _year_of(period: str) -> int | None:
    found = read_period(period).periods if period else ()
    return found[0].end.year if len(found) == 1 else None
