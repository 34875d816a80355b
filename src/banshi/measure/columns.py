"""Columns of cases as expressions of Ibis, and the days that calendars know as a table."""

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Sequence
from typing import Any

import ibis

from banshi.measure.calendar import Calendar
from banshi.measure.job import DAY, EAST, EPOCH
from banshi.measure.times import BLANK, END, TIME
from banshi.values import dataclass

# All months of the times that are read, counted from the year 0.
_MONTHS = range(1970 * 12, 2200 * 12)
_AFTER = (dt.date(2200, 1, 1) - EPOCH).days * DAY
_BLANK = f"[{BLANK}]*"
_TIME = f"^{_BLANK}{TIME[1 : -len(END)]}{_BLANK}{END}"
_NO = ibis.literal(value=False)
TIMELY = "-"
"""Stands for the words of a time: only of what is none anybody asks for them."""
FAR = 1 << 60
"""Beyond every reading of a clock."""
Expr = Any
"""An expression of Ibis; its types are not published for a checker."""


def day_table(days: Calendar | None, months: Sequence[int]) -> Any:
    """Return all days as a table of Arrow: month, working-day ordinal, the same day months later.

    A column of the same day n months later is called `later` and n, for each n of `months`.
    """
    import numpy as np
    import pyarrow as pa

    def column(values: Any, missing: Any = None) -> Any:
        # Arrow would import pandas to look at an array of numpy's: a fifth of a second.
        known = None if missing is None else pa.py_buffer(np.packbits(~missing, bitorder="little"))
        whole = pa.py_buffer(np.ascontiguousarray(values, np.int64))
        return pa.Array.from_buffers(pa.int64(), len(values), [known, whole])

    lengths = np.array([monthrange(number // 12, number % 12 + 1)[1] for number in _MONTHS])
    starts = np.concatenate(([0], np.cumsum(lengths)))
    every = np.arange(starts[-1])
    month = np.repeat(np.arange(len(lengths)), lengths)
    columns = {"day": column(every), "month": column(month + _MONTHS[0])}
    if days:
        ordinals = np.zeros(len(every), np.int64)
        ordinals[days.first : days.last + 1] = days.ordinals
        unknown = (every < days.first) | (every > days.last)
        columns["ordinal"] = column(ordinals, unknown)
    for later in months:
        # Times end with the table; a deadline beyond it lies beyond every end.
        there = np.minimum(month + later, len(lengths) - 1)
        same = starts[there] + np.minimum(every - starts[month], lengths[there] - 1)
        beyond = month + later >= len(lengths)
        columns[f"later{later}"] = column(np.where(beyond, FAR, same))
    return pa.table(columns)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a backend says in words of its own, because the common ones are slow there."""

    strip: Callable[[Expr], Expr] = lambda column: column.strip()
    """The words of a text without white space around them."""
    is_usual: Callable[[Expr], Expr] = lambda column: (
        # The usual form is what the backend itself writes: a pattern costs more.
        column.try_cast("timestamp").cast("string") == column
    )
    """Whether a text has the form of 2019-08-05 09:30:00; not all of these are times."""
    usual_time: Callable[[Expr], Expr] = lambda column: column.try_cast("timestamp")
    """The time that a text of this form writes, and nothing where there is none."""
    days: Callable[[Expr], Expr] = lambda seconds: seconds // DAY
    """The day in which a second from 1970 on lies."""


def text_of(column: Expr, dialect: Dialect) -> Expr:
    """Return the words of a column, without white space around them and never null."""
    return dialect.strip(column.cast("string")).fill_null("")


def seconds_of(column: Expr, dialect: Dialect) -> Expr:
    """Return the whole seconds since 1970 of a column of times or of texts; null where none is.

    Some may lie in years that are no time of a case (`known`).
    """
    kind = column.type()
    if kind.is_string():
        # Each expression stands here once: what stands twice is worked out for every row.
        plain = column.strip().replace("/", "-")  # the one form that Spark knows
        return ibis.cases(
            (dialect.is_usual(column), _whole(dialect.usual_time(column))),
            (column.re_search(_TIME), _whole(plain.try_cast("timestamp"))),
        )
    if kind.is_date():
        return _whole(column.cast("timestamp"))
    return _whole(column) + (EAST if kind.timezone else 0)


def is_blank(column: Expr, seconds: Expr) -> Expr:
    """Return whether a column of times, of which these are the seconds, holds nothing."""
    if not column.type().is_string():
        return column.isnull()
    # A condition, so that the pattern is tried only where there is no time.
    return ibis.ifelse(
        seconds.isnull(), column.isnull() | column.fill_null("").re_search(f"^{_BLANK}{END}"), _NO
    )


def words_of_time(column: Expr, seconds: Expr) -> Expr:
    """Return the words of a column of times where they are no time."""
    kind = column.type()
    if not kind.is_string():
        return ibis.ifelse(seconds.isnull(), "", TIMELY)
    return ibis.ifelse(seconds.isnull(), column.strip().fill_null(""), TIMELY)


def known(seconds: Expr) -> Expr:
    """Return the seconds of times of cases, and null for those of other years."""
    return ibis.ifelse(seconds.between(0, _AFTER - 1), seconds, None)


def _whole(time: Expr) -> Expr:
    # The type that Ibis gives it is smaller than it is: parts of a second are in it.
    return time.epoch_seconds().cast("float64").floor().cast("int64")
