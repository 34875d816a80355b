"""The evidence phrase of a target, read by rule, must give the target's operator, value and unit.

It is a second entry of every figure: a slip of the transcriber would have to be made twice, in the
number and in the words. `manual: {threshold: …}` says why a phrase cannot be read; such an entry is
a warning where the phrase can be read after all.
"""

from collections.abc import Iterator
from fractions import Fraction

from banshi.messages import say
from banshi.model.catalogue import Better
from banshi.model.quantity import as_decimal, plain
from banshi.model.registry import Registry
from banshi.model.target import Operator, Target
from banshi.position import Problem, Severity
from banshi.wording.flat import squeeze
from banshi.wording.thresholds import Threshold, read_threshold

ID = "double-entry"


def check(registry: Registry) -> Iterator[Problem]:
    """Yield a problem for every target that differs from what its evidence says."""
    for _plan, task, path in registry.tasks():
        for number, target in enumerate(task.targets):
            here = (*path, "targets", number, "evidence")
            words = target.elided or target.repaired or target.evidence
            if target.elided and squeeze(target.evidence) not in squeeze(target.elided):
                message = say("{text} does not hold the evidence", text=target.elided)
                yield Problem(registry.position(*here), ID, message)
            read = read_threshold(words)
            manual = target.manual.threshold if target.manual else None
            agrees = read is not None and _agrees(registry, target, read)
            if manual and agrees:
                message = say("{text} can be read by rule: take manual out", text=target.evidence)
                yield Problem(registry.position(*here), ID, message, Severity.WARNING)
            elif not manual and read is None:
                message = say("{text} cannot be read: say why in manual", text=target.evidence)
                yield Problem(registry.position(*here), ID, message)
            elif not manual and read and not agrees:
                message = say(
                    "{text} reads as {read}, but the target is {target}",
                    text=target.evidence,
                    read=_shown(_operator(registry, target, read), read),
                    target=f"{target.op.value} {plain(target.value)} {target.unit.value}",
                )
                yield Problem(registry.position(*here), ID, message)


def _operator(registry: Registry, target: Target, read: Threshold) -> Operator:
    """Return the operator that was read; 优于 follows the metric's better direction."""
    if read.operator:
        return read.operator
    metric = registry.metric_by_id.get(target.metric)
    lower = metric is not None and metric.better is Better.LOWER
    return Operator.BELOW if lower else Operator.ABOVE


def _agrees(registry: Registry, target: Target, read: Threshold) -> bool:
    return (
        _operator(registry, target, read) is target.op
        and read.value == Fraction(target.value)
        and read.upper == (None if target.upper is None else Fraction(target.upper))
        and target.unit in read.units
    )


def _shown(operator: Operator, read: Threshold) -> str:
    units = "/".join(sorted(unit.value for unit in read.units))
    numbers = [number for number in (read.value, read.upper) if number is not None]
    written = " ".join(_number(number) for number in numbers)
    return f"{operator.value} {written} {units}"


def _number(value: Fraction) -> str:
    exact = as_decimal(value)
    return str(value) if exact is None else plain(exact)
