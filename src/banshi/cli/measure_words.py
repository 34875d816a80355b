"""What a run of measure says of the cases, in words."""

from collections.abc import Iterator

from banshi.measure.job import Fate
from banshi.measure.rejects import CONTRADICTORY, FAULTS, REASONS, UNKNOWN_REGION, UNNUMBERED
from banshi.measure.result import Counted, Plan, faults
from banshi.messages import Message, mark, say, say_count
from banshi.model.registry import region_names
from banshi.nearest import nearest

_SHOWN = 5
_FATES = {
    Fate.OPEN: mark("open"),
    Fate.ELSEWHERE: mark("of another kind"),
    Fate.OUTSIDE: mark("of another period"),
}


def told(counted: Counted, plan: Plan) -> Iterator[Message]:
    """Yield what became of the cases: the numbers of each line add up."""
    yield _read(counted)
    for name, fates in counted.fates.items():
        yield _measured(name, fates)
    if counted.overdue:
        yield say_count(
            "{count} open case is over its limit (overdue_open)",
            "{count} open cases are over their limit (overdue_open)",
            counted.overdue,
        )
    yield from _regions(counted, plan)


def _read(counted: Counted) -> Message:
    parts = [say("{n} looked at", n=counted.judged)]
    if counted.repeated:
        parts.append(say("{n} said again", n=counted.repeated))
    for fault, number in (
        (UNNUMBERED, counted.unnumbered),
        (CONTRADICTORY, counted.contradictory),
        (UNKNOWN_REGION, counted.unknown_region),
    ):
        if number:
            parts.append(say("{n} × {fault}", n=number, fault=Message(REASONS[fault])))
    return say_count(
        "{count} case: {parts}", "{count} cases: {parts}", counted.rows, parts=_joined(parts)
    )


def _measured(name: str, fates: list[int]) -> Message:
    parts = [say("{n} measured", n=fates[Fate.MEASURED])]
    parts += [say("{n} {what}", n=fates[f], what=Message(w)) for f, w in _FATES.items() if fates[f]]
    for fault, number in faults(fates).items():
        parts.append(say("{n} × {fault}", n=number, fault=Message(REASONS[FAULTS[fault]])))
    return say("{metric}: {parts}", metric=name, parts=_joined(parts))


def _joined(parts: list[Message]) -> Message:
    whole = parts[0]
    for part in parts[1:]:
        whole = say("{before}, {part}", before=whole, part=part)
    return whole


def _regions(counted: Counted, plan: Plan) -> Iterator[Message]:
    known = [name for region in plan.registry.regions for name in region_names(region)]
    often = sorted(counted.unknown_regions.items(), key=lambda entry: (-entry[1], entry[0]))
    for name, number in often[:_SHOWN]:
        message = say_count(
            "{count} case of the unknown region {name}",
            "{count} cases of the unknown region {name}",
            number,
            name=name or "-",
        )
        if near := nearest(name, known):
            message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
        yield message
