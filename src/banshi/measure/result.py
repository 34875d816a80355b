"""A job is run by an engine: its whole numbers become the rows of a metrics file, and a count."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from banshi.errors import BadUsageError
from banshi.measure.calendar import Calendar
from banshi.measure.compile import OVERDUE
from banshi.measure.figures import figure
from banshi.measure.job import FIRST_FAULT, Fate, Job, Measure, Way, day_of
from banshi.measure.levels import Cell, Levels, around
from banshi.measure.tally import Engine, Key, Leaf, LeafTally, Measured, Tally
from banshi.messages import say
from banshi.model.quantity import Unit
from banshi.model.registry import Registry, fold

_ANY_MONTH = 24_000


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One row of a metrics file."""

    metric: str
    region: str
    """Code of the division."""
    organisation: str
    item: str
    period: str
    value: str
    unit: str


@dataclass(slots=True)
class Counted:
    """What became of the cases; of each metric the fates add up to `judged`."""

    rows: int = 0
    unnumbered: int = 0
    repeated: int = 0
    contradictory: int = 0
    unknown_region: int = 0
    judged: int = 0
    """Cases that the metrics look at: all that is left."""
    faulty: int = 0
    """Of those, the ones with a fault for at least one metric."""
    overdue: int = 0
    fates: dict[str, list[int]] = field(default_factory=dict)
    """Of each metric how many cases have which fate."""
    unknown_regions: dict[str, int] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        """Cases that are faulty in any way."""
        return self.unnumbered + self.contradictory + self.unknown_region + self.faulty


@dataclass(frozen=True, slots=True)
class Result:
    """The rows of the metrics file in order, and what became of the cases."""

    rows: tuple[Row, ...]
    counted: Counted


@dataclass(frozen=True)
class Plan:
    """A job with what its result is to tell apart."""

    job: Job
    registry: Registry
    by: tuple[str, ...]
    fixed_region: str = ""
    """Code of the region of all cases, where no column says it."""
    fixed_organisation: str = ""
    calendar: Calendar | None = None


def run(plan: Plan, engine: Engine) -> Result:
    """Return what the cases of an engine give.

    Raises:
        CalendarError: a case lies in a year whose working days are not known.
        BadUsageError: the regions of the cases have nothing in common.
    """
    tally = engine.tally()
    counted = Counted(tally.rows, tally.unnumbered, tally.repeated, tally.contradictory)
    leaves = dict(_known(plan, tally, counted))
    _refuse_unknown_years(plan, (leaf for leaf, _ in leaves.values()))
    levels = _levels(plan, {region for _, region in leaves.values()})
    rows: list[Row] = []
    for number, measure in enumerate(plan.job.measures):
        rows += _rows(plan, engine, number, measure, leaves, levels)
    rows += _overdue(plan, leaves, levels)
    return Result(tuple(sorted(rows)), counted)


Known = Mapping[Leaf, tuple[LeafTally, str]]


def _known(
    plan: Plan, tally: Tally, counted: Counted
) -> Iterable[tuple[Leaf, tuple[LeafTally, str]]]:
    """Yield the leaves whose region is known with its code, and count all."""
    counted.fates = {measure.metric: [0] * len(Fate) for measure in plan.job.measures}
    for leaf, found in tally.leaves.items():
        region = plan.registry.region_by_name.get(fold(leaf.region))
        code = plan.fixed_region or (region.code if region else "")
        if not code:
            counted.unknown_region += found.cases
            counted.unknown_regions[leaf.region] = (
                counted.unknown_regions.get(leaf.region, 0) + found.cases
            )
            continue
        counted.judged += found.cases
        counted.faulty += found.faulty
        counted.overdue += found.overdue
        for measure, measured in zip(plan.job.measures, found.measures, strict=True):
            into = counted.fates[measure.metric]
            counted.fates[measure.metric] = [
                a + b for a, b in zip(into, measured.fates, strict=True)
            ]
        yield leaf, (found, code)


def _refuse_unknown_years(plan: Plan, leaves: Iterable[LeafTally]) -> None:
    for tally in leaves:
        for measured in tally.measures:
            if plan.calendar and measured.lowest_day is not None:
                plan.calendar.known(measured.lowest_day)
            if plan.calendar and measured.highest_day is not None:
                plan.calendar.known(measured.highest_day)


def _levels(plan: Plan, regions: Collection[str]) -> Levels:
    tops = around(plan.registry, regions)
    if regions and not tops and "region" not in plan.by:
        message = say("the regions of the cases have no division in common: name region in --by")
        raise BadUsageError(str(message))
    period = plan.job.period.text if plan.job.period else ""
    return Levels(plan.by, plan.registry, tops, plan.fixed_region, plan.fixed_organisation, period)


def _rows(
    plan: Plan, engine: Engine, number: int, measure: Measure, leaves: Known, levels: Levels
) -> Iterable[Row]:
    cells: dict[Cell, int] = {}
    keys: dict[Key, list[int]] = {}
    totals: list[Measured] = []
    place_of_date = plan.job.place(number)
    for leaf, (tally, region) in leaves.items():
        measured = tally.measures[number]
        if not measured.measured:
            continue
        key = leaf.key(place_of_date)
        if key not in keys:
            found = list(levels.cells(key, region))
            keys[key] = [cells.setdefault(cell, len(cells)) for cell in found]
            totals += [Measured() for _ in range(len(cells) - len(totals))]
        for place in keys[key]:
            totals[place].add(measured)
    special: dict[int, int] = {}
    if measure.statistic and (percent := measure.statistic.percent):
        special = engine.ranked(number, percent, keys)
    elif measure.way is Way.DISTINCT:
        special = engine.distinct(number, keys)
    for cell, place in cells.items():
        value = _figure(measure, totals[place], special.get(place))
        yield Row(measure.metric, *cell, value, measure.unit.value)


def _figure(measure: Measure, total: Measured, special: int | None) -> str:
    if special is not None:
        return figure(measure, special)
    if measure.way is Way.COUNT:
        return figure(measure, total.measured)
    if measure.way is Way.SUM:
        return figure(measure, total.total)
    if measure.highest:
        return figure(measure, total.highest or 0)
    return figure(measure, total.total, total.measured)


def _overdue(plan: Plan, leaves: Known, levels: Levels) -> Iterable[Row]:
    """Yield how many open cases are over their limit, of every place that has cases."""
    if not any(m.way is Way.TIME and m.limit for m in plan.job.measures):
        return
    found: dict[Cell, int] = {}
    day = day_of(plan.job.as_of).isoformat()
    for leaf, (tally, region) in leaves.items():
        places = {c._replace(period=day) for c in levels.cells(Key(*leaf[:3], _ANY_MONTH), region)}
        for place in places:
            found[place] = found.get(place, 0) + tally.overdue
    for place, count in found.items():
        yield Row(OVERDUE, *place, str(count), Unit.ITEM.value)


def faults(fates: list[int]) -> dict[Fate, int]:
    """Return the faults among the fates of a metric, with how many cases have each."""
    return {fate: fates[fate] for fate in Fate if fate >= FIRST_FAULT and fates[fate]}
