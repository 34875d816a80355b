"""The days that a deadline or milestone falls on, recurrences (RFC 5545) included."""

import datetime as dt
import math
import re
from collections.abc import Iterator, Sequence

from banshi.model.plan import Plan
from banshi.values import dataclass

_MONTH_DAYS = re.compile(r"BYMONTHDAY=(-?[0-9]+(?:,-?[0-9]+)*)")
# A 31st that a month lacks is its last day, so that both are the same rule.
_LAST = {"31": "-1"}
# The last day that every month has.
_ALWAYS_THERE = 28


@dataclass(frozen=True, slots=True)
class Series:
    """Some of the days of a recurrence, as calendars take them: a plain rule, or a single day."""

    key: str
    """Tells it from the others of the same recurrence; empty where there are no others."""
    rule: str | None
    """RFC 5545 rule with its end; None for a single day."""
    days: tuple[dt.date, ...]
    """The days that are due, in order; the first is where the rule starts."""
    skipped: tuple[dt.date, ...] = ()
    """Days that the rule gives and that are not due."""


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


def series(plan: Plan, recurrence: str) -> list[Series]:
    """Return the days of a recurrence as rules that every calendar reads; each day stands in one.

    Outlook takes one day of the month a rule and no list of months, and need not take any other
    rule ([MS-OXCICAL] 2.1.3.2.2). So each day of the month has a rule of its own, months are an
    interval, and a day that a month lacks (30 February) stands for itself.
    """
    found: list[Series] = []
    seen: set[dt.date] = set()
    for key, part in _by_month_day(recurrence):
        days = [day for day in due_days(plan, None, part) if day and day not in seen]
        seen.update(days)
        found += _plain(key, part, days, plan.issued.year)
    if len(found) == 1:
        return [Series("", found[0].rule, found[0].days, found[0].skipped)]
    return found


def _by_month_day(recurrence: str) -> Iterator[tuple[str, str]]:
    """Yield the same rule for each of its days of the month, with that day; else the rule."""
    match = _MONTH_DAYS.search(recurrence)
    if match is None:
        yield "weekly", recurrence
        return
    for day in match[1].split(","):
        yield day, recurrence.replace(match.group(), f"BYMONTHDAY={day}")


def _plain(key: str, recurrence: str, days: Sequence[dt.date], year: int) -> Iterator[Series]:
    """Yield `days` as one plain rule, and those that it does not give as single days."""
    rule = f"{_without_months(recurrence, days)};UNTIL={year:04}1231"
    given = _expanded(rule, days[0], year) if days else []
    regular = [day for day in given if day in days]
    if len(regular) < 2:  # noqa: PLR2004 - one day needs no rule
        regular = []
    else:
        skipped = tuple(day for day in given if day > regular[0] and day not in days)
        yield Series(key, rule, tuple(regular), skipped)
    for day in days:
        if day not in regular:
            yield Series(day.isoformat(), None, (day,))


def _without_months(recurrence: str, days: Sequence[dt.date]) -> str:
    """Return a monthly rule with an interval in the place of a list of months."""
    match = _MONTH_DAYS.search(recurrence)
    if match is None:
        return recurrence
    step = math.gcd(*(day.month - days[0].month for day in days))
    interval = f";INTERVAL={step}" if step > 1 else ""
    return f"FREQ=MONTHLY{interval};BYMONTHDAY={_LAST.get(match[1], match[1])}"


def _expanded(rule: str, start: dt.date, year: int) -> list[dt.date]:
    from dateutil.rrule import rrulestr  # as above

    first = dt.datetime.combine(start, dt.time())
    end = dt.datetime(year, 12, 31)  # noqa: DTZ001 - days, not moments
    return [moment.date() for moment in rrulestr(rule, dtstart=first).between(first, end, inc=True)]
