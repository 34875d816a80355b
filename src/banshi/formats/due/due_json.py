"""Deadlines as JSON, for programs."""

import datetime as dt
from collections.abc import Sequence

from banshi import __version__
from banshi.formats.check.check_json import inputs
from banshi.formats.problems.problems_json import entries
from banshi.formats.shapes import json_v1 as v1
from banshi.formats.shared.json_text import dumps
from banshi.messages import Message
from banshi.model.due import DueItem
from banshi.model.intake import Intake

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def render(
    items: Sequence[DueItem], as_of: dt.date, notes: Sequence[Message], intake: Intake
) -> str:
    """Return the deadlines as JSON, with the files that say what is done."""
    return dumps(dict(result(items, as_of, notes, intake)))


def result(
    items: Sequence[DueItem], as_of: dt.date, notes: Sequence[Message], intake: Intake
) -> v1.DueResult:
    """Return the deadlines in the versioned shape."""
    return {
        "schema_version": "1",
        "tool": {"name": "banshi", "version": __version__},
        "command": "due",
        "as_of": as_of.isoformat(),
        "items": [_entry(item) for item in items],
        "notes": [str(note) for note in notes],
        "inputs": inputs(intake.files),
        "problems": entries(intake.problems),
    }


def _entry(item: DueItem) -> v1.DueEntry:
    return {
        "id": item.id,
        "plan": item.plan.id,
        "task": item.task.id,
        "clause": item.task.clause,
        "kind": item.kind.value,
        "text": item.text,
        "evidence": item.evidence,
        "by": item.by.isoformat() if item.by else None,
        "weekday": _WEEKDAYS[item.by.weekday()] if item.by else None,
        "last_workday": item.last_workday.isoformat() if item.last_workday else None,
        "days_left": item.days_left,
        "workdays_left": item.workdays_left,
        "overdue": item.overdue,
        "lead": list(item.task.accountable),
        "responsible": list(item.task.responsible),
        "status": item.status.value if item.status else None,
        "completed": item.completed.isoformat() if item.completed else None,
    }
