"""banshi measure: records of cases become a metrics file."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from banshi.cli import options, output, values
from banshi.cli.case_engine import Room, engine_of
from banshi.cli.exit_codes import ExitCode
from banshi.cli.measure_words import told
from banshi.cli.open_registry import open_registry
from banshi.cli.progress import progress
from banshi.cli.reject_limit import most_rejects, refuse
from banshi.errors import BadUsageError
from banshi.formats.cases import metrics_csv, rejects_csv
from banshi.loading.profile import read_calendar, read_profile
from banshi.measure.calendar import Calendar, calendar, clocks
from banshi.measure.compile import compile_job
from banshi.measure.files import CaseFile, CaseFiles, find_files
from banshi.measure.job import Clock
from banshi.measure.levels import LEVELS, SPANS
from banshi.measure.rejects import REASONS, rejects
from banshi.measure.result import Plan, Result, run
from banshi.messages import mark, say, say_count, translate
from banshi.model.profile import ProfileFile
from banshi.position import Problem
from banshi.values import dataclass

HELP = mark(
    "Compute metrics from records of cases.\n\n"
    "CASES are CSV or Parquet files, folders of them, or patterns with *. The profile says what"
    " their columns hold and which metrics are wanted. The result is a metrics file:\n\n"
    "banshi measure cases/*.csv --profile profile.yaml | banshi check -\n\n"
    "Exit codes: 0 measured, 2 wrong input, 3 a fault of banshi."
)
_BY = "region,month"


def command(  # one parameter an option
    cases: Annotated[
        list[str] | None, typer.Argument(metavar="CASES", help=mark("Files with a case a row."))
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option(
            "--profile", metavar="FILE", help=mark("What the columns hold, and the metrics (YAML).")
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="LEVELS",
            help=mark(
                "What is told apart, of region, organisation, item, month, quarter and year; the"
                " default is region,month."
            ),
        ),
    ] = _BY,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="PERIOD",
            help=mark("Only cases of this period: 2019-12, 2019-Q4, 2019-H1 or 2019."),
        ),
    ] = None,
    as_of: options.AsOf = None,
    calendar_file: Annotated[
        Path | None,
        typer.Option(
            "--calendar", metavar="FILE", help=mark("Working days of years not known yet (YAML).")
        ),
    ] = None,
    rejects_file: Annotated[
        Path | None,
        typer.Option("--rejects", metavar="FILE", help=mark("List faulty cases in this file.")),
    ] = None,
    max_rejects: Annotated[
        str | None,
        typer.Option(
            "--max-rejects",
            metavar="1%|N",
            help=mark("So many faulty cases are let pass; more are wrong input."),
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="duckdb|python|spark",
            help=mark("What counts; the default is duckdb where it is installed."),
        ),
    ] = None,
    master: Annotated[
        str | None,
        typer.Option(
            "--master",
            metavar="URL",
            help=mark("Where spark runs: local[2], spark://HOST:PORT; the default is local[*]."),
        ),
    ] = None,
    memory: Annotated[
        str | None,
        typer.Option(
            "--memory", metavar="SIZE", help=mark("Memory that duckdb or spark may take: 1GB.")
        ),
    ] = None,
    temp_dir: Annotated[
        Path | None,
        typer.Option(
            "--temp-dir", metavar="DIR", help=mark("Folder for what memory does not hold.")
        ),
    ] = None,
    output_file: options.Output = None,
    force: options.Force = False,
    registry: options.RegistryFolder = None,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
    quiet: options.Quiet = False,
) -> int:
    """Run the command and return its exit code."""
    if not cases:
        raise BadUsageError(str(say("no file of cases given")))
    if profile is None:
        raise BadUsageError(str(say("--profile is missing: it says what the columns hold")))
    wanted = _Wanted(_levels(by, period), period, values.as_of_day(as_of), calendar_file, registry)
    most = most_rejects(max_rejects)
    for file in (output_file, rejects_file):
        if file:
            output.refuse_unwritable(file)
    said, plan = _plan(profile, wanted)
    room = Room(master, memory, temp_dir)
    run_ = _Run(cases, engine, room, rejects_file, force, quiet)
    try:
        result = _measured(said, plan, run_, thorough=False)
    except UnicodeDecodeError:  # a large text that only begins as UTF-8
        result = _measured(said, plan, run_, thorough=True)
    refuse(result.counted, most)
    _deliver(result, plan, output_file, force=force)
    return ExitCode.OK


@dataclass(frozen=True, slots=True)
class _Run:
    """How the cases are gone through."""

    cases: Sequence[str]
    engine: str | None
    room: Room
    rejects: Path | None
    force: bool
    quiet: bool


def _measured(said: ProfileFile, plan: Plan, how: _Run, *, thorough: bool) -> Result:
    """Return what the cases give; what became of them is said, and listed where it is wanted.

    Raises:
        UnicodeDecodeError: a text was not opened thoroughly, and is in another encoding.
    """
    with CaseFiles(said, plan.job, how.room.folder, thorough=thorough) as opener:
        files = _open(opener, how.cases, quiet=how.quiet)
        with (
            progress(say("measuring")) as tell,
            engine_of(how.engine, plan, files, how.room, tell) as counting,
        ):
            result = run(plan, counting)
            doubled = counting.doubled() if how.rejects else frozenset()
        if not how.quiet or result.counted.rejected:
            for message in told(result.counted, plan):
                output.to_stderr(message)
        if how.rejects:
            listed = _rejects(plan, files, doubled)
            output.deliver(listed, how.rejects, force=how.force, bom=True)
    return result


@dataclass(frozen=True, slots=True)
class _Wanted:
    by: tuple[str, ...]
    period: str | None
    as_of: dt.date
    calendar: Path | None
    registry: Path | None


def _levels(text: str, period: str | None) -> tuple[str, ...]:
    """Return the levels that --by names.

    Raises:
        BadUsageError: there is no such level, it stands twice, or nothing says the period.
    """
    names = tuple(values.choice(name.strip(), "--by", LEVELS) for name in text.split(","))
    if len(set(names)) < len(names):
        raise BadUsageError(str(say("--by: a level stands there twice")))
    if not period and not SPANS.keys() & set(names):
        message = say("no period: name month, quarter or year in --by, or give --period")
        raise BadUsageError(str(message))
    return names


def _plan(path: Path, wanted: _Wanted) -> tuple[ProfileFile, Plan]:
    """Return the profile, and what is to be done.

    Raises:
        BadUsageError: profile or calendar are faulty; every fault was written to standard error.
    """
    registry = open_registry(wanted.registry)
    said, place, problems = read_profile(path)
    if said is None:
        raise _faulty(problems)
    job, region, unknown = compile_job(
        said,
        registry,
        place,
        as_of=wanted.as_of,
        period=values.period(wanted.period, "--period") if wanted.period else None,
        by=wanted.by,
    )
    if unknown:
        raise _faulty(unknown)
    days = _calendar(wanted.calendar) if Clock.WORKDAY in clocks(job) else None
    body = said.fixed.organisation or ""
    return said, Plan(job, registry, wanted.by, region, body, days)


def _calendar(path: Path | None) -> Calendar:
    if path is None:
        return calendar()
    said, _, problems = read_calendar(path)
    if said is None:
        raise _faulty(problems)
    return calendar(said.years)


def _faulty(problems: Sequence[Problem]) -> BadUsageError:
    output.problems_to_stderr(sorted(problems))
    message = say_count(
        "{count} error in what is to be measured: nothing was read",
        "{count} errors in what is to be measured: nothing was read",
        len(problems),
    )
    return BadUsageError(str(message))


def _open(opener: CaseFiles, paths: Sequence[str], *, quiet: bool) -> list[CaseFile]:
    found = [opener.open(path) for path in find_files(paths)]
    if opener.problems:
        raise _faulty(opener.problems)
    if not quiet:
        for name, encoding in opener.encodings:
            message = say("{path}: read as {encoding}", path=name, encoding=encoding)
            output.to_stderr(say("note: {text}", text=message))
    return [file for file in found if file]


def _rejects(plan: Plan, files: Sequence[CaseFile], doubled: frozenset[str]) -> str:
    return rejects_csv.render(
        (r.file, str(r.row), r.case, r.metric, r.fault, translate(REASONS[r.fault]))
        for r in rejects(plan, files, doubled)
    )


def _deliver(result: Result, plan: Plan, file: Path | None, *, force: bool) -> None:
    names = {code: region.name.zh for code, region in plan.registry.region_by_code.items()}
    text = metrics_csv.render(
        (r.metric, r.value, r.unit, names.get(r.region, r.region), r.organisation, r.item, r.period)
        for r in result.rows
    )
    output.deliver(text, file, force=force, bom=True)
