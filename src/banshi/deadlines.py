"""What is due when. Pure: the registry, the day asked for and a span give the list."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from banshi.errors import CalendarError
from banshi.model.due import DueItem, DueKind
from banshi.model.plan import Plan, Task
from banshi.model.progress import MilestoneOutcome
from banshi.model.registry import Registry
from banshi.recurrence import due_days
from banshi.values import dataclass
from banshi.workdays import is_workday, last_workday_before, workdays_between


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included; None is open."""

    start: dt.date | None = None
    end: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether `day` lies in the span."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def due(
    registry: Registry, as_of: dt.date, spans: Iterable[Span] = (), *, rolling: bool = True
) -> list[DueItem]:
    """Return the deadlines that lie in one of `spans` (no span: all), sorted by day.

    A target or milestone is an item of its own where its day differs from its task's. What is
    rolling (no date, never overdue) comes last, unless `rolling` is false. A recurrence gives an
    item a day that lies in the spans, from the plan's issue to the end of its year.
    """
    spans = list(spans)
    items = []
    for plan, task, _path in registry.tasks():
        for entry in _entries(plan, task):
            if entry.by is None:
                if rolling:
                    items.append(_item(entry, as_of))
            elif not spans or any(span.holds(entry.by) for span in spans):
                items.append(_item(entry, as_of))
    order = {kind: number for number, kind in enumerate(DueKind)}
    return sorted(
        items,
        key=lambda item: (
            item.by or dt.date.max,
            item.plan.issued,
            item.plan.id,
            item.plan.tasks.index(item.task),
            order[item.kind],
            item.id,
        ),
    )


def with_progress(items: Iterable[DueItem], outcomes: Iterable[MilestoneOutcome]) -> list[DueItem]:
    """Return `items` with what was reported of their milestones.

    Of several regions and bodies the worst verdict counts: a due day is done when all of them are.
    A task is not done by its milestones: it keeps no status.
    """
    worst: dict[tuple[str, dt.date | None], MilestoneOutcome] = {}
    for outcome in sorted(outcomes, key=lambda outcome: outcome.sort_key):
        worst.setdefault((outcome.id, outcome.by), outcome)

    def marked(item: DueItem) -> DueItem:
        told = worst.get((item.id, item.by)) if item.kind is DueKind.MILESTONE else None
        return replace(item, status=told.status, completion=told.completion) if told else item

    return [marked(item) for item in items]


@dataclass(frozen=True, slots=True)
class _Entry:
    plan: Plan
    task: Task
    kind: DueKind
    id: str
    text: str
    evidence: str
    by: dt.date | None
    recurrence: str | None = None


def _entries(plan: Plan, task: Task) -> Iterator[_Entry]:
    prefix = f"{plan.id}/{task.id}"
    deadline = task.deadline
    task_day = deadline.by if deadline else None
    if deadline:
        rule = deadline.recurrence
        for day in due_days(plan, deadline.by, rule):
            yield _Entry(plan, task, DueKind.TASK, prefix, task.title, deadline.text, day, rule)
    for milestone in task.milestones:
        name = f"{prefix}/{milestone.id}"
        words, evidence, rule = milestone.deliverable, milestone.evidence, milestone.recurrence
        for day in due_days(plan, milestone.by, rule):
            yield _Entry(plan, task, DueKind.MILESTONE, name, words, evidence, day, rule)
    for target in task.targets:
        if target.by and target.by != task_day:
            name = f"{prefix}/{target.id}"
            text = target.by_text or target.evidence
            yield _Entry(plan, task, DueKind.TARGET, name, target.metric, text, target.by)


def _item(entry: _Entry, as_of: dt.date) -> DueItem:
    by = entry.by
    workdays_left = last_workday = None
    calendar = True
    if by is not None:
        try:
            last_workday = None if is_workday(by) else last_workday_before(by)
            workdays_left = workdays_between(as_of, by) if by >= as_of else None
        except CalendarError:
            calendar = False
    return DueItem(
        plan=entry.plan,
        task=entry.task,
        kind=entry.kind,
        id=entry.id,
        text=entry.text,
        evidence=entry.evidence,
        by=by,
        days_left=(by - as_of).days if by else None,
        workdays_left=workdays_left,
        last_workday=last_workday,
        calendar=calendar,
        workday_before=_workday_before(by) if by else None,
        recurrence=entry.recurrence,
    )


def _workday_before(day: dt.date) -> dt.date | None:
    try:
        return last_workday_before(day)
    except (CalendarError, OverflowError):
        return None
