"""banshi check: reported metrics against the targets of the plans."""

from typing import Annotated

import typer

from banshi.cli import options, output, values
from banshi.cli.exit_codes import ExitCode
from banshi.cli.intake import read_intake, tell
from banshi.cli.open_registry import open_registry
from banshi.errors import BadUsageError
from banshi.formats.style import Style
from banshi.judging.evaluate import evaluate
from banshi.judging.scope import Selection
from banshi.messages import mark, say
from banshi.model.outcome import Report, Status
from banshi.model.progress import MilestoneStatus
from banshi.model.registry import Registry
from banshi.position import Severity
from banshi.readers.csv_file import FILE_RULES

HELP = mark(
    "Compare reported metrics with the targets of the plans.\n\n"
    "METRICS are CSV files with the columns metric,value,unit,region,organisation,item,period or"
    " 指标,数值,单位,地区,部门,事项,期间, in any order; - is standard input. Without METRICS the"
    " files that [tool.banshi] or banshi.toml names are read.\n\n"
    "Exit codes: 0 nothing violated, 1 at least one violation, 2 wrong input, 3 a fault of banshi."
)
_FORMATS = ("table", "json", "csv")
# How a CSV result begins, by which a file of banshi's own is known; a test holds it to the format.
_FIRST_LINE = "status,severity,plan,task,clause,target,"
_GATES = ("error", "warning", "never")


def command(  # one parameter an option
    metrics: Annotated[
        list[str] | None, typer.Argument(metavar="METRICS", help=mark("Metrics files."))
    ] = None,
    as_of: options.AsOf = None,
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="NAME",
            help=mark(
                "Only this region and those in it; rows without a region are taken as this one's."
            ),
        ),
    ] = None,
    plan: options.Plans = None,
    task: Annotated[
        list[str] | None,
        typer.Option("--task", metavar="ID", help=mark("Only this task; * is allowed.")),
    ] = None,
    org: options.Organisation = None,
    metric: Annotated[
        list[str] | None,
        typer.Option("--metric", metavar="NAME", help=mark("Only this metric; * is allowed.")),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            metavar="error|warning|never",
            help=mark("Which violations make the exit code 1; the default is error."),
        ),
    ] = "error",
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help=mark("Warnings and what was not reported make the exit code 1 too.")
        ),
    ] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help=mark("Exit 0 even where something is violated."))
    ] = False,
    ignore_input_errors: Annotated[
        bool,
        typer.Option(
            "--ignore-input-errors",
            help=mark("Faulty cells are still listed, but do not make the exit code 2."),
        ),
    ] = False,
    format_: options.Format = None,
    output_file: options.Output = None,
    force: options.Force = False,
    registry: options.RegistryFolder = None,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
    color: options.Color = "auto",
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
) -> int:
    """Run the command and return its exit code."""
    chosen = values.choice(output.format_for(format_, output_file), "--format", _FORMATS)
    values.choice(fail_on, "--fail-on", _GATES)
    values.choice(color, "--color", ("auto", "always", "never"))
    day = values.as_of_day(as_of)
    if not metrics:
        raise BadUsageError(
            str(
                say(
                    "no metrics file given; name one, pipe one into `banshi check -`, or set"
                    " metrics in banshi.toml"
                )
            )
        )
    if output_file:
        output.refuse_foreign(output_file, _FIRST_LINE, force=force)
    known = open_registry(registry)
    selection = _selection(known, plan, task, org, metric, region)
    intake = read_intake(known, metrics, plan, region)
    report = evaluate(known, intake, day, selection)
    intake = report.intake  # with what judging found wrong in it
    code = exit_code(report, fail_on=fail_on, strict=strict, exit_zero=exit_zero)
    refused = any(problem.rule in FILE_RULES for problem in intake.problems)
    if refused or (intake.faulty and not ignore_input_errors):
        code = ExitCode.WRONG_INPUT
    judged = any(outcome.reported is not None for outcome in report.outcomes)
    nothing = not judged and not any(outcome.completion for outcome in report.milestones)
    if nothing:
        code = ExitCode.WRONG_INPUT
    drawn = output.style(color, verbose=verbose, to_file=output_file is not None)
    output.deliver(_render(report, chosen, code, drawn), output_file, force=True)
    _tell(report, verbose=verbose, quiet=quiet, nothing=nothing)
    return code


def _selection(
    registry: Registry,
    plan: list[str] | None,
    task: list[str] | None,
    org: str | None,
    metric: list[str] | None,
    region: str | None,
) -> Selection:
    metrics = values.select_metrics(registry, metric)
    pairs = values.select_tasks(registry, plans=plan, tasks=task, organisation=org)
    targets = frozenset(
        f"{p.id}/{t.id}/{target.id}"
        for p, t in pairs
        for target in t.targets
        if metrics is None or target.metric in metrics
    )
    # A metric is a target's: --metric leaves milestones out.
    milestones = frozenset(
        f"{p.id}/{t.id}/{milestone.id}"
        for p, t in pairs
        for milestone in t.milestones
        if metrics is None
    )
    if not targets and not milestones:
        raise BadUsageError(str(say("no target fits the selection: nothing to check")))
    regions = None
    if region:
        around = values.region_code(registry, region)
        regions = frozenset(r.code for r in registry.regions if registry.within(r.code, around))
    return Selection(targets, regions, silent_plans=plan is not None, milestones=milestones)


def exit_code(report: Report, *, fail_on: str, strict: bool, exit_zero: bool) -> ExitCode:
    """Return 1 where the gate counts an outcome, else 0.

    By default a violation of an issued plan counts; `fail_on="warning"` adds violations of drafts
    and hedged targets and what is behind; `strict` adds what was not reported or is overdue.
    """
    if exit_zero or (fail_on == "never" and not strict):
        return ExitCode.OK
    counted = {Severity.ERROR}
    statuses = {Status.VIOLATED}
    if strict or fail_on == "warning":
        counted.add(Severity.WARNING)
        statuses.add(Status.BEHIND)
    if strict:
        statuses.add(Status.UNREPORTED)
    failing = any(o.status in statuses and o.severity in counted for o in report.outcomes)
    if strict:  # what is overdue was not reported as done (docs/adr/0012-progress-of-milestones.md)
        failing = failing or any(o.status is MilestoneStatus.OVERDUE for o in report.milestones)
    return ExitCode.VIOLATED if failing else ExitCode.OK


def _render(report: Report, chosen: str, code: ExitCode, drawn: Style) -> str:
    # Each format is imported where it is wanted: rich for tables alone.
    if chosen == "json":
        from banshi.formats import check_json

        return check_json.render(report, int(code))
    if chosen == "csv":
        from banshi.formats import check_csv

        return check_csv.render(report)
    from banshi.formats import check_table

    return check_table.render(report, drawn)


def _tell(report: Report, *, verbose: bool, quiet: bool, nothing: bool) -> None:
    """Write to standard error what was refused, doubtful or left aside."""
    tell(report.intake.problems, report.notes, verbose=verbose, quiet=quiet)
    if nothing:
        output.to_stderr(say("no reported value belongs to a target: nothing was checked"))
