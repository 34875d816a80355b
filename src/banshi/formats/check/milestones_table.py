"""The milestones of a check as a table."""

from banshi.formats.check import check_rows, milestone_rows
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.formats.shared.layout import cells, table
from banshi.formats.shared.style import Style
from banshi.model.progress import MilestoneStatus

COLORS = {
    MilestoneStatus.OVERDUE: "bold red",
    MilestoneStatus.PENDING: "dim",
    MilestoneStatus.WAIVED: "cyan",
    MilestoneStatus.DONE_LATE: "yellow",
    MilestoneStatus.DONE: "green",
}


def render(found: CheckResult, style: Style) -> str:
    """Return the table of milestones, worst first; nothing where there is none to show."""
    shown = milestone_rows.milestones(found, check_rows.plan_names(found), style)
    colored = [
        cells(row, COLORS[verdict]) for row, verdict in zip(shown.rows, shown.verdicts, strict=True)
    ]
    return table(shown.headers, colored, style) if colored else ""
