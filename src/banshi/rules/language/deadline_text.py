"""The words of a deadline, of a target's own due date and of a milestone must give its date.

7月底前 is 31 July of the plan's year. Read are days and the ends of months, quarters, half years
and years, recurrences, and words that name no date. `repaired` gives the words as they must have
been where scraping lost characters; `manual: {date: …}` says why words cannot be read.
"""

import datetime as dt
from collections.abc import Iterator

from banshi.messages import say
from banshi.model.fields import Manual
from banshi.model.plan import Plan, Task
from banshi.model.registry import Registry, Step
from banshi.position import Problem
from banshi.values import dataclass
from banshi.wording.dates import FoundDate, find_dates, reads_as_rolling
from banshi.wording.flat import squeeze

ID = "deadline-text"


@dataclass(frozen=True, slots=True)
class _Dated:
    words: str
    day: dt.date | None
    recurrence: str | None
    manual: Manual | None
    path: tuple[Step, ...]
    rolling: bool = False


def check(registry: Registry) -> Iterator[Problem]:
    """Yield a problem for every date that differs from what its words say."""
    for plan, task, path in registry.tasks():
        for entry in _dated(task, path):
            if entry.manual and entry.manual.date:
                continue
            yield from _check(registry, plan, entry)
        yield from _events(registry, task, path)


def _events(registry: Registry, task: Task, path: tuple[Step, ...]) -> Iterator[Problem]:
    """Yield the targets that fall due with a milestone and do not have its day."""
    days = {milestone.id: milestone.by for milestone in task.milestones}
    for number, target in enumerate(task.targets):
        if target.by_event and days.get(target.by_event) != target.by:
            where = registry.position(*path, "targets", number, "by_event")
            message = say("no milestone {name} of the task has this day", name=target.by_event)
            yield Problem(where, ID, message)


def _check(registry: Registry, plan: Plan, entry: _Dated) -> Iterator[Problem]:
    found = list(find_dates(squeeze(entry.words), plan.issued.year))
    if entry.rolling or (not found and reads_as_rolling(entry.words)):
        if not (entry.rolling and reads_as_rolling(entry.words)):
            message = say("{text} and `rolling: true` do not go together", text=entry.words)
            yield Problem(registry.position(*entry.path), ID, message)
        return
    given = (entry.day, entry.recurrence)
    if not found:
        message = say("{text} names no date: say why in manual", text=entry.words)
        yield Problem(registry.position(*entry.path), ID, message)
    elif given not in {(date.day, date.recurrence) for date in found}:
        message = say(
            "{text} reads as {read}, but the date is {day}",
            text=entry.words,
            read=", ".join(_shown(date) for date in found),
            day=entry.day.isoformat() if entry.day else entry.recurrence or "-",
        )
        yield Problem(registry.position(*entry.path), ID, message)


def _shown(date: FoundDate) -> str:
    return date.day.isoformat() if date.day else date.recurrence or "-"


def _dated(task: Task, path: tuple[Step, ...]) -> Iterator[_Dated]:
    if deadline := task.deadline:
        key = "rolling" if deadline.rolling else "recurrence" if deadline.recurrence else "by"
        yield _Dated(
            deadline.repaired or deadline.text,
            deadline.by,
            deadline.recurrence,
            deadline.manual,
            (*path, "deadline", key),
            deadline.rolling,
        )
    for number, target in enumerate(task.targets):
        if target.by_text and not target.by_event:
            here = (*path, "targets", number, "by")
            yield _Dated(target.by_text, target.by, None, target.manual, here)
    for number, milestone in enumerate(task.milestones):
        key = "recurrence" if milestone.recurrence else "by"
        words = milestone.repaired or milestone.evidence
        here = (*path, "milestones", number, key)
        yield _Dated(words, milestone.by, milestone.recurrence, milestone.manual, here)
