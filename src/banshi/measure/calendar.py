"""Working days as ordinals: day → number of working days up to it, which all engines share."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from banshi.errors import CalendarError
from banshi.measure.job import DAY, Clock, Interval, Job, day_number, day_of
from banshi.messages import say
from banshi.model.calendar import CalendarYear
from banshi.model.period import last_of_month
from banshi.workdays import FIRST_YEAR, is_workday

_SATURDAY = 6


@dataclass(frozen=True)
class Calendar:
    """The days of some years that follow each other, each with whether it is worked."""

    first: int
    """The first day, in days since 1970."""
    worked: tuple[bool, ...]

    @cached_property
    def ordinals(self) -> tuple[int, ...]:
        """Of every day from the first on, how many working days there are up to it."""
        count = 0
        found = []
        for worked in self.worked:
            count += worked
            found.append(count)
        return tuple(found)

    @property
    def last(self) -> int:
        """The last day, in days since 1970."""
        return self.first + len(self.worked) - 1

    def ordinal(self, day: int) -> int | None:
        """Return the ordinal of a day, or None where its year is not known."""
        place = day - self.first
        return self.ordinals[place] if 0 <= place < len(self.worked) else None

    def known(self, day: int) -> int:
        """Return the ordinal of a day.

        Raises:
            CalendarError: the notice of its year is not known.
        """
        found = self.ordinal(day)
        if found is None:
            year = day_of(day).year
            message = say(
                "no published working-day calendar for {year}; give one with --calendar", year=year
            )
            raise CalendarError(str(message), year)
        return found


def calendar(years: Iterable[CalendarYear] = ()) -> Calendar:
    """Return the calendar of all published years, those of `years` in the place of banshi's own.

    Raises:
        CalendarError: a year between two that are known is missing.
    """
    own = {year.year: year for year in years}
    published = _published()
    wanted = sorted({*own, *published})
    for year in range(wanted[0], wanted[-1]):
        if year not in wanted:
            message = say("no published working-day calendar for {year}", year=str(year))
            raise CalendarError(str(message), year)
    worked: list[bool] = []
    for year in wanted:
        worked += _given(own[year]) if year in own else published[year]
    return Calendar(day_number(dt.date(wanted[0], 1, 1)), tuple(worked))


def _days(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]


def _published() -> Mapping[int, list[bool]]:
    found: dict[int, list[bool]] = {}
    year = FIRST_YEAR
    while True:
        try:
            found[year] = [is_workday(day) for day in _days(year)]
        except CalendarError:
            return found
        year += 1


def _given(year: CalendarYear) -> list[bool]:
    off, working = set(year.days_off), set(year.working_weekends)
    return [
        day in working or (day.isoweekday() < _SATURDAY and day not in off)
        for day in _days(year.year)
    ]


def clocks(job: Job) -> set[Clock]:
    """Return the clocks that a job counts on."""
    return {measure.interval.clock for measure in job.measures if measure.interval}


def reading(clock: Clock, seconds: int, days: Calendar | None) -> int | None:
    """Return what `clock` shows at a time, or None where the year's notice is not known.

    `seconds` are counted since 1970, in the time of the place.
    """
    if clock is Clock.SECOND:
        return seconds
    if clock is Clock.DAY or days is None:
        return seconds // DAY
    return days.ordinal(seconds // DAY)


def as_of_reading(interval: Interval, job: Job, days: Calendar | None) -> int:
    """Return what the clock of an interval shows at the end of the day asked for.

    Raises:
        CalendarError: the notice of that day's year is not known.
    """
    if interval.clock is Clock.SECOND:
        return (job.as_of + 1) * DAY
    if interval.clock is Clock.DAY or days is None:
        return job.as_of
    return days.known(job.as_of)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day `months` later, or the last day of that month."""
    number = day.year * 12 + day.month - 1 + months
    last = last_of_month(number // 12, number % 12 + 1)
    return last.replace(day=min(day.day, last.day))
