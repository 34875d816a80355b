"""The names of a share's numerator and denominator go together, and name nothing else.

Beside a share, tables print the two counts that it is made of; check works it out again from them.
A metric that names one of them names the other too and is a share: measured in percent, per_1000
or per_10000. No such name is the id, a name or an alias of a metric, which would be a column of
values of its own, and none stands for both counts of one share. Several shares may be made of the
same count, such as 事项总数.
"""

from collections.abc import Iterator

from banshi.messages import say
from banshi.model.quantity import Unit, convertible
from banshi.model.registry import Registry, fold
from banshi.position import Problem

ID = "share-parts"

_PARTS = ("numerator", "denominator")


def check(registry: Registry) -> Iterator[Problem]:
    """Yield a problem for every count that belongs to no share, or whose name is taken."""
    for number, metric in enumerate(registry.metrics):
        given = [part for part in _PARTS if getattr(metric, part)]
        if not given:
            continue
        where = registry.position("metrics", number, given[0])
        if len(given) == 1:
            yield Problem(where, ID, say("numerator and denominator go together"))
        if not convertible(metric.unit, Unit.PERCENT):
            message = say(
                "{metric} is measured in {unit}: only a share has a numerator and a denominator",
                metric=metric.id,
                unit=metric.unit.value,
            )
            yield Problem(where, ID, message)
        seen: set[str] = set()
        for part in given:
            for index, name in enumerate(getattr(metric, part)):
                where = registry.position("metrics", number, part, index)
                if other := registry.metric_by_name.get(fold(name)):
                    message = say(
                        "{name} is a name of metric {metric}: a column of its own",
                        name=name,
                        metric=other.id,
                    )
                    yield Problem(where, ID, message)
                if fold(name) in seen:
                    message = say("{name} is given twice for one share", name=name)
                    yield Problem(where, ID, message)
                seen.add(fold(name))
