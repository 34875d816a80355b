"""banshi validate: the registry alone, every problem of every file in one run."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from banshi.cli import options, output, problem_reports
from banshi.cli.exit_codes import ExitCode
from banshi.cli.open_registry import rule_problems
from banshi.errors import BadUsageError
from banshi.formats.problems import problems_csv
from banshi.formats.problems.problems import Problems
from banshi.loading.load import Loaded, default_registry, read_registry
from banshi.messages import mark, say, why
from banshi.model.plan import Task
from banshi.model.registry import Registry
from banshi.position import Position, Severity, in_order

HELP = mark(
    "Check the registry itself and report every problem with file:line:column.\n\n"
    "PATH is a registry folder, a plan file (checked with the catalogues of the registry), or - for"
    " a plan on standard input; the default is the registry that comes with banshi.\n\n"
    "Exit codes: 0 no error, 2 at least one error (with --strict: or warning)."
)


def command(
    path: Annotated[
        str | None, typer.Argument(metavar="PATH", help=mark("Registry folder or plan file."))
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=mark("Warnings make the exit code 2 too."))
    ] = False,
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
    loaded = _load(path, registry)
    problems = in_order([*loaded.problems, *rule_problems(loaded.registry)])
    counted = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    failing = [problem for problem in problems if problem.severity in counted]
    code = ExitCode.WRONG_INPUT if failing else ExitCode.OK
    files = [position.file for position in _plan_files(loaded.registry)]
    found = Problems("validate", problems, int(code), tuple(files))
    problem_reports.write(found, chosen, output_file)
    if not quiet:
        plans = loaded.registry.plans
        tasks = [task for plan in plans for task in plan.tasks]
        output.to_stderr(
            say(
                "{plans} plans, {tasks} tasks, {targets} targets, {milestones} milestones"
                " ({manual} read by hand): {errors} errors, {warnings} warnings",
                plans=len(plans),
                tasks=len(tasks),
                targets=sum(len(task.targets) for task in tasks),
                milestones=sum(len(task.milestones) for task in tasks),
                manual=sum(map(_by_hand, tasks)),
                errors=sum(p.severity is Severity.ERROR for p in problems),
                warnings=sum(p.severity is Severity.WARNING for p in problems),
            )
        )
    return code


def _plan_files(registry: Registry) -> Iterator[Position]:
    """Yield where each plan that could be read stands."""
    for number in range(len(registry.plans)):
        yield registry.position("plans", number)


def _by_hand(task: Task) -> int:
    """Count the entries of `task` whose words no rule reads."""
    entries = (task.deadline, *task.targets, *task.milestones)
    return sum(1 for entry in entries if entry and entry.manual)


def _load(path: str | None, registry: Path | None) -> Loaded:
    if path is None:
        return read_registry(registry or default_registry())
    if path == "-":
        plan = ("<stdin>", sys.stdin.buffer.read())
        return read_registry(registry or default_registry(), [plan])
    place = Path(path)
    if place.is_dir():
        return read_registry(place)
    try:
        plan = (place.as_posix(), place.read_bytes())
    except (OSError, ValueError) as error:
        message = say("{path} cannot be read: {detail}", path=path, detail=why(error))
        raise BadUsageError(str(message)) from None
    around = place.resolve().parent.parent
    beside = around if (around / "metrics.yaml").is_file() else default_registry()
    return read_registry(registry or beside, [plan])
