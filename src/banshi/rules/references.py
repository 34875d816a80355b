"""Every metric, organisation and region that a plan names must stand in its catalogue.

A misspelt name would otherwise leave a target that no report can ever match. Organisations are
looked up as printed, first among the bodies of the plan's own division, then of those around it.
Parents of regions, regions of organisations and metrics of relative targets are looked up too.
"""

from collections.abc import Iterable, Iterator

from banshi.messages import say
from banshi.model.plan import Plan, Task
from banshi.model.registry import Registry, Step
from banshi.nearest import nearest
from banshi.position import Problem

ID = "references"


def check(registry: Registry) -> Iterator[Problem]:
    """Yield a problem for every name that no catalogue knows."""
    if registry.metrics:  # an unreadable catalogue is one problem, not one a name
        yield from _metrics(registry)
    if registry.organisations:
        yield from _organisations(registry)
    if registry.regions:
        yield from _regions(registry)


def _metrics(registry: Registry) -> Iterator[Problem]:
    for _plan, task, path in registry.tasks():
        for number, target in enumerate(task.targets):
            here = (*path, "targets", number)
            if target.metric not in registry.metric_by_id:
                yield _unknown(
                    registry, (*here, "metric"), "metric", target.metric, registry.metric_by_id
                )
            related = target.relative_to.metric if target.relative_to else None
            if related and related not in registry.metric_by_id:
                where = (*here, "relative_to", "metric")
                yield _unknown(registry, where, "metric", related, registry.metric_by_id)


def _organisations(registry: Registry) -> Iterator[Problem]:
    for plan, task, path in registry.tasks():
        for role, number, name in _named(task):
            if registry.organisation(name, plan.jurisdiction) is None:
                around = registry.lineage(plan.jurisdiction)
                near = [body for body in registry.organisations if body.region in around]
                bodies = near or registry.organisations
                known = [printed for body in bodies for printed in body.printed]
                yield _unknown(registry, (*path, role, number), "organisation", name, known)


def _named(task: Task) -> Iterator[tuple[str, int, str]]:
    for role in ("lead", "responsible", "cooperating"):
        for number, name in enumerate(getattr(task, role)):
            yield role, number, name


def _regions(registry: Registry) -> Iterator[Problem]:
    codes = registry.region_by_code
    plans: Iterable[tuple[int, Plan]] = enumerate(registry.plans)
    for number, plan in plans:
        if plan.jurisdiction not in codes:
            yield _unknown(
                registry, ("plans", number, "jurisdiction"), "region", plan.jurisdiction, codes
            )
    for number, region in enumerate(registry.regions):
        if region.parent is not None and region.parent not in codes:
            where: tuple[Step, ...] = ("regions", number, "parent")
            yield _unknown(registry, where, "region", region.parent, codes)
    for number, body in enumerate(registry.organisations):
        if body.region not in codes:
            where = ("organisations", number, "region")
            yield _unknown(registry, where, "region", body.region, codes)


def _unknown(
    registry: Registry, path: tuple[Step, ...], kind: str, name: str, known: Iterable[str]
) -> Problem:
    near = nearest(name, known)
    sentences = {
        "metric": say("unknown metric {name}", name=name),
        "organisation": say("unknown organisation {name}", name=name),
        "region": say("unknown region {name}", name=name),
    }
    message = sentences[kind]
    if near:
        message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
    return Problem(registry.position(*path), ID, message)
