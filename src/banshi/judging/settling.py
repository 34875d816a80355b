"""Says of values, before they are judged one by one, between which limits all of them are met.

A file of a million rows holds few that anybody must see. Where a value satisfies every target that
it counts for, whatever else was reported, its row is counted and not kept: memory then does not
grow with what is met. Shares of another value, and values that such shares are taken of, are never
settled so: their limits stand in other rows.
"""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from banshi.judging.scope import Entry, Scope, Selection
from banshi.model.bounds import Bounds
from banshi.model.intake import Observation
from banshi.model.period import Period
from banshi.model.quantity import Unit, as_decimal, convert
from banshi.model.registry import Registry
from banshi.model.target import Operator
from banshi.position import Position

_OPEN_HIGH = frozenset({Operator.BELOW})
_OPEN_LOW = frozenset({Operator.ABOVE})


class Settler:
    """Answers for one check: the same registry, day and selection as evaluate() gets."""

    def __init__(
        self, registry: Registry, as_of: dt.date, selection: Selection | None = None
    ) -> None:
        self._scope = Scope(registry, as_of, selection or Selection())
        self._entries: dict[str, list[Entry]] = {}
        self._never: set[str] = set()
        for entry in self._scope.entries():
            self._entries.setdefault(entry.target.metric, []).append(entry)
            relation = entry.target.relative_to
            if relation:
                self._never |= {entry.target.metric, relation.metric or entry.target.metric}

    def bounds(
        self, metric: str, unit: Unit, region: str, period: Period, item: str | None
    ) -> Bounds | None:
        """Return between which values, in `unit`, every target is met that such a row counts for.

        None where each value must be looked at.
        """
        if metric in self._never:
            return None
        like = Observation(metric, Decimal(0), unit, region, period, Position(""), item=item)
        found = Bounds()
        for entry in self._entries.get(metric, ()):
            if self._scope.counts(entry, like):
                limits = _limits(entry, unit)
                if limits is None:
                    return None
                found = found.within(limits)
        return found

    def subjects(self, metric: str) -> frozenset[str]:
        """Return the folded items of which each has targets of its own."""
        plans = {entry.plan.id: entry.plan for entry in self._entries.get(metric, ())}
        return frozenset().union(*(self._scope.subjects(p, metric) for p in plans.values()))


def _limits(entry: Entry, unit: Unit) -> Bounds | None:
    """Return the limits of one target in `unit`, or None where their digits never end."""
    target = entry.target
    one = Fraction(convert(Decimal(1), target.unit, unit))
    found = [None if limit is None else as_decimal(limit * one) for limit in target.limits()]
    if found.count(None) != target.limits().count(None):
        return None
    low, high = found
    return Bounds(
        Bounds().low if low is None else low,
        Bounds().high if high is None else high,
        target.op in _OPEN_LOW,
        target.op in _OPEN_HIGH,
    )
