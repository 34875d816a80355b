"""What is to be measured, as plain values that every engine works from.

A time of a case becomes a whole number on a clock: seconds, days, or working days since a beginning
that does not matter. What lies between two times is then a difference of whole numbers, and so is
what a pause takes out of it.
"""

import datetime as dt
from dataclasses import dataclass
from enum import Enum, IntEnum

from banshi.model.period import Period
from banshi.model.profile import CaseStatistic
from banshi.model.quantity import Unit

DAY = 86_400
"""Seconds of a day."""
EAST = 8 * 3600
"""China has one time, eight hours before UTC, and no summer time since 1991."""
EPOCH = dt.date(1970, 1, 1)
MILLION = 1_000_000
"""Numbers of columns are counted in millionths."""


class Clock(Enum):
    """In what a time is counted."""

    SECOND = "second"
    DAY = "day"
    """Calendar days; the day of the start does not count (Civil Code of the PRC, art. 201)."""
    WORKDAY = "workday"
    """Working days by the State Council's notices; the day of the start does not count."""


class Way(Enum):
    """How cases become a figure."""

    TIME = "time"
    IN_TIME = "in time"
    AMONG = "among"
    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"


class Fate(IntEnum):
    """What became of a case for one metric. From NO_TIME on the case is faulty."""

    MEASURED = 0
    OPEN = 1
    """It has not ended, or has no time yet that would decide its period."""
    ELSEWHERE = 2
    """The metric is not about such cases."""
    OUTSIDE = 3
    """It belongs to another period than is asked for."""
    NO_TIME = 4
    BAD_TIME = 5
    FUTURE = 6
    ORDER = 7
    BAD_PAUSE = 8
    NO_VALUE = 9
    BAD_VALUE = 10
    NO_CALENDAR = 11
    """Its days lie beyond the calendar: the run ends, and names the year."""


FIRST_FAULT = Fate.NO_TIME


@dataclass(frozen=True, slots=True)
class Interval:
    """From one time of a case to another."""

    start: str
    end: str
    clock: Clock
    paused: bool = False
    """Whether the pauses of the job are taken out."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a case may take."""

    most: int = 0
    """On the clock of the interval, where `months` is zero."""
    months: int = 0
    """The case must end by the same day so many months later, or the last of that month."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric of the catalogue, as it comes of the cases."""

    metric: str
    unit: Unit
    way: Way
    dated: str
    """Column of the time that decides to which period a case belongs."""
    interval: Interval | None = None
    statistic: CaseStatistic | None = None
    limit: Limit | None = None
    """Of IN_TIME the limit of the share, of TIME that of overdue cases."""
    column: str = ""
    among: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    open_without_date: bool = False
    """Whether a case without the time that decides its period is open rather than faulty."""

    @property
    def ordered(self) -> bool:
        """Whether the figure needs the order of the cases."""
        return self.statistic is not None and self.statistic.percent is not None

    @property
    def highest(self) -> bool:
        """Whether the figure is the highest value."""
        return self.statistic is CaseStatistic.MAX

    @property
    def summed(self) -> bool:
        """Whether the figure needs the sum of the values."""
        shares = {Way.SUM, Way.IN_TIME, Way.AMONG}
        return self.way in shares or self.statistic is CaseStatistic.MEAN


@dataclass(frozen=True, slots=True)
class Job:
    """All that an engine must know to go through the cases."""

    measures: tuple[Measure, ...]
    times: tuple[str, ...]
    """Columns that hold times."""
    texts: tuple[str, ...]
    """Columns that hold words and numbers."""
    as_of: int
    """The day asked for, in days since 1970."""
    pauses: tuple[tuple[str, str], ...] = ()
    period: Period | None = None
    """Only cases of this period are measured."""
    apart: tuple[str, ...] = ("region",)
    """Columns of `texts` whose words are told apart, of region, organisation and item."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are read."""
        return (*self.texts, *self.times)

    def place(self, number: int) -> int:
        """Return where among `dates` the column is that decides the periods of a measure."""
        return self.dates.index(self.measures[number].dated)

    @property
    def spoken(self) -> set[str]:
        """The columns whose words a metric looks at."""
        where = {column for measure in self.measures for column, _ in measure.where}
        return where | {measure.column for measure in self.measures if measure.column}

    @property
    def dates(self) -> tuple[str, ...]:
        """The columns that decide periods, each once."""
        return tuple(dict.fromkeys(measure.dated for measure in self.measures))

    def named(self, interval: Interval) -> list[str]:
        """Return the columns of times that an interval is made of."""
        named = [interval.start, interval.end]
        if interval.paused:
            named += [column for pause in self.pauses for column in pause]
        return named

    @property
    def identified(self) -> bool:
        """Whether cases have numbers, by which doubles are found."""
        return "id" in self.texts

    @property
    def days(self) -> tuple[int, int] | None:
        """First and last day of the period that is asked for, in days since 1970."""
        if self.period is None:
            return None
        return day_number(self.period.start), day_number(self.period.end)


def day_number(day: dt.date) -> int:
    """Return the number of days from the first of 1970 to `day`."""
    return (day - EPOCH).days


def day_of(number: int) -> dt.date:
    """Return the day that lies `number` days after the first of 1970."""
    return EPOCH + dt.timedelta(days=number)
