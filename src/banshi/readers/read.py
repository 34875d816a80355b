"""Reads any number of metrics files into one intake, and holds their rows against each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, islice

from banshi.messages import say
from banshi.model.intake import InputFile, Intake, Observation, RefusedRow
from banshi.model.quantity import convert
from banshi.model.registry import Registry
from banshi.position import Position, Problem, Severity
from banshi.readers.cells import CellReader
from banshi.readers.csv_file import open_csv
from banshi.readers.layout import HEAD_ROWS, Layout, find_layout
from banshi.readers.mapping import MappedTable, table_map
from banshi.readers.rows import Collected, Fixed, RowReader
from banshi.readers.source import Source
from banshi.readers.surroundings import around, completed, one_year, wants
from banshi.readers.table import FILE_RULES, Opened, Row, Table, TableFault
from banshi.wording.cells import read_figure
from banshi.wording.periods import read_period


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


@dataclass(frozen=True, slots=True)
class Understood:
    """A table with what its columns hold and what holds for all of its rows."""

    table: Table
    layout: Layout
    fixed: Fixed
    year: int | None
    problems: tuple[Problem, ...]
    below: Iterator[Row]
    """The rows below the header."""


def read_files(
    files: Sequence[Source], registry: Registry, reading: Reading | None = None
) -> Intake:
    """Read metrics files into one intake; faults in them are problems, never exceptions.

    Rows that say the same thing twice are noted and kept once; rows that contradict each other are
    errors that name both places, and neither is kept.

    Raises:
        OSError: a file cannot be read.
    """
    intakes = [read_file(file, registry, reading or Reading()) for file in files]
    observations, problems, contradicted = _unrepeated(
        [observation for intake in intakes for observation in intake.observations], registry
    )
    problems += [problem for intake in intakes for problem in intake.problems]
    return Intake(
        tuple(observations),
        tuple(sorted(problems)),
        tuple(file for intake in intakes for file in intake.files),
        tuple([row for intake in intakes for row in intake.refused] + contradicted),
        tuple(entry for intake in intakes for entry in intake.completions),
    )


def read_file(file: Source, registry: Registry, reading: Reading) -> Intake:
    """Read one file."""
    opened = open_source(file, reading)
    out = Collected(problems=list(opened.problems))
    sheets = [_read_table(table, registry, reading, out) for table in opened.tables]
    _nothing_found(file, opened, sheets, out)
    whole = not any(problem.rule in FILE_RULES for problem in out.problems if _bad(problem))
    read = InputFile(
        file.name,
        opened.sha256,
        out.rows,
        opened.encoding,
        opened.format,
        opened.delimiter,
        tuple(t.sheet for t, read in zip(opened.tables, sheets, strict=True) if read and t.sheet),
        (
            *opened.unread_sheets,
            *(t.sheet for t, read in zip(opened.tables, sheets, strict=True) if not read),
        ),
    )
    return Intake(
        tuple(out.observations) if whole else (),
        tuple(sorted(out.problems)),
        (read,),
        tuple(out.refused),
        tuple(out.completions) if whole else (),
    )


def open_source(file: Source, reading: Reading) -> Opened:
    """Return the tables of a file."""
    _ = reading
    return open_csv(file)


def _bad(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR


def _read_table(table: Table, registry: Registry, reading: Reading, out: Collected) -> bool:
    """Read one table into `out`; return whether it had a header."""
    try:
        understood = understand(table, registry, reading)
        out.problems += understood.problems
        cells = CellReader(
            registry,
            region=reading.region,
            jurisdiction=reading.jurisdiction,
            year=understood.year,
        )
        rows = RowReader(table, understood.layout, understood.fixed, cells, out)
        before = out.rows
        for line, row in understood.below:
            rows.read(line, row)
    except TableFault as fault:
        # A sheet of words alone, such as instructions, is no table at all.
        if fault.rule == "header" and table.sheet and not reading.sheets and not _figures(table):
            return False
        place = table.place(fault.line, fault.column)
        out.problems.append(Problem(place, fault.rule, fault.message))
        return True
    if out.rows == before:
        message = say("a header and no rows: nothing to check")
        severity = Severity.NOTE if table.sheet else Severity.ERROR
        place = table.place(understood.layout.line)
        out.problems.append(Problem(place, "no-rows", message, severity))
    return True


def _figures(table: Table) -> bool:
    """Whether any cell of a sheet holds a figure."""
    return any(read_figure(cell) is not None for _, cells in table.rows for cell in cells)


def understand(table: Table, registry: Registry, reading: Reading) -> Understood:
    """Find the header of a table and what holds for all of its rows.

    Raises:
        TableFault: there is none, or something that every value must have is named nowhere.
    """
    mapped = table_map(reading.maps, table)
    rows = iter(table.rows)
    head = list(islice(rows, HEAD_ROWS))
    layout = find_layout(head, table, registry, mapped)
    texts = around(table, layout)
    fixed, notes = completed(mapped.fixed if mapped else Fixed(), layout, registry, texts)
    if wants(layout, fixed, "period") and layout.measures:
        if not reading.period:
            message = say(
                "no column period, and no title names one; give --period 2019-12, or add the column"
            )
            raise TableFault(layout.line, "header", message)
        fixed = replace(fixed, period=reading.period)
    year = one_year(texts) or _year_of(reading.period)
    start = next((n for n, (line, _) in enumerate(head) if line > layout.line), len(head))
    below = chain(head[start:], rows)
    problems = (*layout.problems, *notes)
    return Understood(table, layout, fixed, year, problems, below)


def _year_of(period: str) -> int | None:
    found = read_period(period).periods if period else ()
    return found[0].end.year if len(found) == 1 else None


def _nothing_found(file: Source, opened: Opened, done: Sequence[bool], out: Collected) -> None:
    """Refuse a workbook in which nothing was found: "no rows" must never look like a pass."""
    if opened.format == "xlsx" and not opened.problems and not out.rows:
        if any(done):
            message = say("a header and no rows: nothing to check")
        else:
            message = say("no sheet holds a table with a header that is known")
        out.problems.append(Problem(Position(file.name), "no-rows", message))


def _unrepeated(
    observations: Sequence[Observation], registry: Registry
) -> tuple[list[Observation], list[Problem], list[RefusedRow]]:
    first: dict[object, Observation] = {}
    contradicted: set[object] = set()
    problems: list[Problem] = []
    for observation in observations:
        key = (observation.series, observation.period.end, observation.period.days)
        earlier = first.setdefault(key, observation)
        if earlier is observation:
            continue
        values = {"metric": observation.metric, "place": str(earlier.position)}
        if _exact(earlier, registry) == _exact(observation, registry):
            message = say("says the same as {place}; counted once", place=str(earlier.position))
            problems.append(Problem(observation.position, "repeated", message, Severity.NOTE))
        else:
            contradicted.add(key)
            message = say("contradicts {place} on {metric}; neither row is judged", **values)
            problems.append(Problem(observation.position, "contradiction", message))
    kept = [observation for key, observation in first.items() if key not in contradicted]
    refused = [
        RefusedRow(observation.metric, observation.region, observation.period)
        for key, observation in first.items()
        if key in contradicted
    ]
    return kept, problems, refused


def _exact(observation: Observation, registry: Registry) -> Fraction:
    unit = registry.metric_by_id[observation.metric].unit
    return Fraction(convert(observation.value, observation.unit, unit))
