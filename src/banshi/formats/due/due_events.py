"""What a calendar says of a deadline, and on which days it reminds of it."""

import datetime as dt

from banshi.formats.due.due_rows import day_name
from banshi.formats.shared.names import plan_name
from banshi.formats.shared.words import MILESTONE_WORDS, completed, required_of
from banshi.messages import Message, language, say, translate
from banshi.model.due import DueItem, DueKind
from banshi.model.progress import MilestoneStatus
from banshi.model.registry import Registry
from banshi.values import dataclass

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Told:
    """What one event says; occurrences of a series that say the same need no event of their own."""

    summary: str
    description: str
    reminders: tuple[int, ...]
    """Days before the due day on which a reminder comes, the earliest first."""


def told(item: DueItem, as_of: dt.date, registry: Registry) -> Told:
    """Return what the event of `item`, which has a day, says on the day asked for."""
    what = _what(item, registry)
    named = say("{what} ({plan})", what=what, plan=plan_name(item.plan))
    summary = say("{title}: {text}", title=_standing(item), text=named)
    lines = [
        (say("plan"), f"{plan_name(item.plan)}  {item.plan.title}"),
        (say("clause"), f"{item.task.clause}  {item.task.title}"),
        (say("evidence"), f"“{item.evidence}”"),
        (say("lead"), "、".join(item.task.lead)),
        (say("responsible"), "、".join(item.task.responsible)),
        (say("verdict"), _verdict(item)),
        (say("note"), _note(item, as_of)),
        (say("id"), item.id),
    ]
    description = [
        str(say("{title}: {text}", title=title, text=text)) for title, text in lines if text
    ]
    return Told(str(summary), "\n".join(description), _reminders(item, as_of))


def _what(item: DueItem, registry: Registry) -> str:
    """Return the title of the task, the deliverable, or the threshold of the target in words."""
    if item.kind is not DueKind.TARGET:
        return item.text
    name = item.id.rsplit("/", 1)[-1]
    target = next(target for target in item.task.targets if target.id == name)
    relation = target.relative_to
    whole = registry.metric_by_id.get(relation.metric or "") if relation else None
    metric = registry.metric_by_id.get(target.metric)
    title = metric.name.in_language(language()) if metric else target.metric
    return f"{title} {required_of(target, whole)}"


def _standing(item: DueItem) -> Message:
    """Return how the deadline stands, in the first words of the summary."""
    if item.status and item.status is not MilestoneStatus.PENDING:
        return Message(MILESTONE_WORDS[item.status])
    return say("past due") if item.overdue else say("due")


def _verdict(item: DueItem) -> str:
    if item.status is None:
        return ""
    word = translate(MILESTONE_WORDS[item.status])
    return f"{word} {completed(item.completion)}" if item.completion else word


def _note(item: DueItem, as_of: dt.date) -> str:
    """Return what there is to know of the working days, where the day is still to come."""
    if item.by is None or item.by < as_of or item.done:
        return ""
    if item.last_workday:
        note = say(
            "the due day is no working day; the last one before it is {day}",
            day=day_name(item.last_workday),
        )
        return str(note)
    if item.workday_before is None:
        note = say(
            "no published working-day calendar for {year}; the last reminder comes one day before",
            year=str(item.by.year),
        )
        return str(note)
    return ""


def _reminders(item: DueItem, as_of: dt.date) -> tuple[int, ...]:
    """Return seven days and one working day before, without what has passed or is done."""
    if item.by is None or item.done:
        return ()
    # No notice, no working days: a plain day, and the description says so.
    last = (item.by - item.workday_before).days if item.workday_before else 1
    left = (item.by - as_of).days
    return tuple(days for days in sorted({_WEEK, last}, reverse=True) if days <= left)
