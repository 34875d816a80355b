"""Every metric, organisation and region that a plan names must stand in its catalogue.

A misspelt name would otherwise leave a target that no report can ever match. Organisations are
looked up as printed, first among the bodies of the plan's own division, then of those around it.
Parents of regions, regions of organisations and metrics of relative targets are looked up too.
"""

from collections.abc import Iterator, Sequence

from banshi.messages import say
from banshi.model.plan import Plan, Task
from banshi.model.registry import Registry, Step
from banshi.nearest import Seeker
from banshi.position import Problem

ID = "references"


def check(registry: Registry) -> Iterator[Problem]:
    """Yield a problem for every name that no catalogue knows."""
    if registry.metrics:  # an unreadable catalogue is one problem, not one a name
        yield from _metrics(registry, Seeker())
    if registry.organisations:
        yield from _organisations(registry, Seeker())
    if registry.regions:
        yield from _regions(registry, Seeker())


def _metrics(registry: Registry, seeker: Seeker) -> Iterator[Problem]:
    known = registry.metric_by_id
    for _plan, task, path in registry.tasks():
        for number, target in enumerate(task.targets):
            here = (*path, "targets", number)
            if target.metric not in known:
                near = seeker.nearest(target.metric, known)
                yield _unknown(registry, (*here, "metric"), "metric", target.metric, near)
            related = target.relative_to.metric if target.relative_to else None
            if related and related not in known:
                where = (*here, "relative_to", "metric")
                near = seeker.nearest(related, known)
                yield _unknown(registry, where, "metric", related, near)


def _organisations(registry: Registry, seeker: Seeker) -> Iterator[Problem]:
    for plan, task, path in registry.tasks():
        for role, number, name in _named(task):
            if registry.organisation(name, plan.jurisdiction) is None:
                near = seeker.nearest(name, _bodies_around(registry, plan))
                yield _unknown(registry, (*path, role, number), "organisation", name, near)


def _named(task: Task) -> Iterator[tuple[str, int, str]]:
    for role in ("lead", "responsible", "cooperating"):
        for number, name in enumerate(getattr(task, role)):
            yield role, number, name


def _bodies_around(registry: Registry, plan: Plan) -> Iterator[str]:
    """Yield the names of the bodies of the plan's divisions; where it has none, of all."""
    around = registry.lineage(plan.jurisdiction)
    near = [body for body in registry.organisations if body.region in around]
    for body in near or registry.organisations:
        yield from body.printed


def _regions(registry: Registry, seeker: Seeker) -> Iterator[Problem]:
    for where, code in _codes(registry):
        if code not in registry.region_by_code:
            near = seeker.nearest(code, registry.region_by_code)
            yield _unknown(registry, where, "region", code, near)


def _codes(registry: Registry) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield every code of a region that something else stands in, and its place."""
    for number, plan in enumerate(registry.plans):
        yield ("plans", number, "jurisdiction"), plan.jurisdiction
    for number, region in enumerate(registry.regions):
        if region.parent is not None:
            yield ("regions", number, "parent"), region.parent
    for number, body in enumerate(registry.organisations):
        yield ("organisations", number, "region"), body.region


def _unknown(
    registry: Registry, path: tuple[Step, ...], kind: str, name: str, near: Sequence[str]
) -> Problem:
    sentences = {
        "metric": say("unknown metric {name}", name=name),
        "organisation": say("unknown organisation {name}", name=name),
        "region": say("unknown region {name}", name=name),
    }
    message = sentences[kind]
    if near:
        message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
    return Problem(registry.position(*path), ID, message)
