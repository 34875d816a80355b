"""The State Council's working days, behind one small face.

Source: the yearly holiday notices of the General Office of the State Council, make-up working
weekends (调休) included, as the package chinesecalendar publishes them. A year without a published
notice is an error that names the year, never a silent Monday to Friday.
"""

import datetime as dt
from functools import lru_cache

from banshi.errors import CalendarError
from banshi.messages import say

FIRST_YEAR = 2004
"""The first year whose notice is known."""
_ONE_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=16_384)
def is_workday(day: dt.date) -> bool:
    """Whether `day` is a working day.

    Raises:
        CalendarError: the notice for the year of `day` is not known.
    """
    import chinese_calendar  # imported where it is needed: most commands never ask

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        message = say("no published working-day calendar for {year}", year=str(day.year))
        raise CalendarError(str(message), day.year) from None


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
