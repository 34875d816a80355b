"""The list of deadlines: by day, what is rolling last."""

import datetime as dt
from collections.abc import Sequence

from banshi.formats.check.milestones_table import COLORS
from banshi.formats.due import due_rows
from banshi.formats.shared.layout import Cell, cell, table
from banshi.formats.shared.style import Style
from banshi.model.due import DueItem

# The columns that say when; red where the day has passed.
_DUE, _LEFT = 0, 2


def render(items: Sequence[DueItem], as_of: dt.date, style: Style) -> str:
    """Return the deadlines as a table, and their number.

    Where metrics files say what is done, a column has the verdicts on milestones.
    """
    parts = [due_rows.title(as_of) + "\n"]
    if items:
        rows = due_rows.rows(items, verbose=style.verbose)
        drawn = [_colored(item, row) for item, row in zip(items, rows, strict=True)]
        parts.append(table(due_rows.headers(items), drawn, style))
    parts.append(due_rows.tally(items) + "\n")
    return "\n".join(parts)


def _colored(item: DueItem, row: due_rows.Row) -> list[Cell]:
    colors = dict.fromkeys((_DUE, _LEFT), "red") if item.overdue else {}
    if item.status:
        colors[due_rows.PROGRESS] = COLORS[item.status]
    return [cell(*lines, style=colors.get(number, "")) for number, lines in enumerate(row)]
