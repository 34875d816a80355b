"""The violation table: worst first, the tally last."""

from banshi.formats.check import check_rows, inputs_text, milestones_table
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.formats.shared.layout import cells, table
from banshi.formats.shared.names import plan_head_name
from banshi.formats.shared.style import Style
from banshi.messages import say_count
from banshi.model.outcome import Status
from banshi.visible import visible

COLORS = {
    Status.VIOLATED: "bold red",
    Status.BEHIND: "yellow",
    Status.UNREPORTED: "magenta",
    Status.PENDING: "dim",
    Status.WAIVED: "cyan",
    Status.MET: "green",
}
# Nobody reads a longer table to its end, and drawing one takes its time.
_MOST_ROWS = 500


def render(found: CheckResult, style: Style) -> str:
    """Return the table of what is violated, behind, unreported or waived, and the tally.

    A second table has the milestones that are overdue, done late or waived. Verbose, both show the
    rest too, and the evidence phrases.
    """
    parts = [_heading(found)]
    shown = check_rows.targets(found, style, _MOST_ROWS)
    if shown.rows:
        colored = [
            cells(row, COLORS[verdict])
            for row, verdict in zip(shown.rows, shown.verdicts, strict=True)
        ]
        parts.append(table(shown.headers, colored, style))
        if shown.more:
            more = say_count(
                "and {count} more row; -f csv and -f json have all",
                "and {count} more rows; -f csv and -f json have all",
                shown.more,
            )
            parts.append(f"{more}\n")
    if milestones := milestones_table.render(found, style):
        parts.append(milestones)
    parts.append(check_rows.tally_line(found) + "\n")
    return "\n".join(parts)


def _heading(found: CheckResult) -> str:
    lines = [check_rows.title(found)]
    lines += [f"{plan_head_name(plan)}  {plan['title']}" for plan in found["plans"]]
    lines += [visible(line) for line in inputs_text.lines(found["inputs"])]
    return "".join(f"{line}\n" for line in lines)
