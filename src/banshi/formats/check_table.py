"""The violation table: worst first, the tally last."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from banshi.formats import inputs_text, milestones_table
from banshi.formats.layout import Cell, cell, table
from banshi.formats.names import bodies, place_name, plan_name, region_name
from banshi.formats.style import Style
from banshi.formats.waiver_column import with_waivers
from banshi.formats.words import (
    LEVEL_WORDS,
    STATUS_WORDS,
    amount,
    gap_amount,
    gap_percent,
    number,
    reported,
    required_of,
)
from banshi.messages import language, mark, say, say_count, translate
from banshi.model.outcome import Outcome, Report, Status
from banshi.visible import visible

_COLORS = {
    Status.VIOLATED: "bold red",
    Status.BEHIND: "yellow",
    Status.UNREPORTED: "magenta",
    Status.PENDING: "dim",
    Status.WAIVED: "cyan",
    Status.MET: "green",
}
_HEADERS = (
    mark("verdict"),
    mark("clause"),
    mark("required"),
    mark("reported"),
    mark("gap"),
    mark("where"),
    mark("due"),
    mark("lead"),
)
_ALWAYS = (Status.VIOLATED, Status.BEHIND, Status.UNREPORTED, Status.WAIVED)
_SHOWN_REGIONS = 4


# Nobody reads a longer table to its end, and drawing one takes its time.
_MOST_ROWS = 500


def render(report: Report, style: Style) -> str:
    """Return the table of what is violated, behind, unreported or waived, and the tally.

    A second table has the milestones that are overdue, done late or waived. Verbose, both show the
    rest too, and the evidence phrases.
    """
    shown = report.select(*(Status if style.verbose else _ALWAYS))
    parts = [_heading(report)]
    if shown:
        several = len(report.plans) > 1
        every = list(_grouped(shown))
        groups = every[:_MOST_ROWS]
        headers, rows = with_waivers(
            [translate(header) for header in _HEADERS],
            [_row(group, style, several=several) for group in groups],
            [group[0].waiver for group in groups],
            style,
        )
        parts.append(table(headers, rows, style))
        if rest := len(every) - len(groups):
            parts.append(
                str(
                    say_count(
                        "and {count} more row; -f csv and -f json have all",
                        "and {count} more rows; -f csv and -f json have all",
                        rest,
                    )
                )
                + "\n"
            )
    if milestones := milestones_table.render(report, style):
        parts.append(milestones)
    parts.append(tally_line(report) + "\n")
    return "\n".join(parts)


def _heading(report: Report) -> str:
    lines = [str(say("banshi check as of {day}", day=report.as_of.isoformat()))]
    lines += [f"{plan_name(plan)}  {plan.title}" for plan in report.plans]
    lines += [visible(line) for line in inputs_text.lines(report.intake.files)]
    return "".join(f"{line}\n" for line in lines)


def _grouped(outcomes: Sequence[Outcome]) -> Iterator[list[Outcome]]:
    """Put together what was not reported for one target; all else stands alone."""

    def key(outcome: Outcome) -> tuple[str, str, int, int]:
        alone = 0 if outcome.observation is None else id(outcome)
        return (outcome.status, outcome.id, alone, id(outcome.waiver))

    for _key, group in groupby(outcomes, key=key):
        yield list(group)


def _row(group: list[Outcome], style: Style, *, several: bool) -> list[Cell]:
    outcome = group[0]
    task, target = outcome.task, outcome.target
    return [
        cell(
            translate(STATUS_WORDS[outcome.status]),
            f"({translate(STATUS_WORDS[outcome.was])})" if outcome.was else "",
            style=_COLORS[outcome.status],
        ),
        cell(
            plan_name(outcome.plan) if several else "",
            task.clause,
            outcome.id if style.verbose else "",
        ),
        cell(
            metric_name(outcome),
            required_of(outcome.target, outcome.whole),
            f"“{target.evidence}”" if style.verbose else "",
        ),
        cell(reported(outcome), _base(outcome)),
        cell(gap_amount(outcome.gap, outcome.unit), gap_percent(outcome.gap))
        if outcome.gap
        else cell("-"),
        cell(*_where(group, style)),
        cell(outcome.by.isoformat() if outcome.by else str(say("from issue"))),
        cell(*bodies(task)),
    ]


def metric_name(outcome: Outcome) -> str:
    """Return the metric's name in the language of the run, with the target's subject."""
    name = outcome.metric.name.in_language(language())
    return f"{name} ({outcome.target.subject})" if outcome.target.subject else name


def _base(outcome: Outcome) -> str:
    if outcome.base is None or outcome.threshold is None:
        return ""
    limit = amount(number(outcome.threshold), outcome.unit)
    return str(say("limit for this row {limit}", limit=limit))


def _where(group: list[Outcome], style: Style) -> list[str]:
    outcome = group[0]
    observation = outcome.observation
    if observation is None:
        regions = [region_name(entry.region) for entry in group if entry.region]
        if not regions:
            level = outcome.target.level
            return [translate(LEVEL_WORDS[level])] if level else [str(say("any region"))]
        text = translate(mark(", ")).join(regions[:_SHOWN_REGIONS])
        return [text if len(regions) <= _SHOWN_REGIONS else f"{text} … ({len(regions)})"]
    region = region_name(outcome.region) if outcome.region else observation.region
    about = [part for part in (observation.organisation, observation.item) if part]
    place = place_name(observation.position, style)
    return [f"{region} {observation.period}", " ".join(about), place]


def tally_line(report: Report) -> str:
    """Return the tally in the language of the run: the last line of every check."""
    counts = report.tally()
    parts = [
        str(say("{n} met", n=counts[Status.MET])),
        str(say("{n} violated", n=counts[Status.VIOLATED])),
        str(say("{n} behind", n=counts[Status.BEHIND])),
        str(say("{n} unreported", n=counts[Status.UNREPORTED])),
    ]
    if counts[Status.PENDING]:
        parts.append(str(say("{n} pending", n=counts[Status.PENDING])))
    if counts[Status.WAIVED]:
        parts.append(str(say("{n} waived", n=counts[Status.WAIVED])))
    if hidden := report.in_baseline():
        parts.append(str(say("{n} in the baseline", n=hidden)))
    total = sum(counts.values()) + hidden
    joined = translate(mark(", ")).join(parts)
    targets = say_count("{count} target: {parts}", "{count} targets: {parts}", total, parts=joined)
    milestones = milestones_table.tally(report)
    return translate(mark("; ")).join([str(targets), *([milestones] if milestones else [])])
