"""Two plans side by side as a table."""

from collections import Counter
from collections.abc import Sequence

from banshi.formats.layout import Cell, cell, table
from banshi.formats.names import plan_name
from banshi.formats.style import Style
from banshi.formats.words import CHANGE_WORDS, required_of
from banshi.messages import language, mark, say, translate
from banshi.model.comparison import Change, Comparison, Demand
from banshi.model.plan import Plan
from banshi.model.registry import Registry

_COLORS = {
    Change.TIGHTER: "green",
    Change.LOOSER: "bold red",
    Change.DIFFERENT: "yellow",
    Change.NEW: "cyan",
    Change.DROPPED: "magenta",
    Change.SAME: "",
}


def render(
    registry: Registry, first: Plan, second: Plan, rows: Sequence[Comparison], style: Style
) -> str:
    """Return the comparison as a table, and how many of each kind."""
    headers = [
        translate(mark("change")),
        translate(mark("metric")),
        plan_name(first),
        plan_name(second),
    ]
    counts = Counter(row.change for row in rows)
    parts = [
        translate(CHANGE_WORDS[change]) + f" {counts[change]}"
        for change in Change
        if counts[change]
    ]
    drawn = table(headers, [_row(registry, row, style) for row in rows], style) if rows else ""
    tally = translate(mark(", ")).join(parts)
    return f"{drawn}\n{tally or say('no metric in either plan')}\n"


def _row(registry: Registry, row: Comparison, style: Style) -> list[Cell]:
    return [
        cell(translate(CHANGE_WORDS[row.change]), style=_COLORS[row.change]),
        cell(row.metric.name.in_language(language())),
        _demand(registry, row.first, style),
        _demand(registry, row.second, style),
    ]


def _demand(registry: Registry, demand: Demand | None, style: Style) -> Cell:
    if demand is None:
        return cell("-")
    target = demand.target
    relation = target.relative_to
    whole = registry.metric_by_id.get(relation.metric or "") if relation else None
    limit = required_of(target, whole)
    by = demand.by.isoformat() if demand.by else ""
    about = f"{demand.task.clause} {target.subject or ''}".strip()
    return cell(f"{limit}  {by}".rstrip(), about, f"“{target.evidence}”" if style.verbose else "")
