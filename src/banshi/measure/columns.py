"""Columns of cases as expressions of Ibis, and the days that calendars know as a table."""

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import ibis

from banshi.measure.calendar import Calendar
from banshi.measure.job import DAY, EAST, EPOCH
from banshi.measure.times import TIME

# All months of the times that are read, counted from the year 0.
_MONTHS = range(1970 * 12, 2200 * 12)
_END = (dt.date(2200, 1, 1) - EPOCH).days * DAY
_USUAL = len("2019-08-05 09:30:00")
FAR = 1 << 60
"""Beyond every reading of a clock."""
Expr = Any
"""An expression of Ibis; its types are not published for a checker."""


def day_table(days: Calendar | None, months: Sequence[int]) -> Expr:
    """Return a table of all days: month, working-day ordinal, and the same day months later."""
    import pyarrow as pa

    lengths = [monthrange(number // 12, number % 12 + 1)[1] for number in _MONTHS]
    starts = [0, *accumulate(lengths)]
    columns = {
        "day": pa.array(range(starts[-1]), pa.int64()),
        "month": pa.array(
            [m for m, n in zip(_MONTHS, lengths, strict=True) for _ in range(n)], pa.int64()
        ),
    }
    if days:
        known = [None] * days.first + list(days.ordinals)
        columns["ordinal"] = pa.array(known + [None] * (starts[-1] - len(known)), pa.int64())
    for later in months:
        # Times end with the table; a deadline beyond it lies beyond every end.
        columns[f"later{later}"] = pa.array(
            [
                starts[number + later] + min(day, lengths[number + later] - 1)
                if number + later < len(lengths)
                else FAR
                for number, length in enumerate(lengths)
                for day in range(length)
            ],
            pa.int64(),
        )
    return ibis.memtable(pa.table(columns))


def text_of(column: Expr) -> Expr:
    """Return the words of a column, without white space around them and never null."""
    return column.cast("string").strip().fill_null("")


def seconds_of(column: Expr) -> Expr:
    """Return the whole seconds since 1970 of a column of times or of texts; null where none is."""
    kind = column.type()
    if kind.is_string():
        # The usual form is told by its being what the backend itself writes: a pattern costs more.
        plain = column.try_cast("timestamp")
        usual = (column.length() == _USUAL) & (plain.cast("string") == column)
        text = column.strip()
        other = ibis.ifelse(
            text.re_search(TIME), text.replace("/", "-").try_cast("timestamp"), None
        )
        found = ibis.ifelse(usual, _whole(plain), _whole(other))
    elif kind.is_date():
        found = _whole(column.cast("timestamp"))
    else:
        found = _whole(column) + (EAST if kind.timezone else 0)
    return ibis.ifelse((found >= 0) & (found < _END), found, None)


def _whole(time: Expr) -> Expr:
    # The type that Ibis gives it is smaller than it is: parts of a second are in it.
    return time.epoch_seconds().cast("float64").floor().cast("int64")
