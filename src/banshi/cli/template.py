"""banshi template: the form that a department fills in."""

from pathlib import Path
from typing import Annotated

import typer

from banshi.cli import options, output, values
from banshi.cli.exit_codes import ExitCode
from banshi.cli.open_registry import open_registry
from banshi.deadlines import Span, due
from banshi.errors import BadUsageError
from banshi.formats.template import template_csv
from banshi.messages import Message, mark, say
from banshi.model.form import Form
from banshi.model.period import Period
from banshi.model.plan import Plan
from banshi.model.registry import Registry
from banshi.template import form as make_form

HELP = mark(
    "Make the form in which a body reports what the plans demand of it.\n\n"
    "The form has a row for each metric, region and subject, and one for each milestone that is due"
    " by the end of the period. Filled in, it is read by `banshi check` as it is.\n\n"
    "A workbook goes to a file; CSV goes to standard output where no file is named."
)
_FORMATS = ("csv", "xlsx")
_SUFFIXES = {".csv": "csv", ".xlsx": "xlsx"}


def command(
    org: Annotated[
        str | None,
        typer.Option(
            "--org",
            metavar="NAME",
            help=mark("The body that reports; without it the form is for all. * is allowed."),
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="PERIOD",
            help=mark("The period that is reported: 2019-12, 2019-Q4, 2019-H1 or 2019."),
        ),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option("--region", metavar="NAME", help=mark("Only this region and those in it.")),
    ] = None,
    plan: options.Plans = None,
    task: Annotated[
        list[str] | None,
        typer.Option("--task", metavar="ID", help=mark("Only this task; * is allowed.")),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            metavar="csv|xlsx",
            help=mark("Format of the form; the default is csv, or what the output's suffix names."),
        ),
    ] = None,
    output_file: options.Output = None,
    force: options.Force = False,
    registry: options.RegistryFolder = None,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
    quiet: options.Quiet = False,
) -> int:
    """Run the command and return its exit code."""
    chosen = _format(format_, output_file)
    if not period:
        raise BadUsageError(
            str(say("--period is missing; name the period that is reported, such as 2019-Q4"))
        )
    span = values.period(period, "--period")
    known = open_registry(registry)
    form = _form(known, span, plan, task, org, region)
    if not form.rows and not form.milestones:
        raise BadUsageError(_nothing(form))
    if chosen == "xlsx" and output_file:
        from banshi.formats.template import template_xlsx  # openpyxl is drawn in only for workbooks

        output.deliver(template_xlsx.render(form, known), output_file, force=force)
    elif output_file:
        # Excel takes a file without the mark for one in the system's own encoding.
        data = template_csv.render(form, known).encode("utf-8-sig", "backslashreplace")
        output.deliver(data, output_file, force=force)
    else:
        output.deliver(template_csv.render(form, known), None)
    if not quiet:
        for late in form.too_new:
            output.to_stderr(say("note: {text}", text=_too_new(late, span)))
    return ExitCode.OK


def _format(chosen: str | None, file: Path | None) -> str:
    """Return the format: the chosen one, else the one that the suffix of the file names.

    Raises:
        BadUsageError: there is no such format, or a workbook would go to standard output.
    """
    if chosen is None and file is not None:
        suffix = file.suffix.lower()
        if suffix and suffix not in _SUFFIXES:
            message = say(
                "{path}: the suffix names no format; name the file .xlsx or .csv, or give --format",
                path=str(file),
            )
            raise BadUsageError(str(message))
        chosen = _SUFFIXES.get(suffix)
    format_ = values.choice(chosen or "csv", "--format", _FORMATS)
    if format_ == "xlsx" and file is None:
        raise BadUsageError(str(say("a workbook goes to a file; name it with --output")))
    return format_


def _form(
    registry: Registry,
    period: Period,
    plan: list[str] | None,
    task: list[str] | None,
    org: str | None,
    region: str | None,
) -> Form:
    pairs = values.select_tasks(registry, plans=plan, tasks=task)
    regions = None
    if region:
        around = values.region_code(registry, region)
        regions = frozenset(r.code for r in registry.regions if registry.within(r.code, around))
    return make_form(
        registry,
        pairs,
        period,
        due=due(registry, period.end, [Span(end=period.end)], rolling=False),
        organisations=values.organisation_ids(registry, org) if org else None,
        regions=regions,
    )


def _too_new(plan: Plan, period: Period) -> Message:
    return say(
        "{plan} was issued on {day}, after {period}: no value of that time counts for it",
        plan=plan.id,
        day=plan.issued.isoformat(),
        period=period.text,
    )


def _nothing(form: Form) -> str:
    message = say("nothing to report for {period}", period=form.period.text)
    for late in form.too_new:
        message = say("{what}; {reason}", what=message, reason=_too_new(late, form.period))
    return str(message)
