"""banshi check: reported metrics against the targets of the plans."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from banshi.cli import (
    baselines,
    gate_options,
    gating,
    options,
    output,
    reading,
    reports,
    selecting,
    values,
)
from banshi.cli.exit_codes import ExitCode
from banshi.cli.open_registry import open_registry
from banshi.cli.reading import Inputs
from banshi.cli.reports import Wanted
from banshi.cli.selecting import Filters
from banshi.errors import BadUsageError
from banshi.formats.check import check_json
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.judging.evaluate import evaluate
from banshi.messages import mark, say
from banshi.model.granted import Waivers
from banshi.model.outcome import Report
from banshi.model.registry import Registry
from banshi.position import in_order

HELP = mark(
    "Compare reported metrics with the targets of the plans.\n\n"
    "METRICS are workbooks (.xlsx), CSV, JSON, JSON Lines or Parquet files: with one value a row,"
    " in the columns metric,value,unit,region,organisation,item,period or"
    " 指标,数值,单位,地区,部门,事项,期间 in any order; with a column a metric; or with a column a"
    " region or period. - is standard input. Without METRICS the files that [tool.banshi] or"
    " banshi.toml names are read.\n\n"
    "Exit codes: 0 nothing violated, 1 at least one violation, 2 wrong input, 3 a fault of banshi."
)
_GATES = ("error", "warning", "never")


def command(  # one parameter an option
    metrics: Annotated[
        list[str] | None, typer.Argument(metavar="METRICS", help=mark("Metrics files."))
    ] = None,
    as_of: options.AsOf = None,
    period: options.Period = None,
    sheet: options.Sheets = None,
    map_: options.MapFile = None,
    explain_columns: options.ExplainColumns = False,
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="NAME",
            help=mark(
                "Only this region and those in it; rows without a region are taken as this one's,"
                " unless * names several."
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
    select: gate_options.Select = None,
    ignore: gate_options.Ignore = None,
    fail_on: gate_options.FailOn = "error",
    strict: gate_options.Strict = False,
    exit_zero: gate_options.ExitZero = False,
    ignore_input_errors: gate_options.IgnoreInputErrors = False,
    waivers: gate_options.WaiverFiles = None,
    no_waivers: gate_options.NoWaivers = False,
    max_waiver_days: gate_options.MaxWaiverDays = None,
    baseline: gate_options.BaselineFile = None,
    create_baseline: gate_options.CreateBaseline = None,
    record: gate_options.Record = None,
    format_: gate_options.Format = None,
    output_file: options.Output = None,
    report: gate_options.Reports = None,
    force: options.Force = False,
    registry: options.RegistryFolder = None,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
    color: options.Color = "auto",
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
) -> int:
    """Run the command and return its exit code."""
    wanted = reports.wanted(format_, output_file, report, automatic=True)
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
    reads = [*metrics, *(waivers or ()), *filter(None, (baseline, map_))]
    _guard(wanted, reads, create_baseline, record, force=force)
    filters = Filters(plan, task, org, metric, select, ignore, region)
    most_days = (
        values.number_of_days(max_waiver_days, "--max-waiver-days") if max_waiver_days else None
    )
    known = open_registry(registry)
    inputs = Inputs(metrics, filters.one_region, plan, period, sheet, map_)
    if explain_columns:
        from banshi.cli.explaining import explain

        return explain(known, inputs, color)
    selection = selecting.selection(known, filters)
    past = _past(record, day)
    granted = _waivers(known, [] if no_waivers else waivers or [], day, most_days)
    held = baselines.load(baseline) if baseline else None
    intake = reading.read(known, inputs, day, selection)
    judged = gating.apply(evaluate(known, intake, day, selection), granted, held)
    if waivers and no_waivers:
        judged = replace(
            judged, notes=(*judged.notes, say("no waivers are applied (--no-waivers)"))
        )
    code = gating.exit_code(judged, fail_on=fail_on, strict=strict, exit_zero=exit_zero)
    if gating.wrong_input(judged, ignore_input_errors=ignore_input_errors):
        code = ExitCode.WRONG_INPUT
    shown = None if record else reports.statuses(wanted, verbose=verbose)
    result = past(check_json.result(judged, int(code), shown))
    reports.write(wanted, result, color, verbose=verbose)
    _tell(judged, verbose=verbose, quiet=quiet)
    if create_baseline:
        _create(create_baseline, judged, code, quiet=quiet)
    if record:
        _record(record, result, code, quiet=quiet)
    return code


def _waivers(
    registry: Registry, files: Sequence[Path], as_of: dt.date, most_days: int | None
) -> Waivers:
    if not files:
        return Waivers()
    from banshi.cli.waivers import load  # most runs have none

    return load(files, registry, as_of, most_days)


def _guard(
    wanted: Sequence[Wanted],
    reads: Sequence[str | Path],
    baseline: Path | None,
    history: Path | None,
    *,
    force: bool,
) -> None:
    """Refuse, before anything is read, what cannot be written or is not banshi's own."""
    written = [path for path in (*(one.path for one in wanted), baseline, history) if path]
    reports.refuse_doubles(written)
    reports.refuse(wanted, reads, force=force)
    if baseline:
        output.refuse_foreign(baseline, force=force)


def _create(path: Path, report: Report, code: ExitCode, *, quiet: bool) -> None:
    """Write the baseline, but not from input that is wrong: it would hide what is only unread."""
    if code is ExitCode.WRONG_INPUT:
        output.to_stderr(say("{path}: no baseline is written from wrong input", path=str(path)))
    else:
        baselines.write(path, report, quiet=quiet)


def _past(history: Path | None, as_of: dt.date) -> Callable[[CheckResult], CheckResult]:
    """Return what puts the values of earlier runs into a result; the history is read now."""
    if history is None:
        return lambda result: result
    from banshi.cli import recording  # most runs have none

    said = recording.open_history(history, as_of.isoformat())
    return lambda result: recording.beside(result, said)


def _record(history: Path, result: CheckResult, code: ExitCode, *, quiet: bool) -> None:
    from banshi.cli import recording

    recording.record(history, result, code, quiet=quiet)


def _tell(report: Report, *, verbose: bool, quiet: bool) -> None:
    """Write to standard error what was refused, doubtful or left aside."""
    problems = in_order([*report.intake.problems, *report.problems])
    reading.tell(problems, report.notes, verbose=verbose, quiet=quiet)
    if not quiet:
        baselines.tell(report)
    if gating.nothing_judged(report):
        output.to_stderr(say("no reported value belongs to a target: nothing was checked"))
