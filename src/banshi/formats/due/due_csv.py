"""Deadlines as CSV: one row a deadline."""

import datetime as dt
from collections.abc import Sequence

from banshi.formats.due.due_json import result
from banshi.formats.shared import csv_text
from banshi.model.due import DueItem
from banshi.model.intake import Intake

HEADER = (
    "by",
    "weekday",
    "last_workday",
    "days_left",
    "workdays_left",
    "kind",
    "plan",
    "task",
    "clause",
    "id",
    "text",
    "evidence",
    "lead",
    "responsible",
    "status",
    "completed",
)


def render(items: Sequence[DueItem], as_of: dt.date) -> str:
    """Return the deadlines as CSV text, from the same values as the JSON."""
    rows = []
    for entry in result(items, as_of, (), Intake())["items"]:
        cells = dict(entry)
        cells["lead"] = "、".join(entry["lead"])
        cells["responsible"] = "、".join(entry["responsible"])
        rows.append(["" if cells[name] is None else str(cells[name]) for name in HEADER])
    return csv_text.dumps(HEADER, rows)
