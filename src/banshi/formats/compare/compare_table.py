"""Two plans side by side as a table."""

from collections.abc import Sequence

from banshi.formats.compare import compare_rows
from banshi.formats.shared.layout import cells, table
from banshi.formats.shared.style import Style
from banshi.model.comparison import Change, Comparison
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
    drawn = ""
    if rows:
        words = compare_rows.rows(registry, rows, verbose=style.verbose)
        colored = [cells(line, _COLORS[row.change]) for line, row in zip(words, rows, strict=True)]
        drawn = table(compare_rows.headers(first, second), colored, style)
    return f"{drawn}\n{compare_rows.tally(rows)}\n"
