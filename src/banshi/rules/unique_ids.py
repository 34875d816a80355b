"""Ids and names must be unique, in plans, in tasks and in the catalogues.

An id is how a verdict, a waiver and a baseline name what they speak of; a name or alias is how a
reported row finds its metric or region. Two things under one name would make the second invisible.
"""

from collections.abc import Iterable, Iterator

from banshi.messages import say
from banshi.model.registry import (
    Registry,
    Step,
    fold,
    metric_names,
    organisation_names,
    region_names,
)
from banshi.position import Problem

ID = "unique-ids"

_Named = tuple[str, tuple[Step, ...]]


def check(registry: Registry) -> Iterator[Problem]:
    """Yield a problem for every id or name that is taken already."""
    yield from _doubles(
        registry, ((plan.id, ("plans", p, "id")) for p, plan in enumerate(registry.plans))
    )
    for p, plan in enumerate(registry.plans):
        here: tuple[Step, ...] = ("plans", p, "tasks")
        yield from _doubles(
            registry, ((task.id, (*here, t, "id")) for t, task in enumerate(plan.tasks))
        )
    for _plan, task, path in registry.tasks():
        targets = [(x.id, (*path, "targets", n, "id")) for n, x in enumerate(task.targets)]
        milestones = [(x.id, (*path, "milestones", n, "id")) for n, x in enumerate(task.milestones)]
        yield from _doubles(registry, [*targets, *milestones])
    yield from _doubles(registry, _catalogue_names(registry))


def _catalogue_names(registry: Registry) -> Iterator[_Named]:
    # Names of different kinds may be the same, and bodies of different regions share names.
    for n, metric in enumerate(registry.metrics):
        for name in sorted({fold(x) for x in metric_names(metric)}):
            yield f"{name} (metrics)", ("metrics", n, "id")
    for n, region in enumerate(registry.regions):
        for name in sorted({fold(x) for x in region_names(region)}):
            yield f"{name} (regions)", ("regions", n, "code")
    for n, body in enumerate(registry.organisations):
        for name in sorted({fold(x) for x in organisation_names(body)}):
            yield f"{name} ({body.region})", ("organisations", n, "id")


def _doubles(registry: Registry, named: Iterable[_Named]) -> Iterator[Problem]:
    first: dict[str, tuple[Step, ...]] = {}
    for name, path in named:
        if name in first:
            message = say(
                "{name} is taken already, by {place}",
                name=name,
                place=str(registry.position(*first[name])),
            )
            yield Problem(registry.position(*path), ID, message)
        else:
            first[name] = path
