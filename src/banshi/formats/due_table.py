"""The list of deadlines: by day, what is rolling last."""

import datetime as dt
from collections.abc import Sequence

from banshi.formats.layout import Cell, cell, table
from banshi.formats.milestones_table import COLORS
from banshi.formats.names import plan_name
from banshi.formats.style import Style
from banshi.formats.words import KIND_WORDS, MILESTONE_WORDS, WEEKDAYS, completed
from banshi.messages import mark, say, say_count, translate
from banshi.model.due import DueItem

_HEADERS = (
    mark("due"),
    mark("last workday"),
    mark("left"),
    mark("clause"),
    mark("what"),
    mark("lead"),
)
# Where the column of verdicts stands: behind the days left.
_PROGRESS = 3


def render(items: Sequence[DueItem], as_of: dt.date, style: Style) -> str:
    """Return the deadlines as a table, and their number.

    Where metrics files say what is done, a column has the verdicts on milestones.
    """
    parts = [str(say("banshi due as of {day}", day=as_of.isoformat())) + "\n"]
    if items:
        headers = [translate(header) for header in _HEADERS]
        rows = [_row(item, style) for item in items]
        if any(item.status for item in items):
            headers.insert(_PROGRESS, translate(mark("verdict")))
            for item, row in zip(items, rows, strict=True):
                row.insert(_PROGRESS, _progress(item))
        parts.append(table(headers, rows, style))
    parts.append(str(say_count("{count} deadline", "{count} deadlines", len(items))) + "\n")
    return "\n".join(parts)


def _row(item: DueItem, style: Style) -> list[Cell]:
    color = "red" if item.overdue else ""
    kind = f"[{translate(KIND_WORDS[item.kind])}]"
    return [
        cell(_day(item.by) if item.by else str(say("rolling")), style=color),
        cell(_day(item.last_workday) if item.last_workday else ""),
        cell(_left(item), style=color),
        cell(plan_name(item.plan), item.task.clause),
        cell(f"{kind} {item.text}", f"“{item.evidence}”" if style.verbose else "", item.id),
        cell(*item.task.accountable),
    ]


def _progress(item: DueItem) -> Cell:
    if item.status is None:
        return cell("")
    said = completed(item.completion) if item.completion else ""
    return cell(translate(MILESTONE_WORDS[item.status]), said, style=COLORS[item.status])


def _day(day: dt.date) -> str:
    return f"{day.isoformat()} {translate(WEEKDAYS[day.weekday()])}"


def _left(item: DueItem) -> str:
    if item.days_left is None:
        return ""
    if item.days_left < 0:
        return str(say_count("{count} day past", "{count} days past", -item.days_left))
    if item.workdays_left is None:
        return str(say_count("{count} day", "{count} days", item.days_left))
    return str(say_count("{count} workday", "{count} workdays", item.workdays_left))
