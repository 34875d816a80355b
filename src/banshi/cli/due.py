"""banshi due: what is due when."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Annotated

import typer

from banshi.cli import options, output, reading, values
from banshi.cli.exit_codes import ExitCode
from banshi.cli.open_registry import open_registry
from banshi.cli.reading import Inputs
from banshi.deadlines import Span, due, with_progress
from banshi.errors import BadUsageError
from banshi.formats.due import due_csv, due_json, due_markdown
from banshi.formats.shared.style import Style
from banshi.judging.milestones import Progress, judge_milestones
from banshi.judging.scope import Scope, Selection
from banshi.messages import Message, mark, say, say_count
from banshi.model.due import DueItem
from banshi.model.intake import Intake
from banshi.model.period import last_of_month
from banshi.model.registry import Registry
from banshi.position import in_order

HELP = mark(
    "List the deadlines of tasks, milestones and targets.\n\n"
    "Without a time it lists the next 30 days. Days are included at both ends; what is rolling (no"
    " date, never overdue) comes last. A target or milestone is listed on its own where its day"
    " differs from its task's.\n\n"
    "With --metrics, milestones are judged by what the files say of them: those that are done are"
    " left out, the others say whether they are overdue. A task is never done by its milestones."
    " Waivers and baselines change nothing here: they let something be missed and move no day."
)
_FORMATS = ("table", "json", "csv", "markdown", "ics")
_DEFAULT_DAYS = 30


def command(  # one parameter an option
    month: Annotated[
        int | None,
        typer.Option(
            "--month", metavar="1-12", help=mark("This month, of every year that plans speak of.")
        ),
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YYYY", help=mark("This year alone."))
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=mark("From this day on."))
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help=mark("Up to this day."))
    ] = None,
    within: Annotated[
        str | None,
        typer.Option(
            "--within", metavar="30d", help=mark("The next days from --as-of on, such as 30d.")
        ),
    ] = None,
    overdue: Annotated[
        bool, typer.Option("--overdue", help=mark("What was due before --as-of."))
    ] = False,
    metrics: Annotated[
        list[str] | None,
        typer.Option(
            "--metrics",
            metavar="FILE",
            help=mark("Leave out the milestones that this metrics file reports as done."),
        ),
    ] = None,
    period: options.Period = None,
    sheet: options.Sheets = None,
    map_: options.MapFile = None,
    with_done: Annotated[
        bool, typer.Option("--with-done", help=mark("List the milestones that are done too."))
    ] = False,
    org: options.Organisation = None,
    plan: options.Plans = None,
    as_of: options.AsOf = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            metavar="|".join(_FORMATS),
            help=mark(
                "Format of the result; the default is table, or what the output's suffix names."
                " ics is a calendar."
            ),
        ),
    ] = None,
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
    values.choice(color, "--color", ("auto", "always", "never"))
    day = values.as_of_day(as_of)
    if output_file:
        output.refuse_foreign(output_file, ",".join(due_csv.HEADER), force=force)
    known = open_registry(registry)
    pairs = values.select_tasks(known, plans=plan, organisation=org)
    wanted = {f"{p.id}/{t.id}" for p, t in pairs}
    everything = [i for i in due(known, day) if f"{i.plan.id}/{i.task.id}" in wanted]
    inputs = Inputs(metrics or (), plans=plan, period=period, sheets=sheet, map_file=map_)
    progress, intake = _progress(known, inputs, day, wanted)
    everything = with_progress(everything, progress.outcomes)
    bare = not any((month, year, from_, to, within, overdue))
    spans = _spans(known, day, month, year, from_, to, within, overdue=overdue)
    items = [
        item
        for item in everything
        if (item.by is None and not overdue)
        or (item.by is not None and all(any(s.holds(item.by) for s in either) for either in spans))
    ]
    notes = list(progress.notes)
    if not with_done:
        notes += _left_out([item for item in items if item.done])
        items = [item for item in items if not item.done]
        everything = [item for item in everything if not item.done]
    notes += _notes(items, everything, day, bare=bare)
    if chosen == "ics":
        from banshi.formats.due import due_ics  # icalendar is drawn in only for calendars

        held = due_ics.whole(items, everything)
        notes += _of_calendar(items, held)
        output.deliver(due_ics.render(held, day, known), output_file, force=True, readable=True)
    else:
        drawn = output.style(color, verbose=verbose, to_file=output_file is not None)
        text = _render(items, day, notes, chosen, drawn, intake)
        output.deliver(text, output_file, force=True, bom=chosen == "csv")
    reading.tell(intake.problems, notes, verbose=verbose, quiet=quiet)
    return ExitCode.WRONG_INPUT if intake.faulty else ExitCode.OK


def _progress(
    registry: Registry, inputs: Inputs, as_of: dt.date, wanted: Collection[str]
) -> tuple[Progress, Intake]:
    """Return the verdicts on the milestones of the tasks `wanted`, and what was read for them."""
    if not inputs.paths:
        return Progress(), Intake()
    intake = reading.read(registry, inputs, as_of)
    milestones = frozenset(
        f"{p.id}/{t.id}/{milestone.id}"
        for p, t, _path in registry.tasks()
        if f"{p.id}/{t.id}" in wanted
        for milestone in t.milestones
    )
    scope = Scope(registry, as_of, Selection(milestones=milestones))
    found = judge_milestones(scope, intake.completions)
    problems = tuple(in_order((*intake.problems, *found.problems)))
    return found, replace(intake, problems=problems)


def _left_out(done: Sequence[DueItem]) -> Iterator[Message]:
    if done:
        yield say_count(
            "{count} deadline is done and left out; --with-done lists it",
            "{count} deadlines are done and left out; --with-done lists them",
            len(done),
        )


def _spans(
    registry: Registry,
    as_of: dt.date,
    month: int | None,
    year: int | None,
    from_: str | None,
    to: str | None,
    within: str | None,
    *,
    overdue: bool,
) -> list[list[Span]]:
    """Return groups of spans: a day must lie in one span of every group."""
    groups: list[list[Span]] = []
    if year is not None and not 1 <= year <= dt.MAXYEAR:
        raise BadUsageError(str(say("--year: there is no year {n}", n=year)))
    if month is not None:
        if not 1 <= month <= 12:  # noqa: PLR2004
            raise BadUsageError(str(say("--month: there is no month {n}; write 1 to 12", n=month)))
        years = [year] if year else _years(registry)
        groups.append([Span(dt.date(y, month, 1), last_of_month(y, month)) for y in years])
    elif year is not None:
        groups.append([Span(dt.date(year, 1, 1), dt.date(year, 12, 31))])
    if from_ or to:
        start = values.day(from_, "--from") if from_ else None
        end = values.day(to, "--to") if to else None
        if start and end and end < start:
            raise BadUsageError(str(say("--to lies before --from: no day between them")))
        groups.append([Span(start, end)])
    if overdue:
        before = as_of - dt.timedelta(days=1) if as_of > dt.date.min else None
        groups.append([Span(None, before)] if before else [])
    if within or not groups:
        days = values.within_days(within) if within else _DEFAULT_DAYS
        try:
            groups.append([Span(as_of, as_of + dt.timedelta(days=days))])
        except OverflowError:
            groups.append([Span(as_of, None)])
    return groups


def _years(registry: Registry) -> list[int]:
    """Return every year that a plan was issued in or names a day of."""
    years = {plan.issued.year for plan in registry.plans}
    for _plan, task, _path in registry.tasks():
        dated = (task.deadline, *task.targets, *task.milestones)
        years |= {entry.by.year for entry in dated if entry and entry.by}
    return sorted(years)


def _notes(
    items: Sequence[DueItem], everything: Sequence[DueItem], as_of: dt.date, *, bare: bool
) -> list[Message]:
    notes = []
    if bare and not any(item.by for item in items):
        dated = [item for item in everything if item.by]
        coming = [item for item in dated if item.by and item.by >= as_of]
        if coming and coming[0].by:
            notes.append(
                say(
                    "nothing is due in the next 30 days; the next is {day}: {what}",
                    day=coming[0].by.isoformat(),
                    what=coming[0].id,
                )
            )
        elif dated and dated[-1].by:
            notes.append(
                say(
                    "nothing is due in the next 30 days; the latest was {day}: {what}"
                    " (--overdue lists what is past, --month a month of every plan)",
                    day=dated[-1].by.isoformat(),
                    what=dated[-1].id,
                )
            )
    unknown = sorted({item.by.year for item in items if item.by and not item.calendar})
    if unknown:
        years = ", ".join(map(str, unknown))
        notes.append(say("no published working-day calendar for {year}", year=years))
    return notes


def _of_calendar(items: Sequence[DueItem], held: Sequence[DueItem]) -> Iterator[Message]:
    """Yield in what a calendar differs from the list."""
    dated = sum(item.by is not None for item in items)
    if rolling := len(items) - dated:
        yield say_count(
            "{count} rolling deadline has no day and is not in the calendar",
            "{count} rolling deadlines have no day and are not in the calendar",
            rolling,
        )
    if more := len(held) - dated:
        yield say_count(
            "series are in the calendar whole: {count} due day more than the list has",
            "series are in the calendar whole: {count} due days more than the list has",
            more,
        )


def _render(
    items: Sequence[DueItem],
    as_of: dt.date,
    notes: Sequence[Message],
    chosen: str,
    drawn: Style,
    intake: Intake,
) -> str:
    if chosen == "json":
        return due_json.render(items, as_of, notes, intake)
    if chosen == "csv":
        return due_csv.render(items, as_of)
    if chosen == "markdown":
        return due_markdown.render(items, as_of, verbose=drawn.verbose)
    from banshi.formats.due import due_table  # rich is drawn in only for tables

    return due_table.render(items, as_of, drawn)
