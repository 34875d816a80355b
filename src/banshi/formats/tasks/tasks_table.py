"""Tasks as a table."""

from collections.abc import Sequence

from banshi.formats.shared.layout import Cell, cell, table
from banshi.formats.shared.names import plan_name
from banshi.formats.shared.style import Style
from banshi.messages import mark, say_count, translate
from banshi.model.plan import Plan, Task

_HEADERS = (
    mark("task"),
    mark("clause"),
    mark("title"),
    mark("due"),
    mark("targets"),
    mark("lead"),
)


def render(pairs: Sequence[tuple[Plan, Task]], style: Style) -> str:
    """Return the tasks as a table under the name of each plan, and their number."""
    parts = []
    for plan in {plan.id: plan for plan, _task in pairs}.values():
        parts.append(f"{plan_name(plan)}  {plan.title}\n")
        rows = [_row(owner, task) for owner, task in pairs if owner.id == plan.id]
        parts.append(table([translate(header) for header in _HEADERS], rows, style))
    parts.append(str(say_count("{count} task", "{count} tasks", len(pairs))) + "\n")
    return "\n".join(parts)


def _row(plan: Plan, task: Task) -> list[Cell]:
    deadline = task.deadline
    due = ""
    if deadline:
        due = deadline.by.isoformat() if deadline.by else deadline.text
    return [
        cell(f"{plan.id}/{task.id}"),
        cell(task.clause),
        cell(task.title),
        cell(due),
        cell(str(len(task.targets))),
        cell("、".join(task.accountable)),
    ]
