"""Dates must lie within a sensible span of the plan's issue: a year before to six years after.

Plans do name days before their own issue (a list due in June in a plan of July), but a date years
away is a typing error. The issue itself must lie between 2000 and 2100.
"""

import datetime as dt
from collections.abc import Iterator

from banshi.messages import say
from banshi.model.plan import Task
from banshi.model.registry import Registry, Step
from banshi.position import Problem

ID = "date-span"

_DAYS_BEFORE = 366
_DAYS_AFTER = 6 * 366
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def check(registry: Registry) -> Iterator[Problem]:
    """Yield a problem for every date that lies too far from the plan's issue."""
    for number, plan in enumerate(registry.plans):
        if not _FIRST_YEAR <= plan.issued.year <= _LAST_YEAR:
            message = say("issued in {year}, which cannot be", year=str(plan.issued.year))
            yield Problem(registry.position("plans", number, "issued"), ID, message)
    for plan, task, path in registry.tasks():
        for day, where in _dates(task, path):
            if not -_DAYS_BEFORE <= (day - plan.issued).days <= _DAYS_AFTER:
                message = say(
                    "{day} lies too far from the plan's issue on {issued}",
                    day=day.isoformat(),
                    issued=plan.issued.isoformat(),
                )
                yield Problem(registry.position(*where), ID, message)


def _dates(task: Task, path: tuple[Step, ...]) -> Iterator[tuple[dt.date, tuple[Step, ...]]]:
    if task.deadline and task.deadline.by:
        yield task.deadline.by, (*path, "deadline", "by")
    for number, target in enumerate(task.targets):
        if target.by:
            yield target.by, (*path, "targets", number, "by")
    for number, milestone in enumerate(task.milestones):
        if milestone.by:
            yield milestone.by, (*path, "milestones", number, "by")
