"""Reads the metrics files that a command was given, and says what is wrong with them."""

import sys
from collections.abc import Iterable, Sequence

from banshi.cli import output, values
from banshi.errors import BadUsageError
from banshi.messages import Message, say, say_count
from banshi.model.intake import Intake
from banshi.model.registry import Registry
from banshi.position import Problem, Severity


def read_intake(
    registry: Registry, metrics: Sequence[str], plan: list[str] | None, region: str | None
) -> Intake:
    """Return what the files `metrics` hold; `-` is standard input.

    Rows without a region are taken as those of `region`; 全市 names it too, or else the one place
    that the chosen plans bind.

    Raises:
        BadUsageError: a file cannot be read, or a plan or region is unknown.
    """
    from banshi.readers.read import open_files, read_files  # `due` mostly runs without files

    code = values.region_code(registry, region) if region else None
    places = {p.jurisdiction for p in values.select_plans(registry, plan)}
    jurisdiction = code or (next(iter(places)) if len(places) == 1 else None)
    if metrics.count("-") > 1:
        raise BadUsageError(str(say("standard input (-) can be read only once")))
    files = []
    for name in metrics:
        if name == "-":
            files.append(("<stdin>", sys.stdin.buffer.read()))
        else:
            files += open_files([name])
    return read_files(files, registry, region=code, jurisdiction=jurisdiction)


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
