"""banshi trace: the transcription held against the plans' own texts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from banshi.cli import options, output, problem_reports, values
from banshi.cli.exit_codes import ExitCode
from banshi.cli.open_registry import open_registry
from banshi.errors import BadUsageError
from banshi.formats.problems import problems_csv
from banshi.formats.problems.problems import Problems
from banshi.messages import mark, say, why
from banshi.model.plan import Plan
from banshi.model.registry import Registry
from banshi.position import Problem
from banshi.trace import trace

HELP = mark(
    "Prove the transcription against the plans' own texts.\n\n"
    "Every figure of a text must be covered, in its clause, by the evidence of a target or"
    " milestone, by a deadline, or by a waived figure; every phrase of the transcription must stand"
    " in its clause, and the organisations of a tail must be those of the task. Without --source"
    " only what the registry says of itself is checked.\n\n"
    "Exit codes: 0 nothing open, 1 something is open, 2 wrong usage or registry."
)


def command(
    source: Annotated[
        Path | None,
        typer.Option(
            "--source", metavar="FILE|DIR", help=mark("Text of a plan, or the folder of the texts.")
        ),
    ] = None,
    plan: options.Plans = None,
    format_: options.ProblemFormat = None,
    output_file: options.Output = None,
    force: options.Force = False,
    registry: options.RegistryFolder = None,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
    quiet: options.Quiet = False,
) -> int:
    """Run the command and return its exit code."""
    chosen = problem_reports.wanted(format_, output_file)
    if output_file:
        output.refuse_foreign(output_file, problems_csv.FIRST_LINE, force=force)
    known = open_registry(registry, language=True)
    wanted = {found.id for found in values.select_plans(known, plan)}
    problems: list[Problem] = []
    proved = 0
    for number, entry in enumerate(known.plans):
        if entry.id not in wanted:
            continue
        text = _text(entry, source, plan)
        if text is None:
            _unproved(entry, quiet=quiet)
            if source and source.is_dir():  # all selected plans were to be proved
                where = known.position("plans", number, "source", "name")
                message = say("no text {name} in {path}", name=entry.source.name, path=str(source))
                problems.append(Problem(where, "trace-source", message))
            continue
        proved += 1
        problems += _prove(known, number, *text, quiet=quiet)
    if source and not proved:
        raise BadUsageError(str(say("no text of a selected plan in {path}", path=str(source))))
    problems.sort()
    code = ExitCode.VIOLATED if problems else ExitCode.OK
    files = [
        known.position("plans", number).file
        for number, entry in enumerate(known.plans)
        if entry.id in wanted
    ]
    found = Problems("trace", problems, int(code), tuple(files))
    problem_reports.write(found, chosen, output_file)
    return code


def _prove(
    registry: Registry, number: int, name: str, data: bytes, *, quiet: bool
) -> Sequence[Problem]:
    traced = trace(registry, number, data, name)
    if not quiet:
        output.to_stderr(
            say(
                "{plan}: {figures} figures in the text, {n} open points",
                plan=registry.plans[number].id,
                figures=traced.figures,
                n=len(traced.problems),
            )
        )
    return traced.problems


def _unproved(plan: Plan, *, quiet: bool) -> None:
    if not quiet:
        output.to_stderr(
            say(
                "{plan}: its text {name} is not at hand; checked is only that words and figures of"
                " the registry agree",
                plan=plan.id,
                name=plan.source.name,
            )
        )


def _text(
    plan: Plan, source: Path | None, chosen: Sequence[str] | None
) -> tuple[str, bytes] | None:
    """Return name and content of the text of `plan`, or None where it is not at hand."""
    if source is None:
        return None
    try:
        if source.is_dir():
            file = source / plan.source.name
            return (file.as_posix(), file.read_bytes()) if file.is_file() else None
        # A file is the text of the plan that names it, or of the one plan that was asked for.
        if source.name == plan.source.name or (
            chosen and len(chosen) == 1 and "*" not in chosen[0]
        ):
            return source.as_posix(), source.read_bytes()
    except OSError as error:
        message = say("{path} cannot be read: {detail}", path=str(source), detail=why(error))
        raise BadUsageError(str(message)) from None
    if not source.exists():
        raise BadUsageError(str(say("no file {path}", path=str(source))))
    return None
