"""Finds the header of a table and says what each of its columns holds.

Three shapes are read: one value a row (the long form), one row a region or department with a column
a metric, and one row a metric with a column a region or period. Rows above the header are titles.
Where the names do not say enough, a map file does (mapping.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from banshi.messages import say
from banshi.model.registry import Registry, fold
from banshi.nearest import nearest
from banshi.position import Problem, Severity
from banshi.readers.columns import (
    HEADERS,
    KEYS,
    PROGRESS,
    REQUIRED,
    read_header,
    split_unit,
)
from banshi.readers.roles import Role, role_named, shaped
from banshi.readers.table import Row, Table, TableFault
from banshi.wording.cells import read_figure

# The header stands within this many rows that are not blank.
HEAD_ROWS = 30
# As many as a sheet of Excel has.
MOST_COLUMNS = 16_384
# So near to a known header, a column is a misspelt one: leaving it aside would change verdicts.
_NEAR = 0.74
_NEAR_METRIC = 0.8


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of values, with what its header says of all of them."""

    column: int
    role: Role
    numerator: int | None = None
    denominator: int | None = None


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


class Fixes(Protocol):
    """What holds for all rows of a table."""

    @property
    def metric(self) -> str:
        """Name of the metric of all rows, or nothing."""


class Mapped(Protocol):
    """What a map file says of a table; see mapping.py."""

    @property
    def header_line(self) -> int | None:
        """Line of the header; 0 where there is none."""

    @property
    def assigned(self) -> Mapping[str | int, Role]:
        """Roles by folded header or by index."""

    @property
    def fixed(self) -> Fixes:
        """What holds for all rows."""


def find_layout(
    head: Sequence[Row],
    table: Table,
    registry: Registry,
    mapped: "Mapped | None" = None,
) -> Layout:
    """Return the layout of the table that begins with the rows `head`.

    `mapped` is what a map file says of it: the line of its header, roles of columns, what is fixed.

    Raises:
        TableFault: no row is a header, or the header contradicts itself.
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
    for number, (line, cells) in enumerate(rows):
        if header_line is not None and line != header_line:
            continue
        roles = shaped([role_named(cell, registry) for cell in cells])
        if mapped:
            for index, cell in enumerate(cells):
                known = mapped.assigned.get(fold(cell)) or mapped.assigned.get(index)
                roles[index] = known or roles[index]
        if _complete(roles, mapped):
            titles = [(ln, text) for ln, above in rows[:number] for text in above if text.strip()]
            above = number + 1 if line else 0
            return _layout(table, registry, (line, above), cells, roles, titles, rows[number + 1 :])
    raise _no_header(rows, header_line)


def _complete(roles: Sequence[Role], mapped: "Mapped | None") -> bool:
    """Whether the columns are enough to make values or progress of a row."""
    metric_for_all = mapped is not None and bool(mapped.fixed.metric)
    kinds = [role.kind for role in roles]
    by_metric = sum(role.metric is not None for role in roles)
    by_place_or_time = sum(role.region is not None or role.period is not None for role in roles)
    return (
        all(kind in kinds for kind in REQUIRED)
        or all(kind in kinds for kind in PROGRESS)
        or ("value" in kinds and metric_for_all)
        or (by_metric > 0 and mapped is not None and bool(mapped.assigned))
        or ("metric" in kinds and by_place_or_time > 0)
        or by_metric > 1
        or (by_metric > 0 and any(kind in kinds for kind in KEYS))
    )


def _layout(
    table: Table,
    registry: Registry,
    at: tuple[int, int],
    cells: list[str],
    roles: list[Role],
    titles: list[tuple[int, str]],
    below: Sequence[Row],
) -> Layout:
    line, above = at
    keys: dict[str, int] = {}
    problems: list[Problem] = []
    for index, role in enumerate(roles):
        if role.kind in {"", "aside", "measure"}:
            continue
        if role.kind in keys:
            message = say("a second column {name}; keep one", name=cells[index])
            raise TableFault(line, "duplicate-column", message, index + 1)
        keys[role.kind] = index
    measures = _measures(line, cells, roles, keys)
    wide = any(measure.role.kind == "measure" for measure in measures)
    taken = {m.numerator for m in measures} | {m.denominator for m in measures}
    for index, role in enumerate(roles):
        if not role.kind and index not in taken:
            figures = wide and any(
                index < len(row) and read_figure(row[index]) is not None for _, row in below
            )
            problems += _unread(table, registry, (line, index), cells[index], figures=figures)
    return Layout(
        line,
        above,
        len(cells),
        keys,
        measures,
        tuple(roles),
        tuple(cells),
        tuple(titles),
        tuple(problems),
    )


def _measures(
    line: int, cells: list[str], roles: Sequence[Role], keys: Mapping[str, int]
) -> tuple[Measure, ...]:
    """Return the columns of values; of a wide table those that hold nothing else than values."""
    if "value" in keys:
        column = keys["value"]
        above, below = keys.get("numerator"), keys.get("denominator")
        return (Measure(column, roles[column], above, below),)
    found: list[Measure] = []
    seen: dict[tuple[object, ...], int] = {}
    for index, role in enumerate(roles):
        if role.kind != "measure":
            continue
        about = (
            role.metric.id if role.metric else None,
            role.region.code if role.region else None,
            role.period,
        )
        if about in seen:
            message = say("a second column {name}; keep one", name=cells[index])
            raise TableFault(line, "duplicate-column", message, index + 1)
        seen[about] = index
        above, below = _parts(role, cells)
        found.append(Measure(index, role, above, below))
    return tuple(found)


def _parts(role: Role, cells: Sequence[str]) -> tuple[int | None, int | None]:
    """Return the columns with the numerator and the denominator of a share."""
    metric = role.metric
    if metric is None:
        return None, None
    by_name = {fold(split_unit(cell)[0]): index for index, cell in reversed(list(enumerate(cells)))}
    found = []
    for mapped, names, word in (
        (role.numerator, metric.numerator, "分子"),
        (role.denominator, metric.denominator, "分母"),
    ):
        wanted = [mapped] if mapped else [*names, *(n + word for n in (metric.name.zh, metric.id))]
        hits = [by_name[fold(name)] for name in wanted if fold(name) in by_name]
        found.append(hits[0] if hits else None)
    above, below = found
    return (above, below) if above is not None and below is not None else (None, None)


def _unread(
    table: Table, registry: Registry, place: tuple[int, int], cell: str, *, figures: bool
) -> list[Problem]:
    """Say that a column is not read; refuse the table where its name is a misspelt one.

    Raises:
        TableFault: the name is nearly that of a known column or metric.
    """
    line, index = place
    known = [header for header, kind in HEADERS.items() if kind != "aside"]
    near = nearest(cell, known, cutoff=_NEAR)
    if not near and figures:
        near = nearest(split_unit(cell)[0], registry.metric_by_name, cutoff=_NEAR_METRIC)
    if near:
        message = say("unknown column {name}; did you mean {names}?", name=cell, names=near[0])
        raise TableFault(line, "column-name", message, index + 1)
    where = table.place(line, index + 1)
    if figures:
        message = say(
            "column {name} holds figures, is no known metric and is not read;"
            " a map file (--map) can say what it is",
            name=cell or "-",
        )
        return [Problem(where, "extra-column", message, Severity.WARNING)]
    if not cell.strip():
        return []
    message = say("column {name} is not read", name=cell)
    return [Problem(where, "extra-column", message, Severity.NOTE)]


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
