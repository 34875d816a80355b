"""The same metric in two plans, side by side: who tightened what."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from banshi.model.catalogue import Metric
from banshi.model.comparison import Change, Comparison, Demand
from banshi.model.plan import Plan
from banshi.model.quantity import convert, convertible
from banshi.model.registry import Registry, fold
from banshi.model.target import Operator, Target

_ORDER = list(Change)


def compare(registry: Registry, first: Plan, second: Plan) -> list[Comparison]:
    """Return every metric of either plan with what both demand; what changed comes first.

    Targets on one metric are paired by subject and level, else by subject alone; a target without
    partner is new or dropped.
    """
    rows = []
    ours, theirs = _by_metric(first), _by_metric(second)
    for name in sorted({*ours, *theirs}):
        metric = registry.metric_by_id[name]
        for one, other in _pairs(ours.get(name, []), theirs.get(name, [])):
            rows.append(Comparison(_change(metric, one, other), metric, one, other))
    return sorted(rows, key=lambda row: (_ORDER.index(row.change), row.metric.id))


def _by_metric(plan: Plan) -> dict[str, list[Demand]]:
    found: dict[str, list[Demand]] = {}
    for task in plan.tasks:
        for target in task.targets:
            found.setdefault(target.metric, []).append(Demand(plan, task, target))
    return found


def _subject(demand: Demand) -> str:
    return fold(demand.target.subject or "")


def _subject_and_level(demand: Demand) -> str:
    return f"{_subject(demand)} {demand.target.level}"


def _pairs(
    ours: Sequence[Demand], theirs: Sequence[Demand]
) -> Iterator[tuple[Demand | None, Demand | None]]:
    one_left, other_left = list(ours), list(theirs)
    for about in (_subject_and_level, _subject):
        for one in list(one_left):
            partner = next((other for other in other_left if about(other) == about(one)), None)
            if partner is not None:
                one_left.remove(one)
                other_left.remove(partner)
                yield one, partner
    yield from ((one, None) for one in one_left)
    yield from ((None, other) for other in other_left)


def _terms(metric: Metric, target: Target) -> tuple[object, ...]:
    """Return what two targets must have alike to be ordered by their numbers."""
    tolerance = target.tolerance if target.approximate else None
    return target.level, target.per, target.statistic or metric.statistic, tolerance


def _change(metric: Metric, one: Demand | None, other: Demand | None) -> Change:
    if one is None:
        return Change.NEW
    if other is None:
        return Change.DROPPED
    first, second = one.target, other.target
    same_relation = first.relative_to == second.relative_to
    if not (same_relation and convertible(first.unit, second.unit)):
        return Change.DIFFERENT
    value = Fraction(convert(first.value, first.unit, second.unit))
    upper = None
    if first.upper is not None:
        upper = Fraction(convert(first.upper, first.unit, second.unit))
    other_upper = None if second.upper is None else Fraction(second.upper)
    if _terms(metric, first) != _terms(metric, second):
        return Change.DIFFERENT
    if (first.op, value, upper) == (second.op, Fraction(second.value), other_upper):
        return Change.SAME
    if {first.op, second.op} & {Operator.BETWEEN, Operator.ABOUT}:
        return Change.DIFFERENT
    upward = {Operator.AT_LEAST, Operator.ABOVE}
    if (first.op in upward) != (second.op in upward):
        return Change.DIFFERENT
    # At the same number a strict operator demands more than one that includes it.
    strict = {Operator.ABOVE, Operator.BELOW}
    rank_one = (value, first.op in strict)
    rank_other = (Fraction(second.value), second.op in strict)
    if first.op not in upward:
        rank_one = (-value, first.op in strict)
        rank_other = (-Fraction(second.value), second.op in strict)
    return Change.TIGHTER if rank_other > rank_one else Change.LOOSER
