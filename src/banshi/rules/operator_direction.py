"""A target's operator should point in its metric's better direction (a warning).

A ceiling on a metric that is better high, or a floor under one that is better low, is nearly always
a slip of the transcriber: >= where <= was meant turns every verdict round.
"""

from collections.abc import Iterator

from banshi.messages import mark, say
from banshi.model.catalogue import Better
from banshi.model.registry import Registry
from banshi.model.target import Operator
from banshi.position import Problem, Severity

ID = "operator-direction"

_LOW = mark("metric {metric} is better low, but the operator is {op}")
_HIGH = mark("metric {metric} is better high, but the operator is {op}")
_AGAINST = {
    Better.LOWER: {Operator.AT_LEAST, Operator.ABOVE},
    Better.HIGHER: {Operator.AT_MOST, Operator.BELOW},
}


def check(registry: Registry) -> Iterator[Problem]:
    """Yield a warning for every target whose operator runs against its metric's direction."""
    for _plan, task, path in registry.tasks():
        for number, target in enumerate(task.targets):
            metric = registry.metric_by_id.get(target.metric)
            if metric is None or target.op not in _AGAINST[metric.better]:
                continue
            sentence = _LOW if metric.better is Better.LOWER else _HIGH
            message = say(sentence, metric=metric.id, op=target.op.value)
            where = registry.position(*path, "targets", number, "op")
            yield Problem(where, ID, message, Severity.WARNING)
