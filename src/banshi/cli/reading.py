"""Reads the metrics files of a command as its options say, and says what is wrong with them."""

import datetime as dt
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from banshi.cli import output, values
from banshi.cli.progress import progress
from banshi.errors import BadUsageError
from banshi.judging.scope import Selection
from banshi.messages import Message, say, say_count
from banshi.model.intake import Intake
from banshi.model.registry import Registry
from banshi.position import Problem, Severity, in_order
from banshi.readers.mapped import MappedTable
from banshi.readers.open_files import open_files
from banshi.readers.read import read_files
from banshi.readers.source import Source
from banshi.readers.understand import Reading
from banshi.values import dataclass

# More of standard input is kept on disk: it is gone through twice.
_IN_MEMORY = 4_000_000


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the options of a command say of its metrics files."""

    paths: Sequence[str]
    region: str | None = None
    """The one region that rows without a region take."""
    plans: Sequence[str] | None = None
    period: str | None = None
    sheets: Sequence[str] | None = None
    map_file: Path | None = None


def reading(registry: Registry, inputs: Inputs) -> Reading:
    """Return how the files are to be read.

    Raises:
        BadUsageError: a region, a plan, a period or the map file is not understood.
    """
    code = values.region_code(registry, inputs.region) if inputs.region else None
    places = {plan.jurisdiction for plan in values.select_plans(registry, inputs.plans)}
    return Reading(
        region=code,
        jurisdiction=code or (next(iter(places)) if len(places) == 1 else None),
        period=values.period(inputs.period, "--period").text if inputs.period else "",
        sheets=tuple(inputs.sheets) if inputs.sheets else None,
        maps=_maps(registry, inputs.map_file) if inputs.map_file else (),
    )


def _maps(registry: Registry, path: Path) -> tuple[MappedTable, ...]:
    from banshi.loading.table_map import read_map  # few runs have a map
    from banshi.readers.mapping import resolve

    found, place, problems = read_map(path)
    maps: tuple[MappedTable, ...] = ()
    if found:
        maps, unknown = resolve(found, registry, place)
        problems = [*problems, *unknown]
    if problems:
        output.problems_to_stderr(in_order(problems))
        message = say_count(
            "the map file has {count} error: nothing was read",
            "the map file has {count} errors: nothing was read",
            len(problems),
        )
        raise BadUsageError(str(message))
    return maps


def open_inputs(paths: Sequence[str]) -> list[Source]:
    """Return the files at `paths`; - is standard input.

    Raises:
        BadUsageError: a file cannot be read, or standard input is named twice.
    """
    if list(paths).count("-") > 1:
        raise BadUsageError(str(say("standard input (-) can be read only once")))
    return [_standard_input() if path == "-" else open_files([path])[0] for path in paths]


def _standard_input() -> Source:
    data = sys.stdin.buffer.read(_IN_MEMORY)
    if len(data) < _IN_MEMORY:
        return Source("<stdin>", data)
    # It has no name and is gone with this process, however that ends.
    import tempfile

    spooled = tempfile.TemporaryFile()  # noqa: SIM115 - it is read as long as the process lives
    while data:
        spooled.write(data)
        data = sys.stdin.buffer.read(_IN_MEMORY)
    spooled.flush()
    return Source("<stdin>", spooled)


def read(
    registry: Registry, inputs: Inputs, as_of: dt.date, selection: Selection | None = None
) -> Intake:
    """Read the files; rows of large ones that are met are counted and not kept.

    Raises:
        BadUsageError: an option is not understood, or a file cannot be read.
    """
    how = reading(registry, inputs)
    files = open_inputs(inputs.paths)
    if any(file.large for file in files):
        from banshi.judging.settling import Settler

        how = replace(how, settles=Settler(registry, as_of, selection))
    with progress(say("reading")) as tell:
        return read_files(files, registry, replace(how, progress=tell))


def tell(
    problems: Sequence[Problem], notes: Iterable[Message], *, verbose: bool, quiet: bool
) -> None:
    """Write to standard error what was refused, doubtful or left aside."""
    errors = [p for p in problems if p.severity is Severity.ERROR]
    if quiet:
        output.problems_to_stderr(errors)
    else:
        shown = problems if verbose else [p for p in problems if p.severity is not Severity.NOTE]
        output.problems_to_stderr(shown)
        for note in notes:
            output.to_stderr(say("note: {text}", text=note))
        repairs = len(problems) - len(shown)
        if repairs:
            output.to_stderr(
                say_count(
                    "{count} note on the input; -v shows it",
                    "{count} notes on the input; -v shows them",
                    repairs,
                )
            )
    if errors:
        output.to_stderr(
            say_count(
                "{count} error in the input: its row or file is not judged",
                "{count} errors in the input: their rows or files are not judged",
                len(errors),
            )
        )
