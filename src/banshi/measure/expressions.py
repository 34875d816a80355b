"""The same judgement of cases as `fates`, as one expression that any backend of Ibis runs.

Every column is named by its number here (`x0`, `t0`, `s0`), so that no name or word of a profile or
of a table becomes a part of a query's text. What calendars know is joined from a table of days.
"""

from collections.abc import Iterator
from itertools import combinations

import ibis

from banshi.measure.calendar import Calendar, as_of_reading
from banshi.measure.columns import (
    FAR,
    Dialect,
    Expr,
    is_blank,
    known,
    seconds_of,
    text_of,
    words_of_time,
)
from banshi.measure.job import (
    MILLION,
    Clock,
    Fate,
    Interval,
    Job,
    Measure,
    Way,
)
from banshi.measure.times import NUMBER

_NO = ibis.literal(value=False)


class Judging:
    """Adds to a table of cases what becomes of each."""

    def __init__(self, job: Job, days: Calendar | None, dialect: Dialect | None = None) -> None:
        self.job = job
        self.days = days
        self._dialect = dialect or Dialect()
        self._words = {column: f"x{n}" for n, column in enumerate(job.texts)}
        self._times = {column: n for n, column in enumerate(job.times)}
        looked_at = {"id", *job.spoken}
        self._as_written = {name for name in job.apart if name not in looked_at}
        """Columns whose words are told apart and no more: whoever has the groups strips them."""
        self.months = sorted({m.limit.months for m in job.measures if m.limit and m.limit.months})

    def canonical(
        self, table: Expr, columns: dict[str, Expr], dialect: Dialect | None = None
    ) -> Expr:
        """Return a table of the columns of the job alone, under their numbers.

        `dialect` is that of this table, where it has one of its own.
        """
        dialect = dialect or self._dialect
        chosen = {
            self._words[name]: columns[name].cast("string").fill_null("")
            if name in self._as_written
            else text_of(columns[name], dialect)
            for name in self.job.texts
        }
        for name, number in self._times.items():
            seconds = seconds_of(columns[name], dialect)
            chosen[f"r{number}"] = seconds
            chosen[f"b{number}"] = is_blank(columns[name], seconds)
            chosen[f"t{number}"] = words_of_time(columns[name], seconds)  # for doubled cases alone
        return table.select(**chosen)

    def content(self, table: Expr) -> list[Expr]:
        """Return what a case says: a time is the same in whatever form it is written."""
        times = [
            ibis.coalesce(table[f"r{n}"].cast("string"), table[f"t{n}"])
            for n in self._times.values()
        ]
        return [*(self.word(table, name) for name in self._words), *times]

    def timed(self, table: Expr) -> Expr:
        """Return the table with the times of the years that are known, and their days."""
        seconds = {n: known(table[f"r{n}"]) for n in self._times.values()}
        table = table.mutate(**{f"s{n}": time for n, time in seconds.items()})
        return table.mutate(**{f"d{n}": self._dialect.days(table[f"s{n}"]) for n in seconds})

    def with_days(self, table: Expr, days: Expr) -> Expr:
        """Return the table with what the calendar knows of the day of every time."""
        for number, wanted in self._asked_of_days().items():
            here = days.select(
                **{f"day_{number}": days.day},
                **{f"{name}_{number}": days[name] for name in sorted(wanted)},
            )
            table = table.left_join(here, table[f"d{number}"] == here[f"day_{number}"])
        return table

    def _asked_of_days(self) -> dict[int, set[str]]:
        """Return what the calendar has to say of which times: every join costs a look-up a case."""
        asked: dict[int, set[str]] = {}
        for column in self.job.dates:
            asked.setdefault(self._times[column], set()).add("month")
        for measure in self.job.measures:
            interval, limit = measure.interval, measure.limit
            if interval is None:
                continue
            if interval.clock is Clock.WORKDAY and self.days is not None:
                for column in self.job.named(interval):
                    asked.setdefault(self._times[column], set()).add("ordinal")
            if limit and limit.months:
                name = f"later{limit.months}"
                asked.setdefault(self._times[interval.start], set()).add(name)
        return asked

    def word(self, table: Expr, column: str) -> Expr:
        """Return the words of a column of the job."""
        words = table[self._words[column]]
        return self._dialect.strip(words) if column in self._as_written else words

    def written(self, table: Expr, column: str) -> Expr:
        """Return a column of the job as it is written: white space may be around the words."""
        return table[self._words[column]]

    def month(self, table: Expr, column: str) -> Expr:
        """Return the month of a column of times."""
        return table[f"month_{self._times[column]}"]

    def judged(self, table: Expr) -> Expr:
        """Return the table with fate, value and overdue of each measure, by its number."""
        added: dict[str, Expr] = {}
        for number, measure in enumerate(self.job.measures):
            fate = self._fate(table, measure)
            added[f"fate{number}"] = fate
            added[f"value{number}"] = self._value(table, measure)
            added[f"late{number}"] = self._overdue(table, number)
        table = table.mutate(**added)
        clean = {
            f"value{n}": ibis.ifelse(
                table[f"fate{n}"] == int(Fate.MEASURED), table[f"value{n}"], None
            )
            for n in range(len(self.job.measures))
        }
        late = [
            (table[f"fate{n}"] == int(Fate.OPEN)) & table[f"late{n}"].fill_null(_NO)
            for n in range(len(self.job.measures))
        ]
        return table.mutate(**clean, overdue=ibis.or_(*late))

    def _fate(self, table: Expr, measure: Measure) -> Expr:
        when: list[tuple[Expr, Fate]] = [
            (~self.word(table, column).isin(words), Fate.ELSEWHERE)
            for column, words in measure.where
        ]
        if measure.interval:
            # Most cases are sound: one test finds them, where the faults take a dozen.
            when.append((self._sound(table, measure, measure.interval), Fate.MEASURED))
            when += self._interval(table, measure, measure.interval)
        elif measure.column:
            word = self.word(table, measure.column)
            when.append((word == "", Fate.NO_VALUE))
            if measure.way is Way.SUM:
                when.append((~word.re_search(NUMBER), Fate.BAD_VALUE))
        no_time, day = self._blank(table, measure.dated), self.day(table, measure.dated)
        fate = Fate.OPEN if measure.open_without_date else Fate.NO_TIME
        when += [(no_time, fate), (day.isnull(), Fate.BAD_TIME)]
        when.append((day > self.job.as_of, Fate.FUTURE))
        if asked := self.job.days:
            when.append(((day < asked[0]) | (day > asked[1]), Fate.OUTSIDE))
        return ibis.cases(*((test, int(fate)) for test, fate in when), else_=int(Fate.MEASURED))

    def _sound(self, table: Expr, measure: Measure, interval: Interval) -> Expr:
        """Whether a case has all that an interval without pauses needs, and nothing amiss."""
        if interval.paused:
            return _NO
        end, day = self.day(table, interval.end), self.day(table, measure.dated)
        tests = [
            self._seconds(table, interval.start) <= self._seconds(table, interval.end),
            end <= self.job.as_of,
            self._clock(table, interval, interval.start).notnull(),
            self._clock(table, interval, interval.end).notnull(),
        ]
        if asked := self.job.days:
            tests.append((day >= asked[0]) & (day <= asked[1]))
        if measure.dated not in {interval.start, interval.end} or asked:
            tests.append(day <= self.job.as_of)
        return ibis.and_(*tests)

    def _interval(
        self, table: Expr, measure: Measure, interval: Interval
    ) -> Iterator[tuple[Expr, Fate]]:
        start, end = self.day(table, interval.start), self.day(table, interval.end)
        yield self._blank(table, interval.start), Fate.NO_TIME
        yield start.isnull(), Fate.BAD_TIME
        yield start > self.job.as_of, Fate.FUTURE
        is_open = self._blank(table, interval.end)
        first, last = (
            self._clock(table, interval, interval.start),
            self._clock(table, interval, interval.end),
        )
        if measure.limit:
            yield is_open & first.isnull(), Fate.NO_CALENDAR
        yield is_open, Fate.OPEN
        yield end.isnull(), Fate.BAD_TIME
        yield end > self.job.as_of, Fate.FUTURE
        yield self._seconds(table, interval.end) < self._seconds(table, interval.start), Fate.ORDER
        yield first.isnull() | last.isnull(), Fate.NO_CALENDAR
        if interval.paused:
            yield from self._pause_faults(table, interval)

    def _pause_faults(self, table: Expr, interval: Interval) -> Iterator[tuple[Expr, Fate]]:
        for begin, stop in self.job.pauses:
            no_begin, no_stop = self._blank(table, begin), self._blank(table, stop)
            low, high = self._seconds(table, begin), self._seconds(table, stop)
            blank = no_begin & no_stop
            bad = ~blank & (no_begin | low.isnull() | (~no_stop & (high.isnull() | (high < low))))
            yield bad.fill_null(_NO), Fate.BAD_PAUSE
            unknown = self._clock(table, interval, begin).isnull()
            unknown |= ~no_stop & self._clock(table, interval, stop).isnull()
            yield ~blank & unknown, Fate.NO_CALENDAR

    def _value(self, table: Expr, measure: Measure) -> Expr:
        if measure.way is Way.AMONG:
            return self.word(table, measure.column).isin(measure.among).cast("int64")
        if measure.way is Way.SUM:
            return (self.word(table, measure.column).try_cast("decimal(38, 6)") * MILLION).cast(
                "int64"
            )
        if measure.interval is None:
            return ibis.literal(1, "int64")
        interval = measure.interval
        first = self._clock(table, interval, interval.start)
        last = self._clock(table, interval, interval.end)
        length = last - first - self._paused(table, interval, first, last)
        if measure.way is Way.TIME or measure.limit is None:
            return length
        if measure.limit.months:
            later = table[f"later{measure.limit.months}_{self._times[interval.start]}"]
            return (first + length <= later).cast("int64")
        return (length <= measure.limit.most).cast("int64")

    def _overdue(self, table: Expr, number: int) -> Expr:
        measure = self.job.measures[number]
        interval, limit = measure.interval, measure.limit
        if interval is None or limit is None or measure.way is not Way.TIME:
            return _NO
        now = ibis.literal(as_of_reading(interval, self.job, self.days), "int64")
        first = self._clock(table, interval, interval.start)
        now -= self._paused(table, interval, first, now)
        sound = ~_NO
        if interval.paused:
            for fault, _ in self._pause_faults(table, interval):
                sound &= ~fault.fill_null(_NO)
        if limit.months:
            later = table[f"later{limit.months}_{self._times[interval.start]}"]
            return sound & (now > later)
        return sound & (now - first > limit.most)

    def _paused(self, table: Expr, interval: Interval, first: Expr, last: Expr) -> Expr:
        """Return for how long the clock stood: the spans less what two of them share, and so on."""
        if not interval.paused:
            return ibis.literal(0, "int64")
        spans = []
        for begin, stop in self.job.pauses:
            low = self._clock(table, interval, begin)
            high = ibis.ifelse(self._blank(table, stop), last, self._clock(table, interval, stop))
            absent = self._blank(table, begin)
            spans.append(
                (
                    ibis.ifelse(absent, FAR, ibis.greatest(low, first)),
                    ibis.ifelse(absent, -FAR, ibis.least(high, last)),
                )
            )
        total: Expr = ibis.literal(0, "int64")
        for size in range(1, len(spans) + 1):
            for chosen in combinations(spans, size):
                low = ibis.greatest(*(span[0] for span in chosen)) if size > 1 else chosen[0][0]
                high = ibis.least(*(span[1] for span in chosen)) if size > 1 else chosen[0][1]
                shared = ibis.ifelse(high > low, high - low, 0)
                total = total + shared if size % 2 else total - shared
        return total

    def _blank(self, table: Expr, column: str) -> Expr:
        return table[f"b{self._times[column]}"]

    def _seconds(self, table: Expr, column: str) -> Expr:
        return table[f"s{self._times[column]}"]

    def day(self, table: Expr, column: str) -> Expr:
        """Return the day of a column of times, in days since 1970."""
        return table[f"d{self._times[column]}"]

    def _clock(self, table: Expr, interval: Interval, column: str) -> Expr:
        if interval.clock is Clock.SECOND:
            return self._seconds(table, column)
        kind = "d" if interval.clock is Clock.DAY or self.days is None else "ordinal_"
        return table[f"{kind}{self._times[column]}"]
