"""A profile becomes a job: its names are looked up, and what cannot be is said with its place."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from banshi.measure.job import Clock, Interval, Job, Limit, Measure, Way, day_number
from banshi.measure.levels import COLUMNS
from banshi.messages import Message, say
from banshi.model.catalogue import Metric
from banshi.model.period import Period
from banshi.model.profile import (
    KNOWN_COLUMNS,
    Amount,
    CaseMetric,
    CaseStatistic,
    ProfileFile,
)
from banshi.model.quantity import Unit, convertible
from banshi.model.registry import Registry, Step, fold, region_names
from banshi.nearest import nearest
from banshi.position import Position, Problem

Place = Callable[[tuple[Step, ...]], Position]
_SECONDS = {Unit.MINUTE: 60, Unit.HOUR: 3600}
_CLOCKS = {
    Unit.MINUTE: Clock.SECOND,
    Unit.HOUR: Clock.SECOND,
    Unit.DAY: Clock.DAY,
    Unit.WORKDAY: Clock.WORKDAY,
}
_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
_SHARES = (Unit.PERCENT, Unit.PER_1000, Unit.PER_10000)
_LONGEST = 1_000_000_000
OVERDUE = "overdue_open"
"""Metric of the open cases that are over their limit."""


class _Compiler:
    """Collects the measures of a profile and what is wrong with it."""

    def __init__(self, profile: ProfileFile, registry: Registry, place: Place) -> None:
        self.problems: list[Problem] = []
        self.times: dict[str, None] = {}
        self.texts: dict[str, None] = {}
        self._profile = profile
        self._registry = registry
        self._place = place
        self._path: tuple[Step, ...] = ()

    def say(self, rule: str, message: Message, *path: Step) -> None:
        """Note a problem at `path` below what is looked at."""
        self.problems.append(Problem(self._place((*self._path, *path)), rule, message))

    def unknown(self, name: str, what: Message, known: Mapping[str, object], *path: Step) -> None:
        """Note a name that is not known, with those that resemble it."""
        if near := nearest(name, known):
            what = say("{what}; did you mean {names}?", what=what, names=", ".join(near))
        self.say("unknown-name", what, *path)

    def column(self, name: str, *path: Step, time: bool = False) -> str:
        """Return the column that is called `name`; it is read as a time or as words, never both."""
        here, other = (self.times, self.texts) if time else (self.texts, self.times)
        if name not in self._profile.columns:
            message = say("no column {name} in columns", name=name)
            self.unknown(name, message, self._profile.columns, *path)
        elif name in other or (time and name in KNOWN_COLUMNS):
            self.say("column-kind", say("{name} is read as a time and as words", name=name), *path)
        else:
            here[name] = None
        return name

    def measures(self) -> list[Measure]:
        """Return every metric that can be measured."""
        found = []
        for name, said in self._profile.metrics.items():
            self._path = ("metrics", name)
            metric = self._registry.metric_by_id.get(name)
            if metric is None:
                self.unknown(name, say("no metric {name}", name=name), self._registry.metric_by_id)
            elif name == OVERDUE:
                message = say("{name} comes of the limits of the other metrics", name=name)
                self.say("overdue", message)
            elif measure := self._measure(metric, said):
                found.append(measure)
        self._path = ()
        return found

    def _measure(self, metric: Metric, said: CaseMetric) -> Measure | None:
        where = tuple((self.column(n, "where", n), words) for n, words in said.where.items())
        if said.start is not None and said.end is not None:
            return self._time(metric, said, where)
        if said.share is not None:
            return self._share(metric, said, where)
        unit = said.unit or metric.unit
        counts = unit in _CLOCKS or unit in _SHARES or unit in _MONTHS
        fits = unit is metric.unit or (said.total and convertible(unit, metric.unit))
        if counts or not fits:
            self._unit(metric, unit)
        column, way = "", Way.COUNT
        if said.total is not None:
            column, way = self.column(said.total, "sum"), Way.SUM
        elif said.distinct is not None:
            column, way = self.column(said.distinct, "distinct"), Way.DISTINCT
        dated = self._dated(said, None)
        return Measure(metric.id, unit, way, dated, column=column, where=where)

    def _unit(self, metric: Metric, unit: Unit) -> None:
        message = say(
            "{metric} is counted in {unit}: {given} does not come of this",
            metric=metric.id,
            unit=metric.unit.value,
            given=unit.value,
        )
        self.say("unit", message, "unit")

    def _time(
        self, metric: Metric, said: CaseMetric, where: tuple[tuple[str, tuple[str, ...]], ...]
    ) -> Measure | None:
        unit = said.unit or metric.unit
        clock = _CLOCKS.get(unit)
        if clock is None or not convertible(unit, metric.unit):
            self._unit(metric, unit)
            return None
        if metric.whole and said.statistic is CaseStatistic.MEAN:
            message = say("{metric} is a whole number: it has no mean", metric=metric.id)
            self.say("statistic", message, "statistic")
        interval = self._interval(str(said.start), str(said.end), clock, paused=said.pauses)
        limit = None
        if said.limit:
            limit, own = self._limit(said.limit, "limit")
            if own is not clock:
                message = say(
                    "a limit in {given} does not go with a time in {unit}",
                    given=said.limit.unit.value,
                    unit=unit.value,
                )
                self.say("unit", message, "limit", "unit")
        return Measure(
            metric.id, unit, Way.TIME, self._dated(said, interval), interval,
            said.statistic, limit, where=where,
        )  # fmt: skip

    def _share(
        self, metric: Metric, said: CaseMetric, where: tuple[tuple[str, tuple[str, ...]], ...]
    ) -> Measure | None:
        share = said.share
        unit = said.unit or metric.unit
        if unit not in _SHARES or metric.unit not in _SHARES:
            self._unit(metric, unit)
        self._path = (*self._path, "share")
        way, interval, limit, column = Way.AMONG, None, None, ""
        if share and share.within and share.start and share.end:
            limit, clock = self._limit(share.within, "within")
            interval = self._interval(share.start, share.end, clock, paused=share.pauses)
            way = Way.IN_TIME
        elif share and share.column:
            column = self.column(share.column, "column")
        self._path = self._path[:-1]
        return Measure(
            metric.id, unit, way, self._dated(said, interval), interval, None, limit,
            column, (share.among or ()) if share else (), where,
        )  # fmt: skip

    def _interval(self, start: str, end: str, clock: Clock, *, paused: bool) -> Interval:
        if paused and not self._profile.pauses:
            self.say("pauses", say("the profile names no pauses"), "pauses")
        return Interval(
            self.column(start, "from", time=True), self.column(end, "to", time=True), clock, paused
        )

    def _limit(self, amount: Amount, key: str) -> tuple[Limit, Clock]:
        """Return a limit and the clock that it is counted on."""
        value = amount.value
        whole = value == value.to_integral_value() and 0 <= value < _LONGEST
        if months := _MONTHS.get(amount.unit):
            if not whole:
                self.say("limit", say("a whole number of months or years is wanted"), key, "value")
                return Limit(months=1), Clock.DAY
            return Limit(months=int(value) * months), Clock.DAY
        clock = _CLOCKS.get(amount.unit)
        if clock is None:
            message = say("{unit} is no length of time", unit=amount.unit.value)
            self.say("unit", message, key, "unit")
            return Limit(), Clock.DAY
        most = value * Decimal(_SECONDS.get(amount.unit, 1))
        if not 0 <= most < _LONGEST or (clock is not Clock.SECOND and not whole):
            message = say("{value} {unit} is no limit", value=str(value), unit=amount.unit.value)
            self.say("limit", message, key, "value")
            return Limit(), clock
        return Limit(int(most)), clock

    def _dated(self, said: CaseMetric, interval: Interval | None) -> str:
        if said.month_of is not None:
            return self.column(said.month_of, "month_of", time=True)
        if self._profile.month_of is not None:
            path, self._path = self._path, ()
            name = self.column(self._profile.month_of, "month_of", time=True)
            self._path = path
            return name
        if interval:
            return interval.end
        self.say("month-of", say("no month_of says to which period a case belongs"))
        return ""

    def region(self) -> str:
        """Return the code of the one region of all cases, or nothing."""
        fixed = self._profile.fixed.region
        if (fixed is None) == ("region" not in self._profile.columns):
            message = say(
                "exactly one of {ways} must be given", ways="columns: region, fixed: region"
            )
            self.say("one-way", message)
        if fixed is None:
            return ""
        found = self._registry.region_by_name.get(fold(fixed))
        if found is None:
            known = {name: 0 for r in self._registry.regions for name in region_names(r)}
            self.unknown(fixed, say("no region {name}", name=fixed), known, "fixed", "region")
            return ""
        return found.code


def compile_job(
    profile: ProfileFile,
    registry: Registry,
    place: Place,
    *,
    as_of: dt.date,
    period: Period | None,
    by: tuple[str, ...],
) -> tuple[Job, str, list[Problem]]:
    """Return the job of a profile, the code of its fixed region, and what is wrong with it.

    `by` are the levels of the result: the columns among them are read.
    """
    compiler = _Compiler(profile, registry, place)
    measures = compiler.measures()
    region = compiler.region()
    pauses = tuple(_pauses(compiler, profile)) if _paused(measures) else ()
    for name in KNOWN_COLUMNS:
        if name in profile.columns and (name in {"id", "region"} or name in by):
            compiler.texts[name] = None
    ends = {measure.interval.end for measure in measures if measure.interval}
    ends -= {measure.interval.start for measure in measures if measure.interval}
    measures = [_open(measure, ends) for measure in measures]
    apart = tuple(n for n in COLUMNS if n in profile.columns and n in {"region", *by})
    job = Job(
        tuple(measures), tuple(compiler.times), tuple(compiler.texts), day_number(as_of),
        pauses, period, apart,
    )  # fmt: skip
    return job, region, sorted(set(compiler.problems))


def _paused(measures: list[Measure]) -> bool:
    return any(measure.interval and measure.interval.paused for measure in measures)


def _pauses(compiler: _Compiler, profile: ProfileFile) -> Iterator[tuple[str, str]]:
    for number, pause in enumerate(profile.pauses):
        yield (
            compiler.column(pause.start, "pauses", number, "from", time=True),
            compiler.column(pause.end, "pauses", number, "to", time=True),
        )


def _open(measure: Measure, ends: set[str]) -> Measure:
    return replace(measure, open_without_date=measure.dated in ends)
