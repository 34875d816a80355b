"""Reporting periods: the day, month, quarter, half year or year that a figure speaks of."""

import datetime as dt
import re
from calendar import monthrange

from banshi.values import dataclass

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_QUARTER = re.compile(r"([0-9]{4})-?Q([1-4])", re.ASCII | re.IGNORECASE)
_HALF = re.compile(r"([0-9]{4})-?H([12])", re.ASCII | re.IGNORECASE)
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_SPAN = re.compile(r"([0-9]{4})-([0-9]{2})/\1-([0-9]{2})", re.ASCII)
_QUARTER_MONTHS = 3
_HALF_MONTHS = 6


def last_of_month(year: int, month: int) -> dt.date:
    """Return the last day of a month.

    Raises:
        ValueError: there is no such month.
    """
    if not 1 <= month <= 12:  # noqa: PLR2004
        msg = f"no month {month}"
        raise ValueError(msg)
    return dt.date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, both ends included, with the text it is written as.

    Periods are ordered by their end and, at the same end, the longer one is the later, so that
    `max` of several is the one that counts (semantics.md, "Verdicts").
    """

    end: dt.date
    days: int
    text: str

    @property
    def start(self) -> dt.date:
        """First day."""
        return self.end - dt.timedelta(days=self.days - 1)

    @property
    def length(self) -> str:
        """`day`, `month`, `quarter`, `half` or `year`."""
        for name, most in (("day", 1), ("month", 31), ("quarter", 92), ("half", 184)):
            if self.days <= most:
                return name
        return "year"

    def __str__(self) -> str:
        return self.text


def months(year: int, first: int, last: int) -> Period:
    """Return the period from month `first` to month `last` of `year`, written in its usual form.

    Raises:
        ValueError: there is no such month, or `last` lies before `first`.
    """
    end = last_of_month(year, last)
    days = (end - dt.date(year, first, 1)).days + 1
    if days < 1:
        msg = f"month {last} lies before month {first}"
        raise ValueError(msg)
    if first == last:
        text = f"{year:04}-{first:02}"
    elif last - first == _QUARTER_MONTHS - 1 and last % _QUARTER_MONTHS == 0:
        text = f"{year:04}-Q{last // _QUARTER_MONTHS}"
    elif last - first == _HALF_MONTHS - 1 and last % _HALF_MONTHS == 0:
        text = f"{year:04}-H{last // _HALF_MONTHS}"
    elif (first, last) == (1, 12):
        text = f"{year:04}"
    else:
        text = f"{year:04}-{first:02}/{year:04}-{last:02}"
    return Period(end, days, text)


def parse_period(text: str) -> Period | None:
    """Return the period that `text` names, or None.

    Forms: 2019-08, 2019-08-31, 2019-Q3 or 2019Q3, 2019-H1, 2019, 2019-01/2019-09.
    """
    try:
        if match := _MONTH.fullmatch(text):
            return months(int(match[1]), int(match[2]), int(match[2]))
        if match := _QUARTER.fullmatch(text):
            quarter = int(match[2])
            return months(int(match[1]), 3 * quarter - 2, 3 * quarter)
        if match := _HALF.fullmatch(text):
            half = int(match[2])
            return months(int(match[1]), 6 * half - 5, 6 * half)
        if _YEAR.fullmatch(text):
            return months(int(text), 1, 12)
        if match := _SPAN.fullmatch(text):
            return months(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY.fullmatch(text):
            return Period(dt.date(int(match[1]), int(match[2]), int(match[3])), 1, text)
    except ValueError:
        return None
    return None
