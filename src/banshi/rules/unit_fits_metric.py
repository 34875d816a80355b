"""A target's unit must be one that converts exactly into its metric's unit.

Calendar days and working days never convert into each other, money keeps its currency. A relative
target is a share of another value, so its unit is percent, per_1000 or per_10000.
"""

from collections.abc import Iterator

from banshi.messages import say
from banshi.model.quantity import Unit, convertible
from banshi.model.registry import Registry
from banshi.position import Problem

ID = "unit-fits-metric"


def check(registry: Registry) -> Iterator[Problem]:
    """Yield a problem for every target whose unit cannot be held against its metric's."""
    for _plan, task, path in registry.tasks():
        for number, target in enumerate(task.targets):
            metric = registry.metric_by_id.get(target.metric)
            if metric is None:
                continue
            whole = registry.metric_by_id.get(
                (target.relative_to.metric if target.relative_to else None) or target.metric
            )
            if whole and not convertible(whole.unit, metric.unit):
                message = say(
                    "{metric} cannot be a share of {whole}: {unit} and {other} are no one unit",
                    metric=metric.id,
                    whole=whole.id,
                    unit=metric.unit.value,
                    other=whole.unit.value,
                )
                where = registry.position(*path, "targets", number, "relative_to")
                yield Problem(where, ID, message)
            wanted = Unit.PERCENT if target.relative_to else metric.unit
            if not convertible(target.unit, wanted):
                message = say(
                    "unit {unit} does not fit metric {metric}, which is measured in {wanted}",
                    unit=target.unit.value,
                    metric=metric.id,
                    wanted=wanted.value,
                )
                where = registry.position(*path, "targets", number, "unit")
                yield Problem(where, ID, message)
