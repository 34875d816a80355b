"""Tasks as CSV: one row a task."""

from collections.abc import Sequence

from banshi.formats.shared import csv_text
from banshi.model.plan import Plan, Task

HEADER = ("plan", "task", "clause", "title", "lead", "responsible", "cooperating", "by",
          "deadline", "targets", "milestones")  # fmt: skip


def render(pairs: Sequence[tuple[Plan, Task]]) -> str:
    """Return the tasks as CSV text."""
    return csv_text.dumps(HEADER, [_row(plan, task) for plan, task in pairs])


def _row(plan: Plan, task: Task) -> list[str]:
    deadline = task.deadline
    return [
        plan.id,
        task.id,
        task.clause,
        task.title,
        "、".join(task.lead),
        "、".join(task.responsible),
        "、".join(task.cooperating),
        deadline.by.isoformat() if deadline and deadline.by else "",
        deadline.text if deadline else "",
        str(len(task.targets)),
        str(len(task.milestones)),
    ]
