"""Tasks as JSON: each as the export has it, with its plan."""

from collections.abc import Sequence

from banshi import __version__
from banshi.formats.shared.json_text import dumps
from banshi.formats.tasks.export_json import VERSION, task_entry
from banshi.model.plan import Plan, Task


def render(pairs: Sequence[tuple[Plan, Task]]) -> str:
    """Return the tasks as JSON."""
    return dumps(
        {
            "schema_version": VERSION,
            "tool": {"name": "banshi", "version": __version__},
            "tasks": [{"plan": plan.id, **task_entry(task)} for plan, task in pairs],
        }
    )
