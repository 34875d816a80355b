"""The words of the list of deadlines, for every format that shows it as a table."""

import datetime as dt
from collections.abc import Sequence

from banshi.formats.shared.names import plan_name
from banshi.formats.shared.words import MILESTONE_WORDS, WEEKDAYS, completed
from banshi.messages import mark, say, say_count, translate
from banshi.model.due import DueItem, DueKind

_HEADERS = (
    mark("due"),
    mark("last workday"),
    mark("left"),
    mark("clause"),
    mark("what"),
    mark("lead"),
)
KIND_WORDS: dict[DueKind, str] = {
    DueKind.TASK: mark("task"),
    DueKind.MILESTONE: mark("milestone"),
    DueKind.TARGET: mark("target"),
}
PROGRESS = 3
"""Where the column of verdicts stands, where there is one: behind the days left."""

Row = list[tuple[str, ...]]
"""The cells of a row, each of one or more lines; a line may be empty."""


def headers(items: Sequence[DueItem]) -> list[str]:
    """Return the names of the columns; verdicts only where metrics files say what is done."""
    names = [translate(header) for header in _HEADERS]
    if judged(items):
        names.insert(PROGRESS, translate(mark("verdict")))
    return names


def judged(items: Sequence[DueItem]) -> bool:
    """Whether there is a column of verdicts."""
    return any(item.status for item in items)


def rows(items: Sequence[DueItem], *, verbose: bool) -> list[Row]:
    """Return the cells of each deadline, in the order of `headers`; `verbose` adds evidence."""
    found = [_row(item, verbose=verbose) for item in items]
    if judged(items):
        for item, row in zip(items, found, strict=True):
            row.insert(PROGRESS, _progress(item))
    return found


def title(as_of: dt.date) -> str:
    """Return what stands above the list."""
    return str(say("banshi due as of {day}", day=as_of.isoformat()))


def tally(items: Sequence[DueItem]) -> str:
    """Return the last line: how many deadlines there are."""
    return str(say_count("{count} deadline", "{count} deadlines", len(items)))


def day_name(day: dt.date) -> str:
    """Return a day with its weekday: `2019-11-30 Sat`."""
    return f"{day.isoformat()} {translate(WEEKDAYS[day.weekday()])}"


def _row(item: DueItem, *, verbose: bool) -> Row:
    kind = f"[{translate(KIND_WORDS[item.kind])}]"
    return [
        (day_name(item.by) if item.by else str(say("rolling")),),
        (day_name(item.last_workday) if item.last_workday else "",),
        (_left(item),),
        (plan_name(item.plan), item.task.clause),
        (f"{kind} {item.text}", f"“{item.evidence}”" if verbose else "", item.id),
        item.task.accountable,
    ]


def _progress(item: DueItem) -> tuple[str, ...]:
    if item.status is None:
        return ("",)
    said = completed(item.completion) if item.completion else ""
    return translate(MILESTONE_WORDS[item.status]), said


def _left(item: DueItem) -> str:
    if item.days_left is None:
        return ""
    if item.days_left < 0:
        return str(say_count("{count} day past", "{count} days past", -item.days_left))
    if item.workdays_left is None:
        return str(say_count("{count} day", "{count} days", item.days_left))
    return str(say_count("{count} workday", "{count} workdays", item.workdays_left))
