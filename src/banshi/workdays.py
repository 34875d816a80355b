"""The State Council's working days, behind one small face.

Source: the yearly holiday notices of the General Office of the State Council, make-up working
weekends (调休) included, as the package chinesecalendar publishes them. A year without a published
notice is an error that names the year, never a silent Monday to Friday.
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from operator import sub
from typing import TYPE_CHECKING, Any, overload

from banshi.errors import CalendarError
from banshi.messages import say

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Days = npt.NDArray[np.datetime64]

FIRST_YEAR = 2004
"""The first year whose notice is known."""
_ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5
_EPOCH = dt.date(1970, 1, 1).toordinal()


@lru_cache(maxsize=1)
def last_year() -> int:
    """Return the last year whose notice is known."""
    from chinese_calendar.constants import holidays  # late: most commands never ask

    return int(max(holidays).year)


def is_workday(day: dt.date) -> bool:
    """Whether `day` is a working day.

    Raises:
        CalendarError: the notice for the year of `day` is not known.
    """
    if not FIRST_YEAR <= day.year <= last_year():
        raise _unpublished(day.year)
    number = day.toordinal()
    counts = _counts()
    return counts[number] > counts[number - 1]


@lru_cache(maxsize=1)
def _counts() -> dict[int, int]:
    """Return how many working days there are up to each day, by `date.toordinal`.

    It begins with the day before the first year, so that a count can start there.
    """
    from chinese_calendar.constants import holidays, workdays

    first = dt.date(FIRST_YEAR, 1, 1).toordinal()
    last = dt.date(last_year(), 12, 31).toordinal()
    counts = {first - 1: 0}
    count = 0
    for number in range(first, last + 1):
        day = dt.date.fromordinal(number)
        count += day in workdays or (day.weekday() < _SATURDAY and day not in holidays)
        counts[number] = count
    return counts


def _unpublished(year: int) -> CalendarError:
    message = say("no published working-day calendar for {year}", year=str(year))
    return CalendarError(str(message), year)


@lru_cache(maxsize=4096)
def workdays_between(start: dt.date, end: dt.date) -> int:
    """Count the working days after `start` up to and including `end`.

    The starting day does not count (Civil Code of the PRC, art. 201). Zero where `end` is not
    after `start`.

    Raises:
        CalendarError: the notice of a year in between is not known.
    """
    count = 0
    day = start
    while day < end:
        day += _ONE_DAY
        count += is_workday(day)
    return count


def last_workday_before(day: dt.date) -> dt.date:
    """Return the last working day before `day`.

    Raises:
        CalendarError: the notice of the year is not known.
    """
    day -= _ONE_DAY
    while not is_workday(day):
        day -= _ONE_DAY
    return day


def workday_after(day: dt.date, count: int) -> dt.date:
    """Return the last of `count` working days after `day`, which does not count itself.

    `count` is at least 1.

    Raises:
        CalendarError: the notice of a year in between is not known.
    """
    for _number in range(count):
        day += _ONE_DAY
        while not is_workday(day):
            day += _ONE_DAY
    return day


@overload
def count_workdays(starts: Sequence[dt.date], ends: Sequence[dt.date]) -> list[int]: ...


@overload
def count_workdays(starts: "Days", ends: "Days") -> "npt.NDArray[np.int64]": ...


def count_workdays(starts: Any, ends: Any) -> Any:
    """Count the working days of many pairs at once: after each start up to and including its end.

    The rule is that of `workdays_between`, except that an end before its start gives a count
    below zero: the working days after the end up to and including the start. The pairs are two
    sequences of dates, for which a list is returned, or two arrays of datetime64 (of numpy, or
    of what turns into it, such as a column of pandas or polars), for which an array is. A time
    of day does not count. numpy is needed for arrays alone.

    Raises:
        CalendarError: the notice of the year of one of the days is not known.
        ValueError: there are more starts than ends, or fewer; or an array holds no date (NaT).
        TypeError: something is no date.
    """
    if len(starts) != len(ends):
        msg = f"{len(starts)} starts, but {len(ends)} ends"
        raise ValueError(msg)
    if hasattr(starts, "__array__") and hasattr(ends, "__array__"):
        return _count_arrays(starts, ends)
    count = _counts().__getitem__
    number = dt.date.toordinal
    try:
        return list(map(sub, map(count, map(number, ends)), map(count, map(number, starts))))
    except KeyError as unknown:
        raise _unpublished(dt.date.fromordinal(unknown.args[0]).year) from None


def _count_arrays(starts: Any, ends: Any) -> "npt.NDArray[np.int64]":
    first = next(iter(_counts()))
    counts = _counts_array()
    return counts[_places(ends, first, counts.size)] - counts[_places(starts, first, counts.size)]


@lru_cache(maxsize=1)
def _counts_array() -> "npt.NDArray[np.int64]":
    import numpy as np

    return np.fromiter(_counts().values(), dtype=np.int64)


def _places(days: Any, first: int, size: int) -> "npt.NDArray[np.int64]":
    """Return the places of `days` in a table of `size` days from `first` on.

    Raises:
        CalendarError: one lies outside of the table.
        ValueError, TypeError: one is no date.
    """
    import numpy as np

    array = np.asarray(days)
    if array.dtype.kind != "M":
        msg = f"dates must be datetime64, not {array.dtype}"
        raise TypeError(msg)
    places = array.astype("datetime64[D]").astype(np.int64) + (_EPOCH - first)
    outside = (places < 0) | (places >= size)
    if outside.any():
        worst = array[outside][0]
        if np.isnat(worst):
            raise ValueError("an array holds no date (NaT)")
        raise _unpublished(int(str(worst.astype("datetime64[Y]"))))
    return places
