"""What several runs said of the same series, put in order: pure, and blind to files.

Of two runs the newer is the one that judged by the later day; on the same day, the one recorded
last. What the newest run that spoke of a period says of it counts, so a value that was corrected
later is shown as corrected, in whatever order the runs were recorded.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from banshi.history.run import Demand, SeriesKey
from banshi.model.outcome import Status
from banshi.model.period import Period, months
from banshi.model.target import Operator
from banshi.values import dataclass

Length = Literal["day", "month", "quarter", "half", "year", "span"]
Direction = Literal["better", "worse", "steady"]
_MONTHS: dict[Length, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True, order=True)
class RunHead:
    """A recorded run; the order is that of `turn` on the same day."""

    as_of: str
    turn: int
    """Grows with every recording."""
    id: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one run said of one period of a series."""

    run: RunHead
    series: SeriesKey
    demand: Demand
    period: Period
    value: Fraction
    """In the demand's unit."""
    status: Status | None = None
    """The verdict; None where another period outweighed this one, so that it was not judged."""
    was: Status | None = None
    baselined: bool = False
    threshold: Fraction | None = None
    organisation: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one period: what the newest run that spoke of it said."""

    said: Said
    judged: Said | None
    """The newest run that judged this value; None where none did."""
    corrected: tuple[Said, ...]
    """What was said before and is no longer so, oldest first."""

    @property
    def status(self) -> Status | None:
        """The newest verdict on this value."""
        return self.judged.status if self.judged else None


@dataclass(frozen=True, slots=True)
class Line:
    """The values of one series over periods of one length, oldest first."""

    series: SeriesKey
    length: Length
    points: tuple[Point, ...]
    """At least one."""
    missing: tuple[Period, ...]
    """Periods between the first and the last that no run spoke of."""

    @property
    def newest(self) -> Said:
        """What is known of the last period."""
        return self.points[-1].said

    @property
    def direction(self) -> Direction | None:
        """How the last value stands to the one before, seen from the threshold."""
        if len(self.points) == 1:
            return None
        before, after = (_distance(self.newest.demand, p.said.value) for p in self.points[-2:])
        if before is None or after is None:
            return None
        if before == after:
            return "steady"
        return "better" if after < before else "worse"


def length(period: Period) -> Length:
    """Return how long `period` is; `span` is one that has no usual name, such as nine months."""
    named: dict[str, Length] = {name: name for name in _MONTHS}
    if "/" in period.text:
        return "span"
    return named.get(period.length, "day")


def lines(said: Iterable[Said]) -> list[Line]:
    """Return a line for each series, unit and length of period: these are never mixed.

    Sorted by series, then from short periods to long ones.
    """
    groups: dict[tuple[SeriesKey, int, str], list[Said]] = defaultdict(list)
    order: tuple[Length, ...] = ("day", *_MONTHS, "span")
    for one in said:
        groups[one.series, order.index(length(one.period)), one.demand.unit].append(one)
    return [
        _line(series, order[number], groups[series, number, unit])
        for series, number, unit in sorted(groups)
    ]


def _line(series: SeriesKey, kind: Length, said: Sequence[Said]) -> Line:
    by_period: dict[Period, list[Said]] = defaultdict(list)
    for one in sorted(said, key=lambda one: (one.run.as_of, one.run.turn)):
        by_period[one.period].append(one)
    points = tuple(_point(by_period[period]) for period in sorted(by_period))
    return Line(series, kind, points, tuple(_missing(kind, list(by_period))))


def _point(said: Sequence[Said]) -> Point:
    """Return what follows from what was said of one period, oldest run first."""
    newest = said[-1]
    judged = [one for one in said if one.status and one.value == newest.value]
    changes = [a for a, b in pairwise(said) if a.value != b.value]
    return Point(newest, judged[-1] if judged else None, tuple(changes))


def _missing(kind: Length, known: Sequence[Period]) -> Iterator[Period]:
    step = _MONTHS.get(kind)
    if step is None:
        return
    texts = {period.text for period in known}
    first, last = min(known).start, max(known).start
    at = first.year * 12 + first.month - 1
    while at <= last.year * 12 + last.month - 1:
        year, month = divmod(at, 12)
        period = months(year, month + 1, month + step)
        if period.text not in texts:
            yield period
        at += step


def _distance(demand: Demand, value: Fraction) -> Fraction | None:
    """Return how far `value` is from what is wanted: the less, the better.

    None where that would take the whole that a relative threshold is a share of.
    """
    match Operator(demand.op):
        case Operator.AT_MOST | Operator.BELOW:
            return value
        case Operator.AT_LEAST | Operator.ABOVE:
            return -value
        case Operator.ABOUT | Operator.BETWEEN:
            if demand.whole:
                return None
            low = Fraction(demand.value)
            high = Fraction(demand.upper) if demand.upper else low
            return max(low - value, value - high, Fraction(0))
