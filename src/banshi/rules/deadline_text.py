"""The words of a deadline and its date must agree, where the words are such as can be read.

7月底前 is 31 July of the plan's year. Read are days and the ends of months, quarters, half years
and years, with or without a year; other words are left to the transcriber.
"""

import datetime as dt
from collections.abc import Iterator

from banshi.messages import say
from banshi.model.plan import Task
from banshi.model.registry import Registry, Step
from banshi.position import Problem
from banshi.wording.dates import read_date, reads_as_rolling

ID = "deadline-text"


def check(registry: Registry) -> Iterator[Problem]:
    """Yield a problem for every date that differs from what its words say."""
    for plan, task, path in registry.tasks():
        for text, day, where in _dated(task, path):
            read = read_date(text, plan.issued.year)
            if read is not None and read != day:
                message = say(
                    "{text} reads as {read}, but the date is {day}",
                    text=text,
                    read=read.isoformat(),
                    day=day.isoformat() if day else "-",
                )
                yield Problem(registry.position(*where), ID, message)
        if task.deadline and task.deadline.by and reads_as_rolling(task.deadline.text):
            message = say("{text} names no date: write `rolling: true`", text=task.deadline.text)
            yield Problem(registry.position(*path, "deadline", "by"), ID, message)


def _dated(
    task: Task, path: tuple[Step, ...]
) -> Iterator[tuple[str, dt.date | None, tuple[Step, ...]]]:
    if task.deadline:
        yield task.deadline.text, task.deadline.by, (*path, "deadline", "by")
    for number, target in enumerate(task.targets):
        if target.by_text:
            yield target.by_text, target.by, (*path, "targets", number, "by")
    for number, milestone in enumerate(task.milestones):
        yield milestone.evidence, milestone.by, (*path, "milestones", number, "by")
