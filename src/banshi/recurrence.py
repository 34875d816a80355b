"""The days that a deadline or milestone falls on, recurrences (RFC 5545) included."""

import datetime as dt
import re
from collections.abc import Iterator

from banshi.model.plan import Plan

_MONTH_DAYS = re.compile(r"BYMONTHDAY=(-?[0-9]+(?:,-?[0-9]+)*)")
# The last day that every month has.
_ALWAYS_THERE = 28


def due_days(plan: Plan, by: dt.date | None, recurrence: str | None) -> Iterator[dt.date | None]:
    """Yield the days that a deadline falls on, in order; one None where it is rolling.

    `by` is the fixed day, `recurrence` the rule in its place: it runs from the plan's issue to the
    end of its year (docs/semantics.md, "Dates").
    """
    if recurrence is None:
        yield by
        return
    from dateutil.rrule import rrulestr  # its import is felt at start-up, and few plans recur

    start = dt.datetime.combine(plan.issued, dt.time())
    end = dt.datetime(plan.issued.year, 12, 31)  # noqa: DTZ001 - days, not moments
    moments = {
        moment
        for rule in _by_existing_days(recurrence)
        for moment in rrulestr(rule, dtstart=start).between(start, end, inc=True)
    }
    for moment in sorted(moments):
        yield moment.date()


def _by_existing_days(recurrence: str) -> Iterator[str]:
    """Yield rules that together mean `recurrence`, with a day that a month lacks as its last day.

    RFC 5545 leaves 30 February out; docs/semantics.md, "Dates", takes the month's last day. Of the
    days from the 28th up to the one meant, the last that exists is that day.
    """
    match = _MONTH_DAYS.search(recurrence)
    days = [int(day) for day in match[1].split(",")] if match else []
    late = [day for day in days if day > _ALWAYS_THERE]
    if match is None or not late:
        yield recurrence
        return
    early = [str(day) for day in days if day <= _ALWAYS_THERE]
    if early:
        yield recurrence.replace(match.group(), f"BYMONTHDAY={','.join(early)}")
    for day in late:
        up_to = ",".join(map(str, range(_ALWAYS_THERE, day + 1)))
        yield recurrence.replace(match.group(), f"BYMONTHDAY={up_to}") + ";BYSETPOS=-1"
