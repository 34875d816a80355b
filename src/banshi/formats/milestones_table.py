"""The milestones of a check as a table, and their part of the tally."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from banshi.formats.layout import Cell, cell, table
from banshi.formats.names import bodies, place_name, plan_name, region_name
from banshi.formats.style import Style
from banshi.formats.waiver_column import with_waivers
from banshi.formats.words import MILESTONE_WORDS, completed
from banshi.messages import mark, say, say_count, translate
from banshi.model.outcome import Report
from banshi.model.progress import MilestoneOutcome, MilestoneStatus

COLORS = {
    MilestoneStatus.OVERDUE: "bold red",
    MilestoneStatus.PENDING: "dim",
    MilestoneStatus.WAIVED: "cyan",
    MilestoneStatus.DONE_LATE: "yellow",
    MilestoneStatus.DONE: "green",
}
_HEADERS = (
    mark("verdict"),
    mark("clause"),
    mark("milestone"),
    mark("due"),
    mark("completed"),
    mark("where"),
    mark("lead"),
)
_ALWAYS = frozenset((MilestoneStatus.OVERDUE, MilestoneStatus.DONE_LATE, MilestoneStatus.WAIVED))


def render(report: Report, style: Style) -> str:
    """Return the table of milestones, worst first; nothing where there is none to show."""
    shown = report.select_milestones(*(MilestoneStatus if style.verbose else _ALWAYS))
    if not shown:
        return ""
    several = len(report.plans) > 1
    groups = list(_grouped(shown))
    headers, rows = with_waivers(
        [translate(header) for header in _HEADERS],
        [_row(group, style, several=several) for group in groups],
        [group[0].waiver for group in groups],
        style,
    )
    return table(headers, rows, style)


def tally(report: Report) -> str:
    """Return `2 milestones: 1 done, 1 overdue`; nothing where no milestone was judged."""
    counts = report.milestone_tally()
    hidden = report.milestones_in_baseline()
    total = sum(counts.values()) + hidden
    if not total:
        return ""
    parts = [str(say("{n} done", n=counts[MilestoneStatus.DONE]))]
    if counts[MilestoneStatus.DONE_LATE]:
        parts.append(str(say("{n} done late", n=counts[MilestoneStatus.DONE_LATE])))
    parts.append(str(say("{n} overdue", n=counts[MilestoneStatus.OVERDUE])))
    if counts[MilestoneStatus.PENDING]:
        parts.append(str(say("{n} not yet due", n=counts[MilestoneStatus.PENDING])))
    if counts[MilestoneStatus.WAIVED]:
        parts.append(str(say("{n} waived", n=counts[MilestoneStatus.WAIVED])))
    if hidden:
        parts.append(str(say("{n} in the baseline", n=hidden)))
    joined = translate(mark(", ")).join(parts)
    counted = say_count(
        "{count} milestone: {parts}", "{count} milestones: {parts}", total, parts=joined
    )
    return str(counted)


def _grouped(outcomes: Sequence[MilestoneOutcome]) -> Iterator[list[MilestoneOutcome]]:
    """Put together the due days of one milestone of which nothing was reported."""

    def key(outcome: MilestoneOutcome) -> tuple[object, ...]:
        told = outcome.completion or outcome.superseded or outcome.organisation
        alone = id(outcome) if told else 0
        return (outcome.status, outcome.id, outcome.was, id(outcome.waiver), alone)

    for _key, group in groupby(outcomes, key=key):
        yield list(group)


def _row(group: list[MilestoneOutcome], style: Style, *, several: bool) -> list[Cell]:
    outcome = group[0]
    days = [each.by.isoformat() for each in group]
    return [
        cell(
            translate(MILESTONE_WORDS[outcome.status]),
            f"({translate(MILESTONE_WORDS[outcome.was])})" if outcome.was else "",
            style=COLORS[outcome.status],
        ),
        cell(
            plan_name(outcome.plan) if several else "",
            outcome.task.clause,
            outcome.id if style.verbose else "",
        ),
        cell(
            outcome.milestone.deliverable,
            f"“{outcome.milestone.evidence}”" if style.verbose else "",
        ),
        cell(days[0]) if len(days) == 1 else cell(f"{days[0]} …", f"{days[-1]} ({len(days)})"),
        cell(
            completed(outcome.completion),
            str(outcome.reason) if style.verbose else "",
        ),
        cell(*_where(outcome, style)),
        cell(*bodies(outcome.task)),
    ]


def _where(outcome: MilestoneOutcome, style: Style) -> Iterator[str]:
    row = outcome.completion
    period = row.period.text if row and row.period else ""
    region = region_name(outcome.region) if outcome.region else outcome.plan.jurisdiction
    yield f"{region} {period}".rstrip()
    yield outcome.organisation or ""
    if row:
        yield place_name(row.position, style)
