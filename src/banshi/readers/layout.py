"""Finds the header of a table and says what each of its columns holds.

Three shapes are read: one value a row (the long form), one row a region or department with a column
a metric, and one row a metric with a column a region or period. Rows above the header are titles.
Where the names do not say enough, a map file does (mapping.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from banshi.messages import say
from banshi.model.registry import Registry, fold
from banshi.position import Problem, Severity
from banshi.readers.columns import (
    KEYS,
    PROGRESS,
    REQUIRED,
    read_header,
    split_unit,
)
from banshi.readers.fitting import Mapped, assigned, fitting, holds_all
from banshi.readers.measures import Header, Measure, contradiction, find_measures
from banshi.readers.roles import Role, Setting, role_named, shaped
from banshi.readers.table import Row, Table, TableFault
from banshi.readers.unread import refuse_a_flood, unread
from banshi.values import dataclass
from banshi.wording.cells import read_figure, says_nothing
from banshi.wording.periods import named_years, read_period

# The header stands within this many rows that are not blank.
HEAD_ROWS = 30
# As many as a sheet of Excel has.
MOST_COLUMNS = 16_384
_DIGIT = re.compile("[0-9０-９]")
_NOTHING = Setting()


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one table."""

    line: int
    """Line of the header; 0 where a map file says that there is none."""
    above: int
    """How many rows stand above the values, the header included."""
    width: int
    keys: Mapping[str, int]
    """Index of each column that says something of its whole row."""
    measures: tuple[Measure, ...]
    roles: tuple[Role, ...]
    header: tuple[str, ...]
    titles: tuple[tuple[int, str], ...] = ()
    """Line and text of every cell above the header."""
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def progress(self) -> bool:
        """Whether its rows are about milestones."""
        return all(key in self.keys for key in PROGRESS)


def find_layout(
    head: Sequence[Row],
    table: Table,
    registry: Registry,
    mapped: "Mapped | None" = None,
    setting: Setting = _NOTHING,
) -> Layout:
    """Return the layout of the table that begins with the rows `head`.

    `mapped` is what a map file says of it: the line of its header, roles of columns, what is fixed.
    `setting` is what is known beside the table.

    Raises:
        TableFault: no row is a header, the header contradicts itself, or the map does not fit.
    """
    rows = list(head[:HEAD_ROWS])
    if not rows:
        raise TableFault(0, "no-rows", say("the file holds no rows: nothing to check"))
    widest = max(len(cells) for _, cells in rows)
    if widest > MOST_COLUMNS:
        message = say("{n} columns; more than {most} are not read", n=widest, most=MOST_COLUMNS)
        raise TableFault(rows[0][0], "header", message)
    header_line = mapped.header_line if mapped else None
    if header_line == 0:  # the map says that there is none: every row is one of values
        rows.insert(0, (0, [""] * max((len(cells) for _, cells in rows), default=0)))
    if mapped:
        rows = fitting(mapped, rows, table)
    fault = None
    for number, (line, cells) in enumerate(rows):
        below = rows[number + 1 :]
        if header_line not in {None, line} or (mapped and not holds_all(mapped, cells)):
            continue
        known = replace(setting, year=_year(setting, table, rows[:number]))
        named = [role_named(cell, registry, known) for cell in cells]
        roles, by_map = _mapped(shaped(named, cells, below), cells, mapped)
        if not _complete(roles, mapped):
            fault = fault or _yearless(line, cells, roles)
            if fault and any(map(_is_figure, cells)):
                break
            continue
        # A title may look like a header: it is none where a header stands right below it.
        wrong = contradiction(line, cells, roles, by_map)
        fault = fault or wrong
        if wrong is None:
            found = _layout(table, registry, (line, cells), roles, below)
            found = replace(found, problems=(*found.problems, *_dated(found, table, known.year)))
            return _with_titles(found, table, rows[:number])
    raise fault or _no_header(rows, header_line)


def _mapped(
    roles: list[Role], cells: Sequence[str], mapped: "Mapped | None"
) -> tuple[list[Role], list[bool]]:
    """Return the roles with those that a map file gives, and which of them are the map's."""
    given = [assigned(mapped, index, cell) if mapped else None for index, cell in enumerate(cells)]
    both = [one or role for one, role in zip(given, roles, strict=True)]
    return both, [one is not None for one in given]


def _year(setting: Setting, table: Table, above: Sequence[Row]) -> int | None:
    """Return the year of columns that name months alone, where all that is said names one."""
    texts = [table.sheet, *(text for _, cells in above for text in cells)]
    years = {year for text in texts for year in named_years(text)}
    years |= {setting.year} if setting.year else set()
    return years.pop() if len(years) == 1 else None


def _dated(found: Layout, table: Table, year: int | None) -> Iterator[Problem]:
    """Say of which year the columns are that name months or quarters alone."""
    alone = [
        index
        for index, role in enumerate(found.roles)
        if role.period and read_period(split_unit(found.header[index])[0]).no_year
    ]
    if alone and year:
        message = say(
            "the columns from {name} on are those of {year}", name=found.header[alone[0]], year=year
        )
        place = table.place(found.line, alone[0] + 1)
        yield Problem(place, "from-title", message, Severity.NOTE)


def _yearless(line: int, cells: Sequence[str], roles: Sequence[Role]) -> TableFault | None:
    """Return the fault of a header whose columns are months or quarters of no known year."""
    if not any(role.kind == "metric" for role in roles):
        return None
    for index, cell in enumerate(cells):
        if not roles[index].kind and read_period(split_unit(cell)[0]).no_year:
            message = say(
                "{text} of which year? Give --period 2019, or write it in a row above", text=cell
            )
            return TableFault(line, "period", message, index + 1)
    return None


def _with_titles(found: Layout, table: Table, above: Sequence[Row]) -> Layout:
    """Return a layout with the rows above its header; what looks like values there is said."""
    message = say("a row of figures above the header is not read")
    problems = [
        Problem(table.place(line), "above-header", message, Severity.WARNING)
        for line, cells in above
        if sum(map(_is_figure, cells)) > 1
    ]
    return replace(
        found,
        above=len(above) + 1 if found.line else 0,
        titles=tuple((line, text) for line, cells in above for text in cells if text.strip()),
        problems=(*problems, *found.problems),
    )


def _is_figure(text: str) -> bool:
    return read_figure(text) is not None


def _complete(roles: Sequence[Role], mapped: "Mapped | None") -> bool:
    """Whether the columns are enough to make values or progress of a row."""
    metric_for_all = mapped is not None and bool(mapped.fixed.metric)
    kinds = [role.kind for role in roles]
    by_metric = sum(role.metric is not None for role in roles)
    by_place_or_time = sum(role.region is not None or role.period is not None for role in roles)
    return (
        all(kind in kinds for kind in REQUIRED)
        or all(kind in kinds for kind in PROGRESS)
        or (metric_for_all and ("value" in kinds or by_place_or_time > 0))
        or (by_metric > 0 and mapped is not None and bool(mapped.assigned))
        or ("metric" in kinds and by_place_or_time > 0)
        or by_metric > 1
        or (by_metric > 0 and any(kind in kinds for kind in KEYS))
    )


def _layout(
    table: Table, registry: Registry, at: Row, roles: list[Role], below: Sequence[Row]
) -> Layout:
    line, cells = at
    keys: dict[str, int] = {}
    for index, role in enumerate(roles):
        if role.kind in {"", "aside", "measure"}:
            continue
        if role.kind in keys:
            message = say("a second column {name}; keep one", name=cells[index])
            raise TableFault(line, "duplicate-column", message, index + 1)
        keys[role.kind] = index
    measures, problems = find_measures(Header(table, line, cells, roles, keys))
    wide = any(measure.role.kind == "measure" for measure in measures)
    if wide and below and _goes_on(measures, keys, cells, below[0][1]):
        message = say(
            "the header goes on in this row; give the row that names every column with header_row"
            " in a map file (--map)"
        )
        raise TableFault(below[0][0], "header", message)
    taken = {m.numerator for m in measures} | {m.denominator for m in measures}
    taken |= {problem.position.column - 1 for problem in problems}
    strange = [index for index, role in enumerate(roles) if not role.kind and index not in taken]
    refuse_a_flood(line, [index for index in strange if cells[index].strip()])
    for index, role in enumerate(roles):
        figures = any(index < len(row) and read_figure(row[index]) is not None for _, row in below)
        if not role.kind and index not in taken:
            problems += unread(
                table, registry, (line, index), cells[index], figures=wide and figures
            )
        elif role.kind == "measure" and not wide:
            message = say(
                "column {name} is not read: the values stand in {value}",
                name=cells[index],
                value=cells[keys["value"]] if "value" in keys else "-",
            )
            severity = Severity.WARNING if figures else Severity.NOTE
            place = table.place(line, index + 1)
            problems.append(Problem(place, "extra-column", message, severity))
    return Layout(
        line, 0, len(cells), keys, measures, tuple(roles), tuple(cells), problems=tuple(problems)
    )


def _goes_on(
    measures: Sequence[Measure], keys: Mapping[str, int], header: Sequence[str], row: Sequence[str]
) -> bool:
    """Whether the row below a header is a part of it: words where figures should stand.

    So tables look whose columns stand in groups; below a merged cell, its text stands again.
    """
    cells = [*row, *[""] * (len(header) - len(row))]
    words = [cells[m.column] for m in measures if not says_nothing(cells[m.column])]
    named = [index for index in keys.values() if cells[index].strip()]
    return (
        bool(words)
        and all(read_figure(text) is None and not _DIGIT.search(text) for text in words)
        and all(fold(cells[index]) == fold(header[index]) for index in named)
        and [fold(cell) for cell in cells] != [fold(cell) for cell in header]
    )


def _no_header(rows: Sequence[Row], header_line: int | None) -> TableFault:
    if header_line is not None and all(line != header_line for line, _ in rows):
        message = say("there is no row {line} among the first {n}", line=header_line, n=HEAD_ROWS)
        return TableFault(header_line, "header", message)
    chosen = [row for row in rows if header_line in {None, row[0]}]
    line, cells = max(chosen, key=lambda row: len(read_header(row[1])), default=(0, []))
    missing = [column for column in REQUIRED if column not in read_header(cells)]
    return TableFault(
        line,
        "header",
        say(
            "no column {missing} in the header; expected metric,value,unit,region,organisation,"
            "item,period or 指标,数值,单位,地区,部门,事项,期间, or one column a metric beside the"
            " regions or bodies; a map file (--map) can say what the columns hold",
            missing=", ".join(missing),
        ),
    )
