"""Columns of cases as expressions of Ibis, and the days that calendars know as a table."""

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Sequence
from typing import Any

import ibis

from banshi.measure.calendar import Calendar
from banshi.measure.job import DAY, EAST, EPOCH
from banshi.measure.times import BLANK, TIME
from banshi.values import dataclass

# All months of the times that are read, counted from the year 0.
_MONTHS = range(1970 * 12, 2200 * 12)
_END = (dt.date(2200, 1, 1) - EPOCH).days * DAY
_USUAL = len("2019-08-05 09:30:00")
_BLANK = f"[{BLANK}]*"
_TIME = f"^{_BLANK}{TIME[1:-1]}{_BLANK}$"
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

    lengths = np.array([monthrange(number // 12, number % 12 + 1)[1] for number in _MONTHS])
    starts = np.concatenate(([0], np.cumsum(lengths)))
    every = np.arange(starts[-1])
    month = np.repeat(np.arange(len(lengths)), lengths)
    columns = {"day": pa.array(every), "month": pa.array(month + _MONTHS[0])}
    if days:
        known = np.zeros(len(every), np.int64)
        known[days.first : days.last + 1] = days.ordinals
        unknown = (every < days.first) | (every > days.last)
        columns["ordinal"] = pa.array(known, mask=unknown)
    for later in months:
        # Times end with the table; a deadline beyond it lies beyond every end.
        there = np.minimum(month + later, len(lengths) - 1)
        same = starts[there] + np.minimum(every - starts[month], lengths[there] - 1)
        beyond = month + later >= len(lengths)
        columns[f"later{later}"] = pa.array(np.where(beyond, FAR, same))
    return pa.table(columns)


def _usual_time(column: Expr) -> Expr:
    # The usual form is told by its being what the backend itself writes: a pattern costs more.
    plain = column.try_cast("timestamp")
    usual = (column.length() == _USUAL) & (plain.cast("string") == column)
    return ibis.ifelse(usual, plain, None)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a backend says in words of its own, because the common ones are slow there."""

    strip: Callable[[Expr], Expr] = lambda column: column.strip()
    """The words of a text without white space around them."""
    usual_time: Callable[[Expr], Expr] = _usual_time
    """The time that a text writes as 2019-08-05 09:30:00, and nothing for any other text."""
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
        usual = dialect.usual_time(column)
        other = ibis.ifelse(column.re_search(_TIME), column.strip().try_cast("timestamp"), None)
        return _whole(ibis.coalesce(usual, other))
    if kind.is_date():
        return _whole(column.cast("timestamp"))
    return _whole(column) + (EAST if kind.timezone else 0)


def words_of_time(column: Expr, seconds: Expr) -> Expr:
    """Return the words of a column of times where they are no time: blank, or in the way."""
    kind = column.type()
    if not kind.is_string():
        return ibis.ifelse(seconds.isnull(), "", TIMELY)
    return ibis.ifelse(seconds.isnull(), column.strip().fill_null(""), TIMELY)


def known(seconds: Expr) -> Expr:
    """Return the seconds of times of cases, and null for those of other years."""
    return ibis.ifelse(seconds.between(0, _END - 1), seconds, None)


def _whole(time: Expr) -> Expr:
    # The type that Ibis gives it is smaller than it is: parts of a second are in it.
    return time.epoch_seconds().cast("float64").floor().cast("int64")
