"""Reads any number of metrics files into one intake, and holds their rows against each other."""

from collections.abc import Sequence
from fractions import Fraction

from banshi.messages import say
from banshi.model.input_rules import FILE_RULES
from banshi.model.intake import InputFile, Intake, Observation, RefusedRow
from banshi.model.quantity import convert
from banshi.model.registry import Registry
from banshi.position import Position, Problem, Severity, in_order
from banshi.readers.mapped import about_nothing
from banshi.readers.open_source import open_source
from banshi.readers.row_cells import Collected
from banshi.readers.rows import RowReader
from banshi.readers.source import Source
from banshi.readers.table import Opened, Table, TableFault
from banshi.readers.understand import Reading, understand, words_alone


def read_files(
    files: Sequence[Source], registry: Registry, reading: Reading | None = None
) -> Intake:
    """Read metrics files into one intake; faults in them are problems, never exceptions.

    Rows that say the same thing twice are noted and kept once; rows that contradict each other are
    errors that name both places, and neither is kept.

    Raises:
        OSError: a file cannot be read.
    """
    reading = reading or Reading()
    intakes = _read_all(files, registry, reading)
    observations, problems, contradicted = _unrepeated(
        [observation for intake in intakes for observation in intake.observations], registry
    )
    problems += [problem for intake in intakes for problem in intake.problems]
    read = [file for intake in intakes for file in intake.files]
    problems += about_nothing(
        reading.maps, [sheet for file in read for sheet in _sheets(file, reading)]
    )
    return Intake(
        tuple(observations),
        tuple(in_order(problems)),
        tuple(read),
        tuple([row for intake in intakes for row in intake.refused] + contradicted),
        tuple(entry for intake in intakes for entry in intake.completions),
    )


def _sheets(file: InputFile, reading: Reading) -> tuple[str, ...]:
    """Return the sheets that a map may be about; a text file has one without a name."""
    if file.format != "xlsx":
        return ("",)
    # What --sheet leaves out, a map may well be about.
    return (*file.sheets, *file.unread_sheets) if reading.sheets else file.sheets


def _read_all(files: Sequence[Source], registry: Registry, reading: Reading) -> list[Intake]:
    """Return the intake of each file; the large ones go through one sieve."""
    settles = reading.settles
    if settles is None or not any(file.large for file in files):
        return [read_file(file, registry, reading) for file in files]
    from banshi.readers.large_files.large import as_large, sieve_all  # most runs need neither

    found = [as_large(file, registry, reading) if file.large else None for file in files]
    intakes = {
        number: read_file(file, registry, reading)
        for number, file in enumerate(files)
        if found[number] is None
    }
    large = {number: file for number, file in enumerate(found) if file}
    rows = sieve_all(list(large.values()), list(intakes.values()), settles, reading.progress)
    for (number, file), out in zip(large.items(), rows, strict=True):
        intakes[number] = finished(file.source, file.opened, [True], out)
    return [intakes[number] for number in range(len(files))]


def read_file(file: Source, registry: Registry, reading: Reading) -> Intake:
    """Read one file."""
    opened = open_source(file, reading.sheets)
    out = Collected(problems=list(opened.problems))
    sheets = [_read_table(table, registry, reading, out) for table in opened.tables]
    _nothing_found(file, opened, sheets, out)
    return finished(file, opened, sheets, out)


def finished(file: Source, opened: Opened, sheets: Sequence[bool], out: Collected) -> Intake:
    """Return what was read of one file; nothing of a file that its structure refuses."""
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
        tuple(in_order(out.problems)),
        (read,),
        tuple(out.refused),
        tuple(out.completions) if whole else (),
    )


def _bad(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR


def _read_table(table: Table, registry: Registry, reading: Reading, out: Collected) -> bool:
    """Read one table into `out`; return whether it had a header."""
    try:
        understood = understand(table, registry, reading)
        out.problems += understood.problems
        cells = understood.cells(registry, reading)
        rows = RowReader(table, understood.layout, understood.fixed, cells, out)
        before = out.rows
        for line, row in understood.below():
            rows.read(line, row)
    except TableFault as fault:
        if words_alone(table, fault, reading):
            return False
        out.problems += fault.said(table)
        return True
    if out.rows == before:
        message = say("a header and no rows: nothing to check")
        severity = Severity.NOTE if table.sheet else Severity.ERROR
        place = table.place(understood.layout.line)
        out.problems.append(Problem(place, "no-rows", message, severity))
    return True


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
