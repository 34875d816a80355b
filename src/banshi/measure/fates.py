"""What becomes of one case, in plain Python: the reference for every engine."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from banshi.measure.calendar import Calendar, add_months, as_of_reading, reading
from banshi.measure.job import DAY, Clock, Fate, Interval, Job, Measure, Way, day_number, day_of
from banshi.measure.times import millionths, seconds

Case = Mapping[str, str | int]
"""The words of a case by column; a time that its table holds as one is whole seconds since 1970."""
Judged = tuple[Fate, int, int | None]
"""Fate, value, and the month by which the case is dated."""


class Judge:
    """Judges cases by one job."""

    def __init__(self, job: Job, days: Calendar | None) -> None:
        self.job = job
        self.days = days
        self._now = [
            as_of_reading(measure.interval, job, days)
            if measure.interval and measure.limit and measure.way is Way.TIME
            else 0
            for measure in job.measures
        ]

    def fate(self, measure: Measure, case: Case) -> tuple[Fate, int]:
        """Return what becomes of a case for a metric, and its value."""
        if any(case[column] not in words for column, words in measure.where):
            return Fate.ELSEWHERE, 0
        value = 1
        if measure.interval:
            fate, value = self._interval(measure, measure.interval, case)
            if fate is not Fate.MEASURED:
                return fate, 0
        elif measure.column:
            fate, value = _worded(measure, str(case[measure.column]))
            if fate is not Fate.MEASURED:
                return fate, 0
        return self._dated(measure, case), value

    def _dated(self, measure: Measure, case: Case) -> Fate:
        if case[measure.dated] == "":
            return Fate.OPEN if measure.open_without_date else Fate.NO_TIME
        time = _time(case[measure.dated])
        if time is None:
            return Fate.BAD_TIME
        if time // DAY > self.job.as_of:
            return Fate.FUTURE
        asked = self.job.days
        if asked and not asked[0] <= time // DAY <= asked[1]:
            return Fate.OUTSIDE
        return Fate.MEASURED

    def _interval(self, measure: Measure, interval: Interval, case: Case) -> tuple[Fate, int]:
        fate, start, end = self._ends(interval, case)
        if (
            fate is Fate.OPEN
            and measure.limit
            and reading(interval.clock, start, self.days) is None
        ):
            return Fate.NO_CALENDAR, 0  # whether it is overdue cannot be said
        if fate is not Fate.MEASURED:
            return fate, 0
        first = reading(interval.clock, start, self.days)
        last = reading(interval.clock, end, self.days)
        if first is None or last is None:
            return Fate.NO_CALENDAR, 0
        length = last - first
        if interval.paused:
            paused = self._paused(interval.clock, case, first, last)
            if isinstance(paused, Fate):
                return paused, 0
            length -= paused
        if measure.way is Way.TIME:
            return Fate.MEASURED, length
        limit = measure.limit
        if limit and limit.months:
            deadline = add_months(day_of(start // DAY), limit.months)
            return Fate.MEASURED, int(first + length <= day_number(deadline))
        return Fate.MEASURED, int(limit is not None and length <= limit.most)

    def _ends(self, interval: Interval, case: Case) -> tuple[Fate, int, int]:
        if case[interval.start] == "":
            return Fate.NO_TIME, 0, 0
        start = _time(case[interval.start])
        if start is None:
            return Fate.BAD_TIME, 0, 0
        if start // DAY > self.job.as_of:
            return Fate.FUTURE, start, 0
        if case[interval.end] == "":
            return Fate.OPEN, start, 0
        end = _time(case[interval.end])
        if end is None:
            return Fate.BAD_TIME, start, 0
        if end // DAY > self.job.as_of:
            return Fate.FUTURE, start, end
        return (Fate.ORDER if end < start else Fate.MEASURED), start, end

    def _paused(self, clock: Clock, case: Case, first: int, last: int) -> int | Fate:
        """Return for how long the clock stood between two of its readings, or what is wrong."""
        spans = []
        for start, end in self.job.pauses:
            if case[start] == "" and case[end] == "":
                continue
            if case[start] == "":
                return Fate.BAD_PAUSE
            begin = _time(case[start])
            stop = last if case[end] == "" else _time(case[end])
            if begin is None or stop is None or (case[end] != "" and stop < begin):
                return Fate.BAD_PAUSE
            low = reading(clock, begin, self.days)
            high = last if case[end] == "" else reading(clock, stop, self.days)
            if low is None or high is None:
                return Fate.NO_CALENDAR
            spans.append((max(low, first), min(high, last)))
        return covered(spans)

    def overdue(self, number: int, case: Case) -> bool:
        """Whether an open case is over the limit of a metric at the end of the day asked for."""
        measure = self.job.measures[number]
        interval, limit = measure.interval, measure.limit
        if interval is None or limit is None or measure.way is not Way.TIME:
            return False
        start = _time(case[interval.start]) or 0
        first = reading(interval.clock, start, self.days)
        if first is None:
            return False
        now = self._now[number]
        if interval.paused:
            paused = self._paused(interval.clock, case, first, now)
            if isinstance(paused, Fate):
                return False
            now -= paused
        if limit.months:
            deadline = add_months(day_of(start // DAY), limit.months)
            return now > day_number(deadline)
        return now - first > limit.most

    def month(self, column: str, case: Case) -> int | None:
        """Return the month of the time in a column, counted from the year 0."""
        time = _time(case[column])
        if time is None:
            return None
        day = day_of(time // DAY)
        return day.year * 12 + day.month - 1

    def beyond(self, interval: Interval, case: Case) -> tuple[int, int]:
        """Return the first and the last day that a case speaks of, in days since 1970."""
        named = self.job.named(interval)
        times = [time for column in named if (time := _time(case[column])) is not None]
        return min(times) // DAY, max(times) // DAY


def _time(value: str | int) -> int | None:
    return value if isinstance(value, int) else seconds(value)


def _worded(measure: Measure, word: str) -> tuple[Fate, int]:
    if word == "":
        return Fate.NO_VALUE, 0
    if measure.way is Way.AMONG:
        return Fate.MEASURED, int(word in measure.among)
    if measure.way is Way.SUM:
        value = millionths(word)
        return (Fate.BAD_VALUE, 0) if value is None else (Fate.MEASURED, value)
    return Fate.MEASURED, 1


def covered(spans: Sequence[tuple[int, int]]) -> int:
    """Return how much the spans cover together; those that overlap count once."""
    total = 0
    reached: int | None = None
    for low, high in sorted(spans):
        begin = low if reached is None else max(low, reached)
        if high > begin:
            total += high - begin
            reached = high
    return total


def nearest_rank(values: Sequence[int], counts: Sequence[int], percent: int) -> int:
    """Return the value at place ceil(percent · n / 100) of n, each value standing `counts` times.

    `values` are in order.
    """
    sums = []
    total = 0
    for count in counts:
        total += count
        sums.append(total)
    rank = -(-percent * total // 100)
    return values[bisect_right(sums, rank - 1)]
